"""What `get_file` is made of: downloading, checking hashes, unpacking archives.

Modules for the net and for archives are imported when they are needed: few programs do.
"""

import hashlib
import os
import shutil
from contextlib import closing

TIMEOUT = 60            # seconds without an answer or a byte
_BLOCK = 1 << 16


def urlretrieve(url, filename, reporthook=None, data=None):
    """Downloads a URL to a file.

    # Arguments
        url: Address.
        filename: Path to write to.
        reporthook: Function of the number of blocks, the size of a block and the size of the
            file (-1 when it is not known); called first with 0 blocks, then after each.
        data: Data to send along, see `urllib.request.urlopen`.

    # Raises
        URLError: when there is no answer, or the file arrives incomplete.
    """
    import urllib.request
    from urllib.error import ContentTooShortError

    with closing(urllib.request.urlopen(url, data, timeout=TIMEOUT)) as response, \
            open(filename, "wb") as file:
        size = int(response.info().get("Content-Length") or -1)
        blocks = received = 0
        if reporthook is not None:
            reporthook(0, _BLOCK, size)
        while block := response.read(_BLOCK):
            file.write(block)
            blocks += 1
            received += len(block)
            if reporthook is not None:
                reporthook(blocks, _BLOCK, size)
    if 0 <= received < size:
        raise ContentTooShortError(f"only {received} of {size} bytes arrived", None)


def _hash_file(fpath, algorithm="sha256", chunk_size=65535):
    """Returns the hash of a file, in hexadecimal.

    # Arguments
        fpath: Path of the file.
        algorithm: `'sha256'`, or anything else for MD5.
        chunk_size: Number of bytes to read at a time.
    """
    hasher = hashlib.sha256() if algorithm == "sha256" else hashlib.md5(usedforsecurity=False)
    with open(fpath, "rb") as file:
        while chunk := file.read(chunk_size):
            hasher.update(chunk)
    return hasher.hexdigest()


def validate_file(fpath, file_hash, algorithm="auto", chunk_size=65535):
    """Tells whether a file has a hash.

    # Arguments
        fpath: Path of the file.
        file_hash: The hash, in hexadecimal.
        algorithm: `'sha256'`, `'md5'`, or `'auto'`: SHA-256 for a hash of 64 digits, else MD5.
        chunk_size: Number of bytes to read at a time.

    # Returns
        Boolean.
    """
    if algorithm == "auto":
        algorithm = "sha256" if len(str(file_hash)) == 64 else "md5"
    return _hash_file(fpath, algorithm, chunk_size) == str(file_hash).lower()


def extract_archive(file_path, path=".", archive_format="auto"):
    """Unpacks a tar (also compressed) or zip archive into a folder.

    Only files and folders inside of `path` are made: links become copies of what they point to
    in the archive, and an archive with any other member is refused as a whole.

    # Arguments
        file_path: Path of the archive.
        path: Folder; it is made when it does not exist. Files of the same names are replaced.
        archive_format: `'tar'`, `'zip'`, a list of these, `'auto'` for both, or None for none.

    # Returns
        Whether the file was an archive of the format.

    # Raises
        ValueError: for an unknown format, and for a member that would leave the folder.
    """
    import tempfile

    formats = ["tar", "zip"] if archive_format == "auto" else archive_format or []
    for kind in [formats] if isinstance(formats, str) else formats:
        if kind not in _FORMATS:
            raise ValueError("get_file: archive_format must be 'auto', 'tar', 'zip' or None, got "
                             f"{kind!r}. Use one of these.")
        is_archive, members = _FORMATS[kind]
        if is_archive(file_path):
            os.makedirs(path, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".extract-", dir=path) as fresh:
                for name, open_member in members(file_path):
                    _write_member(file_path, fresh, name, open_member)
                _move_into(fresh, path)
            return True
    return False


def _is_tar(file_path):
    import tarfile

    return tarfile.is_tarfile(file_path)


def _is_zip(file_path):
    import zipfile

    return zipfile.is_zipfile(file_path)


def _tar_members(file_path):
    """Name of each member, and a function that opens it; None for a folder."""
    import tarfile

    with tarfile.open(file_path) as archive:
        for member in archive:
            if member.isdir():
                yield member.name, None
            elif member.isreg() or member.islnk() or member.issym():
                yield member.name, lambda member=member: archive.extractfile(member)
            else:
                raise _refusal(file_path, member.name, "a device")


def _zip_members(file_path):
    import zipfile

    with zipfile.ZipFile(file_path) as archive:
        for info in archive.infolist():
            yield info.filename, None if info.is_dir() else lambda info=info: archive.open(info)


_FORMATS = {"tar": (_is_tar, _tar_members), "zip": (_is_zip, _zip_members)}


def _write_member(archive, folder, name, open_member):
    """Writes one member of an archive below a folder."""
    from pathlib import PurePosixPath, PureWindowsPath

    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    if posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts:
        raise _refusal(archive, name, "a path out of the folder")
    target = os.path.join(folder, *posix.parts)
    if open_member is None:
        os.makedirs(target, exist_ok=True)
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        source = open_member()
    except KeyError:
        source = None
    if source is None:
        raise _refusal(archive, name, "a link to something that is no file of the archive")
    with source, open(target, "wb") as file:
        shutil.copyfileobj(source, file)


def _refusal(archive, name, what):
    return ValueError(f"{os.path.basename(archive)}: an archive must hold files and folders, got "
                      f"{what}: {name!r}. It is not safe; nothing of it was unpacked.")


def _move_into(source, target):
    """Moves all that is in a folder into another one; files there are replaced."""
    for name in os.listdir(source):
        old, new = os.path.join(source, name), os.path.join(target, name)
        if os.path.isdir(old) and os.path.isdir(new):
            _move_into(old, new)
        else:
            os.replace(old, new)
