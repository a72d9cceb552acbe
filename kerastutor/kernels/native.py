"""From object code to an address: load it, and call it. Needs llvmlite only to load what elf.py
does not.
"""

import ctypes

from kerastutor.kernels import blas, processor

_EMPTY = (
    "NRT_MemInfo_call_dtor",
    "NRT_Free",  # named by the code, never reached: kernels do not allocate
    "sched_yield",
    "usleep",
    "syscall",
)  # missing on some systems, where no helper threads run
_MATH = (
    "exp",
    "log",
    "log1p",
    "expm1",
    "sin",
    "cos",
    "tan",
    "tanh",
    "sqrt",
    "pow",
    "floor",
    "ceil",
    "rint",
    "fmod",
    "lgamma",
    "erf",
    "atan2",
    "memset",
    "memcpy",
    "memmove",
)
KNOWN_SYMBOLS = frozenset(_EMPTY + _MATH + tuple(name + "f" for name in _MATH))
_engine = None
_addresses = {}
_call_type = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)  # see build.py
_hidden = (ctypes.c_int64 * 8)()
HIDDEN = ctypes.addressof(_hidden)  # where compiled functions put their (empty) result
_keep = []
failures = []  # exceptions of kernels that run as plain Python


def address_of(name):
    """Address of a function that kernels call, or None."""
    if not _addresses:
        _addresses.update(blas.symbols())
    if name not in _addresses:
        try:
            found = getattr(ctypes.pythonapi, name)
        except AttributeError:
            found = ctypes.pythonapi.Py_IsInitialized if name in _EMPTY else None
        _addresses[name] = ctypes.cast(found, ctypes.c_void_p).value
    return _addresses[name]


def engine():
    """Make the symbols that kernels use known to LLVM, once per process; its loader."""
    import llvmlite.binding as llvm

    global _engine
    if _engine is not None:
        return _engine
    try:
        llvm.initialize()
    except RuntimeError:
        pass  # newer versions do it by themselves
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    _engine = llvm.create_mcjit_compiler(
        llvm.parse_assembly(""), llvm.Target.from_default_triple().create_target_machine()
    )
    for name in blas.symbols():
        llvm.add_symbol(name, address_of(name))
    for name in _EMPTY:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, address_of(name))
    return _engine


def install(code, symbol):
    """Load object code into this process; the address of its function."""
    if processor.system() == processor.SYSTEM:
        from kerastutor.kernels import elf

        try:
            return elf.load(code, symbol, address_of)
        except (elf.Unknown, OSError):
            pass
    return install_with_llvm(code, symbol)


def install_with_llvm(code, symbol):
    """The same as `install`, for every system and any object code."""
    import llvmlite.binding as llvm

    loader = engine()
    _keep.append(code)
    loader.add_object_file(llvm.ObjectFileRef.from_data(code))
    loader.finalize_object()
    return loader.get_function_address(symbol)


def call(address, argument):
    """Call a compiled function with one address; the GIL is released meanwhile."""
    _call_type(int(address))(HIDDEN, HIDDEN, int(argument))
    if failures:
        raise_failure()


def raise_failure():
    """Raise what a kernel raised that ran as plain Python (NUMBA_DISABLE_JIT=1)."""
    raise failures.pop()


def function(address):
    """C function (HIDDEN, HIDDEN, argument address) at an address; the GIL is released while it
    runs.
    """
    return _call_type(address)
