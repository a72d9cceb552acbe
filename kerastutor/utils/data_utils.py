"""Data for training: files from the net kept in a folder, batches by number, their workers."""

import os
import shutil

from kerastutor import config
from kerastutor.utils.downloads import _hash_file, extract_archive, urlretrieve, validate_file
from kerastutor.utils.enqueuers import (
    GeneratorEnqueuer,
    OrderedEnqueuer,
    SequenceEnqueuer,
    get_index,
    init_pool,
    init_pool_generator,
    next_sample,
)
from kerastutor.utils.progbar import Progbar
from kerastutor.utils.sequence import Sequence

__all__ = ["GeneratorEnqueuer", "OrderedEnqueuer", "Sequence", "SequenceEnqueuer", "_hash_file",
           "get_file", "get_index", "init_pool", "init_pool_generator", "next_sample",
           "urlretrieve", "validate_file"]


def get_file(fname, origin, untar=False, md5_hash=None, file_hash=None, cache_subdir="datasets",
             hash_algorithm="auto", extract=False, archive_format="auto", cache_dir=None):
    """Returns the path of a file, which is downloaded when it is not there yet.

    It is looked for at `cache_dir/cache_subdir/fname`. A download is checked before it gets that
    name, so that what lies there is whole; a file that is there already stays when a download
    fails.

    # Arguments
        fname: Name of the file; an absolute path puts it elsewhere.
        origin: Address to download it from.
        untar: The older way to say `extract`: `fname` is then the folder in the archive, which is
            kept as `fname + '.tar.gz'`.
        md5_hash: The older way to give an MD5 hash.
        file_hash: Hash of the file, SHA-256 or MD5, in hexadecimal; None: it is not checked.
        cache_subdir: Folder below `cache_dir`; an absolute path puts it elsewhere.
        hash_algorithm: `'sha256'`, `'md5'`, or `'auto'`: told by the length.
        extract: Whether the file is unpacked beside itself, if it is an archive.
        archive_format: `'tar'` (also compressed), `'zip'`, a list of these, `'auto'` for both, or
            None for none.
        cache_dir: Folder of the Keras files; None: `$KERAS_HOME`, else `~/.keras`. Where it
            cannot be written, a folder for temporary files takes its place.

    # Returns
        Path of the file (with `untar` of the folder).

    # Raises
        OSError: when the download fails; the message says where to put the file by hand.
        ValueError: when what was downloaded has another hash, or an archive is not safe.
    """
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, "md5"
    folder = _cache_folder(cache_dir, cache_subdir, fname)
    path = os.path.join(folder, fname)
    file = path + ".tar.gz" if untar else path
    if untar and file_hash is None and os.path.isdir(path):
        return path

    if not _is_there(file, file_hash, hash_algorithm):
        _download(origin, file, file_hash, hash_algorithm)
    if untar and not os.path.exists(path):
        extract_archive(file, folder, archive_format="tar")
    elif extract:
        extract_archive(file, folder, archive_format)
    return path


def _cache_folder(cache_dir, cache_subdir, fname):
    """The folder to look in; made if need be, elsewhere if it cannot be written."""
    home = os.path.expanduser(config.keras_home() if cache_dir is None else cache_dir)
    folder = os.path.join(home, cache_subdir)
    if any(os.path.exists(os.path.join(folder, fname + end)) for end in ("", ".tar.gz")):
        return folder                           # there already: reading is enough
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError:
        pass
    if os.access(folder, os.W_OK):
        return folder
    import tempfile

    elsewhere = os.path.join(tempfile.gettempdir(), ".keras")
    os.makedirs(elsewhere, exist_ok=True)
    if hasattr(os, "getuid") and os.stat(elsewhere).st_uid != os.getuid():
        raise PermissionError(f"get_file: the folder of Keras files must be yours, got {elsewhere} "
                              f"of another user, and {folder} cannot be written. Set KERAS_HOME "
                              "to a folder of yours.")
    folder = os.path.join(elsewhere, cache_subdir)
    os.makedirs(folder, exist_ok=True)
    return folder


def _is_there(file, file_hash, algorithm):
    if not os.path.exists(file):
        return False
    if file_hash is None or validate_file(file, file_hash, algorithm=algorithm):
        return True
    print(f"{file} is incomplete or outdated: its hash is not {file_hash}. It is downloaded "
          "again.")
    return False


def _download(origin, file, file_hash, algorithm):
    """Downloads to a hidden folder beside the file, checks, and only then puts it in place."""
    import tempfile
    from http.client import HTTPException

    print("Downloading data from", origin)
    folder = os.path.dirname(os.path.abspath(file))
    os.makedirs(folder, exist_ok=True)
    hidden = tempfile.mkdtemp(prefix=".download-", dir=folder)
    arrived = os.path.join(hidden, os.path.basename(file))
    try:
        try:
            urlretrieve(origin, arrived, _Progress())
        except (OSError, HTTPException) as error:       # urllib's errors are OSErrors
            raise OSError(f"URL fetch failure on {origin}: {error}. To go on without this "
                          f"download, put the file at {file} by hand.") from error
        if file_hash is not None and not validate_file(arrived, file_hash, algorithm=algorithm):
            kind = "sha256" if len(file_hash) == 64 else "md5"
            raise ValueError(f"get_file: the {kind} hash of {origin} must be {file_hash}, got "
                             f"{_hash_file(arrived, kind)}. The download was not kept: try "
                             f"again, or put the right file at {file} by hand.")
        os.replace(arrived, file)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


class _Progress:
    """Draws a progress bar from what `urlretrieve` reports."""

    def __init__(self):
        self.bar = None

    def __call__(self, blocks, block_size, size):
        if self.bar is None:
            self.bar = Progbar(size if size > 0 else None)
        elif blocks:
            done = blocks * block_size
            self.bar.update(min(done, size) if size > 0 else done)
