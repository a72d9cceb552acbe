"""Replace a file as a whole: whatever happens, its path shows the old or the new complete content.

    a new file `.model.h5.<random>.tmp` beside the target is written
    -> fsync -> os.replace -> fsync of the folder

Ctrl-C can come between any two steps, even before the caller's `with` block has begun: what is
still unfinished then goes when the process ends. A kill -9 can leave the hidden temporary file
behind, never half a target. The next write of the same target removes what is left when it is older
than a day: no write takes that long.
"""

import atexit
import contextlib
import glob
import os
import secrets
import time

_STALE = 24 * 3600          # seconds
_unfinished = {}            # temporary file -> process that writes it


@contextlib.contextmanager
def replacing(path):
    """Opens a new file for writing that takes the place of `path` when the block ends well.

    # Arguments
        path: Path of the file to write. A symbolic link is followed, permissions are kept.

    # Yields
        Binary file object, readable and writable.

    # Raises
        OSError: when the folder or the disk does not allow it; the old file is still there.

    # Example

    ```python
    with replacing('weights.bin') as f:
        f.write(b'all of it')
    ```
    """
    target = os.path.realpath(os.fsdecode(path))
    if os.path.exists(target) and not os.path.isfile(target):
        raise IsADirectoryError(f"{path}: the target must be a file, got a folder or a device. "
                                "Add a file name.")
    folder, name = os.path.split(target)
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"{path}: the folder must exist, got none at {folder}. "
                                "Make it first: os.makedirs(folder).")
    _remove_stale(target)
    temporary = temporary_name(target)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    _unfinished[temporary] = os.getpid()
    try:
        descriptor = os.open(temporary, flags, 0o666)       # the umask decides, as for open()
        with os.fdopen(descriptor, "w+b") as f:
            yield f
            f.flush()
            if os.path.exists(target):
                with contextlib.suppress(OSError):          # not every file system has modes
                    os.chmod(temporary, os.stat(target).st_mode & 0o7777)
            os.fsync(f.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        _unfinished.pop(temporary, None)
        raise
    del _unfinished[temporary]
    _sync_folder(folder)


@atexit.register
def _remove_unfinished():
    for path, process in _unfinished.items():
        if process == os.getpid():                          # not those of the parent of a fork
            with contextlib.suppress(OSError):
                os.unlink(path)


def temporary_name(target):
    """A new hidden path beside a target."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name[:40]}.{secrets.token_hex(8)}.tmp")


def _remove_stale(target):
    """Remove temporary files of this target that a killed process left behind long ago."""
    folder, name = os.path.split(target)
    pattern = os.path.join(glob.escape(folder), f".{glob.escape(name[:40])}.{'[0-9a-f]' * 16}.tmp")
    for path in glob.glob(pattern):
        with contextlib.suppress(OSError):
            if time.time() - os.stat(path).st_mtime > _STALE:
                os.unlink(path)


def _sync_folder(folder):
    """Makes the new name itself survive a power cut, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
