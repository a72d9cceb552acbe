"""Object code of kernels on disk, and loading it with llvmlite.

Folder: `$KERASTUTOR_CACHE_DIR`, else `kerastutor/kernels` in the user's cache folder. It is private to the user. A file that
is damaged, belongs to somebody else or cannot be read counts as missing; a folder that cannot be written is done without.
"""
import ctypes
import hashlib
import os
import sys
import tempfile

from kerastutor.kernels import blas

_MAGIC = b"kerastutor-kernel 1\n"
_engine = None
_call_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)   # see build.library_code
_hidden = (ctypes.c_int64 * 8)()
HIDDEN = ctypes.addressof(_hidden)       # where compiled functions put their (empty) result
_keep = []
_digests = {}
_EMPTY = ("NRT_MemInfo_call_dtor", "NRT_Free",      # named by the code, never reached: kernels do not allocate
          "sched_yield", "usleep", "syscall")       # missing on some systems, where no helper threads run
_MATH = ("exp", "log", "log1p", "expm1", "sin", "cos", "tan", "tanh", "sqrt", "pow", "floor", "ceil", "rint", "fmod", "lgamma",
         "erf", "atan2", "memset", "memcpy", "memmove")
KNOWN_SYMBOLS = frozenset(_EMPTY + _MATH + tuple(name + "f" for name in _MATH))
compiled = []          # names of the kernels that this process had to compile, for tests and progress displays


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


def _digest(path):
    if path not in _digests:
        with open(path, "rb") as file:
            _digests[path] = hashlib.sha256(file.read()).hexdigest()
    return _digests[path]


def key(source, name, types):
    """Identity of a kernel's object code: its source, its element types, the compiler and the processor."""
    import llvmlite
    import llvmlite.binding as llvm
    here = os.path.dirname(os.path.abspath(__file__))
    if "machine" not in _digests:
        features = llvm.get_host_cpu_features().flatten()
        _digests["machine"] = "|".join([llvmlite.__version__, _numba_version(), llvm.get_process_triple(),
                                        llvm.get_host_cpu_name(), features])
    common = [_digest(os.path.join(here, n)) for n in ("jit.py", "build.py", "intrinsics.py", "blas.py", "mathlib.py", "scalar.py")]
    parts = [name, repr(types), _digest(source), _digests["machine"]] + common
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _numba_version():
    from importlib.metadata import PackageNotFoundError, version
    try:
        return version("numba")
    except PackageNotFoundError:
        return "none"


def _path(name, identity):
    return os.path.join(folder(), "%s-%s.o" % (name, identity[:20]))


def load(name, identity):
    """Address of a kernel whose object code is on disk, or None."""
    path = _path(name, identity)
    try:
        with open(path, "rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            content = file.read()
    except OSError:
        return None
    head, _, rest = content.partition(b"\n\n")
    lines = head.split(b"\n")
    if len(lines) != 4 or lines[0] + b"\n" != _MAGIC or lines[1].decode("ascii", "replace") != identity:
        return None
    if hashlib.sha256(rest).hexdigest() != lines[2].decode("ascii", "replace"):
        return None
    return install(rest, lines[3].decode("utf-8"))


def save(name, identity, code, symbol):
    """Write object code to disk, all or nothing. A folder that cannot be written is passed over."""
    compiled.append(name)
    place = folder()
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                head = [_MAGIC.decode().strip(), identity, hashlib.sha256(code).hexdigest(), symbol]
                file.write("\n".join(head).encode() + b"\n\n" + code)
            os.replace(temporary, _path(name, identity))
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        return


def prepare():
    """Make the symbols that kernels use known to LLVM, once per process; the loader."""
    import llvmlite.binding as llvm
    global _engine
    if _engine is not None:
        return _engine
    try:
        llvm.initialize()
    except RuntimeError:
        pass                                       # newer versions do it by themselves
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    _engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), llvm.Target.from_default_triple().create_target_machine())
    blas.add_symbols(llvm.add_symbol)
    idle = ctypes.cast(ctypes.pythonapi.Py_IsInitialized, ctypes.c_void_p).value
    for name in _EMPTY:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, idle)
    return _engine


def install(code, symbol):
    """Load object code into this process; the address of its function."""
    import llvmlite.binding as llvm
    engine = prepare()
    _keep.append(code)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine.get_function_address(symbol)


def call(address, argument):
    """Call a compiled function with one address; the GIL is released meanwhile."""
    _call_type(address)(HIDDEN, HIDDEN, argument)


def function(address):
    """C function (HIDDEN, HIDDEN, argument address) at an address; the GIL is released while it runs."""
    return _call_type(address)
