"""Object code of kernels on disk.

Folder: `$KERASTUTOR_CACHE_DIR`, else `kerastutor/kernels` in the user's cache folder. It is private
    to the user. A file that is damaged, belongs to somebody else or cannot be read counts as
    missing; a folder that cannot be written is done without.

The date of a file says when it was last used, to the day. A process that writes a file also removes
those that nobody has used for 90 days: they belong to other versions, to other processors or to
models of long ago, and are made again should they be needed.
"""

import hashlib
import os
import re
import sys
import time
from contextlib import contextmanager, suppress

from kerastutor.kernels import processor

_MAGIC = "kerastutor-kernel 3"
_OURS = re.compile(r".+-[0-9a-f]{20}\.o|tmp\w+\.tmp")
_DAY = 24 * 3600
_UNUSED = 90 * _DAY
_COMMON = ("jit.py", "build.py", "machine.py", "intrinsics.py", "vector_intrinsics.py")
_digests = {}
compiled = []  # names of the kernels that this process had to make, for tests and progress displays
_cleaned = set()  # folders that this process has removed old files from
_spent = [0.0, None]  # seconds of making kernels so far; when the one at work was begun


def folder():
    """Folder of the object code. It may not exist."""
    named = os.environ.get("KERASTUTOR_CACHE_DIR")
    if named:
        return named
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "kerastutor", "kernels")


def seconds():
    """Seconds that this process has spent on making kernels, the one at work included."""
    total, begun = _spent
    return total if begun is None else total + time.monotonic() - begun


@contextmanager
def making(name):
    """Around making the kernel `name`: counts it and its time."""
    _spent[1] = time.monotonic()
    try:
        yield
        compiled.append(name)
    finally:
        _spent[:] = seconds(), None


def _digest(path):
    if path not in _digests:
        with open(path, "rb") as file:
            _digests[path] = hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()
    return _digests[path]


def source_key(files, declared):
    """Identity of a kernel's source.

    # Arguments
        files: paths of the files that hold the kernel and its helpers.
        declared: text of what else decides: its name, its element types ...
    """
    here = os.path.dirname(os.path.abspath(__file__))
    parts = [declared] + [_digest(path) for path in files]
    parts += [_digest(os.path.join(here, name)) for name in _COMMON]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def machine_key(source):
    """Identity of object code: a source key, the compiler and the processor."""
    if "machine" not in _digests:
        import llvmlite  # not LLVM itself, which takes a while

        made_for = processor.level() or _this_processor()
        _digests["machine"] = "|".join([llvmlite.__version__, processor.system(), made_for])
    return hashlib.sha256((source + _digests["machine"]).encode()).hexdigest()


def _this_processor():
    """LLVM's description of exactly this processor."""
    import llvmlite.binding as llvm

    features = llvm.get_host_cpu_features().flatten()
    return "|".join([llvm.get_process_triple(), llvm.get_host_cpu_name(), features])


def _path(name, identity):
    return os.path.join(folder(), "%s-%s.o" % (name, identity[:20]))


def load(name, identity):
    """Object code of a kernel, or None when it is not on disk."""
    try:
        with open(_path(name, identity), "rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            content = file.read()
            date = os.fstat(file.fileno()).st_mtime
    except OSError:
        return None
    head, _, code = content.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    if (
        len(lines) != 3
        or lines[:2] != [_MAGIC, identity]
        or hashlib.sha256(code).hexdigest() != lines[2]
    ):
        return None
    if time.time() - date > _DAY:
        with suppress(OSError):
            os.utime(_path(name, identity))
    return code


def save(name, identity, code):
    """Write object code to disk, all or nothing. A folder that cannot be written is passed over."""
    import tempfile

    place = folder()
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                head = "\n".join([_MAGIC, identity, hashlib.sha256(code).hexdigest()])
                file.write(head.encode() + b"\n\n" + code)
            os.replace(temporary, _path(name, identity))
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        return
    if place not in _cleaned:
        _cleaned.add(place)
        remove_unused(place)


def remove_unused(place):
    """Remove the kernels in a folder, and halves of them, that nobody has used for 90 days.

    Whoever reads one of them at this moment keeps it: its name goes, not what is open.
    """
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            with suppress(OSError):
                if _OURS.fullmatch(entry.name) and _is_unused(entry):
                    os.unlink(entry.path)


def _is_unused(entry):
    """Return True for a file of ours, by its first bytes, that is old enough."""
    status = entry.stat(follow_symlinks=False)
    foreign = hasattr(os, "getuid") and status.st_uid != os.getuid()
    young = time.time() - status.st_mtime < _UNUSED
    if foreign or young or not entry.is_file(follow_symlinks=False):
        return False
    magic = _MAGIC.split()[0].encode()  # of any version
    with open(entry.path, "rb") as file:
        return file.read(len(magic)) == magic
