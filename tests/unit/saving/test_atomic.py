"""kerastutor.saving.atomic: a file is replaced as a whole or not at all."""

import os
import stat
import subprocess
import sys

import pytest

from kerastutor.saving.atomic import replacing


def names(folder):
    return sorted(os.listdir(folder))


def test_the_new_content_appears_at_the_end(tmp_path):
    path = tmp_path / "f"
    path.write_text("old")
    with replacing(path) as f:
        f.write(b"new")
        f.flush()
        assert path.read_text() == "old"
        assert len(names(tmp_path)) == 2
    assert path.read_text() == "new" and names(tmp_path) == ["f"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_the_old_content(tmp_path, error):
    path = tmp_path / "f"
    path.write_text("old")
    with pytest.raises(error), replacing(path) as f:
        f.write(b"half")
        raise error
    assert path.read_text() == "old" and names(tmp_path) == ["f"]


def test_an_error_leaves_no_file_where_there_was_none(tmp_path):
    with pytest.raises(RuntimeError), replacing(tmp_path / "f"):
        raise RuntimeError
    assert names(tmp_path) == []


def test_ctrl_c_before_the_block_has_begun(tmp_path):
    """Nobody leaves the block then: the file goes when the process ends."""
    program = (
        "import sys\n"
        "from kerastutor.saving.atomic import replacing\n"
        "entered = replacing(sys.argv[1])\n"
        "entered.__enter__()\n"
        "import os\n"
        "print(len(os.listdir(os.path.dirname(sys.argv[1]))))\n"
        "sys.entered = entered\n"
        "sys.exit(7)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "f")], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, "1\n", "")
    assert names(tmp_path) == []


def test_permissions(tmp_path):
    path = tmp_path / "f"
    before = os.umask(0o027)
    try:
        with replacing(path):
            pass
        assert stat.S_IMODE(path.stat().st_mode) == 0o640       # as open() would make it
    finally:
        os.umask(before)
    path.chmod(0o604)
    with replacing(path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_a_link_is_followed(tmp_path):
    (tmp_path / "sub").mkdir()
    real, link = tmp_path / "sub" / "real", tmp_path / "link"
    real.write_text("old")
    link.symlink_to(real)
    with replacing(link) as f:
        f.write(b"new")
    assert link.is_symlink() and real.read_text() == "new"


def test_places_where_nothing_can_be_written(tmp_path):
    with pytest.raises(FileNotFoundError, match="folder must exist"), replacing(tmp_path / "a/b"):
        pass
    with pytest.raises(IsADirectoryError, match="must be a file"), replacing(tmp_path):
        pass


def test_long_and_relative_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with replacing("ü" * 120) as f:
        f.write(b"x")
    assert names(tmp_path) == ["ü" * 120]
    with replacing(b"bytes") as f:
        f.write(b"x")
    assert names(tmp_path) == ["bytes", "ü" * 120]


def test_the_content_is_on_disk_before_the_name(tmp_path, monkeypatch):
    events = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (events.append("fsync"), fsync(fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (events.append("replace"), replace(a, b)))
    with replacing(tmp_path / "f") as f:
        f.write(b"x")
    assert events == ["fsync", "replace", "fsync"]


def test_old_remains_of_a_killed_write_are_removed(tmp_path):
    path = tmp_path / "f[1].h5"
    old, fresh, other = (tmp_path / f".{name}.{'0a' * 8}.tmp" for name in
                         ("f[1].h5", "x", "f1.h5"))
    young = tmp_path / f".f[1].h5.{'1b' * 8}.tmp"
    for each in (old, fresh, other, young):
        each.write_bytes(b"half")
    for each in (old, fresh, other):
        os.utime(each, (0, 0))
    with replacing(path) as f:
        f.write(b"all")
    assert names(tmp_path) == sorted([fresh.name, other.name, young.name, path.name])
