import hashlib
import io
import os
import tarfile
import tempfile
import urllib.request
import zipfile

import pytest

from kerastutor.utils import data_utils, downloads
from kerastutor.utils.data_utils import get_file, validate_file

CONTENT = b"one, two, three"
MD5 = hashlib.md5(CONTENT).hexdigest()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def origin(tmp_path):
    (tmp_path / "origin.txt").write_bytes(CONTENT)
    return (tmp_path / "origin.txt").as_uri()


@pytest.fixture
def no_net(monkeypatch):
    def fail(url, filename, reporthook=None):
        raise OSError("no net")
    monkeypatch.setattr(data_utils, "urlretrieve", fail)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tar_of(path, *members):
    """A tar.gz of (name, content) pairs; content is bytes or (type, target of the link)."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
            else:
                info.type, info.linkname = content
            archive.addfile(info, io.BytesIO(content) if isinstance(content, bytes) else None)
    return path


def test_downloaded_once_and_checked(home, origin, capsys, monkeypatch):
    path = get_file("x.txt", origin, file_hash=SHA256)
    assert path == str(home / "datasets" / "x.txt") and read(path) == CONTENT
    out = capsys.readouterr().out
    assert origin in out and "15/15" in out
    monkeypatch.setattr(data_utils, "urlretrieve", None)            # not asked again
    assert get_file("x.txt", origin, md5_hash=MD5) == path
    assert os.listdir(home / "datasets") == ["x.txt"]


def test_places(tmp_path, home, origin):
    assert get_file("x", origin, cache_dir=str(tmp_path / "a"), cache_subdir="b/c") \
        == str(tmp_path / "a/b/c/x")
    assert get_file(str(tmp_path / "d" / "x"), origin) == str(tmp_path / "d" / "x")


def test_a_damaged_file_is_replaced(home, origin, capsys):
    path = get_file("x.txt", origin)
    with open(path, "w") as file:
        file.write("half")
    assert get_file("x.txt", origin, file_hash=MD5) == path
    assert read(path) == CONTENT and "outdated" in capsys.readouterr().out


def test_a_wrong_download_gets_no_name(home, origin):
    with pytest.raises(ValueError, match=f"md5 hash .* must be {'0' * 32}, got {MD5}"):
        get_file("x.txt", origin, file_hash="0" * 32)
    assert os.listdir(home / "datasets") == []


def test_a_failed_download_keeps_the_old_file_and_says_where_to_put_a_new_one(home, origin, no_net):
    os.makedirs(home / "datasets")
    old = home / "datasets" / "x.txt"
    old.write_text("old")
    with pytest.raises(OSError, match="URL fetch failure on .*no net.*put the file at .*x.txt by"):
        get_file("x.txt", origin, file_hash=MD5)
    assert old.read_text() == "old" and os.listdir(home / "datasets") == ["x.txt"]


def test_an_interrupted_download_leaves_nothing(home, origin, monkeypatch):
    def interrupted(url, filename, reporthook=None):
        with open(filename, "w") as file:
            file.write("half")
        raise KeyboardInterrupt
    monkeypatch.setattr(data_utils, "urlretrieve", interrupted)
    with pytest.raises(KeyboardInterrupt):
        get_file("x.txt", origin)
    assert os.listdir(home / "datasets") == []


def test_an_incomplete_answer_is_an_error(home, monkeypatch):
    class Answer(io.BytesIO):
        def info(self):
            return {"Content-Length": "100"}
    monkeypatch.setattr(urllib.request, "urlopen",
                        lambda *args, **kwargs: Answer(CONTENT))
    with pytest.raises(OSError, match="15 of 100 bytes arrived"):
        get_file("x.txt", "http://somewhere/x.txt")


def test_urlretrieve_may_be_replaced(home, monkeypatch):
    def fake(url, filename, reporthook=None):
        assert os.path.basename(filename) == "x.txt"
        with open(filename, "wb") as file:
            file.write(CONTENT)
    monkeypatch.setattr(data_utils, "urlretrieve", fake)
    assert validate_file(get_file("x.txt", "nowhere"), SHA256.upper(), "sha256")


def test_a_folder_that_cannot_be_made(home, origin, tmp_path, monkeypatch):
    home.write_text("not a folder")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    assert get_file("x", origin) == str(tmp_path / ".keras/datasets/x")


def test_untar(home, tmp_path):
    archive = tar_of(tmp_path / "a.tar.gz", ("set/one", CONTENT), ("set/two", (tarfile.LNKTYPE,
                     "set/one")), ("set/three", (tarfile.SYMTYPE, "one")))
    path = get_file("set", archive.as_uri(), untar=True)
    assert path == str(home / "datasets" / "set")
    for name in ("one", "two", "three"):
        target = os.path.join(path, name)
        assert read(target) == CONTENT and not os.path.islink(target)
    assert sorted(os.listdir(home / "datasets")) == ["set", "set.tar.gz"]
    os.remove(path + ".tar.gz")                     # the folder is enough
    assert get_file("set", "nowhere", untar=True) == path


def test_extract_zip_beside_what_is_there(home, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("set/new", CONTENT)
        archive.writestr("set/deep/", "")
    os.makedirs(home / "datasets" / "set")
    (home / "datasets" / "set" / "old").write_text("old")
    get_file("a.zip", (tmp_path / "a.zip").as_uri(), extract=True)
    assert sorted(os.listdir(home / "datasets" / "set")) == ["deep", "new", "old"]
    assert downloads.extract_archive(tmp_path / "a.zip", tmp_path, "tar") is False
    assert downloads.extract_archive(tmp_path / "a.zip", tmp_path, None) is False
    with pytest.raises(ValueError, match="archive_format must be .*got 'rar'"):
        downloads.extract_archive(tmp_path / "a.zip", tmp_path, "rar")


@pytest.mark.parametrize("member", [
    ("../evil", CONTENT), ("/evil", CONTENT), ("a/../../evil", CONTENT), ("..\\evil", CONTENT),
    ("link", (tarfile.SYMTYPE, "/etc/passwd")), ("link", (tarfile.LNKTYPE, "../secret")),
    ("pipe", (tarfile.FIFOTYPE, "")),
])
def test_archives_cannot_leave_their_folder(tmp_path, member):
    archive = tar_of(tmp_path / "a.tar.gz", ("fine", CONTENT), member)
    with pytest.raises(ValueError, match=r"a.tar.gz: .*nothing of it was unpacked"):
        downloads.extract_archive(archive, tmp_path / "deep" / "in")
    assert os.listdir(tmp_path / "deep" / "in") == []
    assert sorted(os.listdir(tmp_path)) == ["a.tar.gz", "deep"]


def test_zip_archives_cannot_leave_their_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../evil", CONTENT)
    with pytest.raises(ValueError, match="a path out of the folder: '../evil'"):
        downloads.extract_archive(tmp_path / "a.zip", tmp_path / "in")
