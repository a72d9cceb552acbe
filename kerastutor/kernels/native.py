"""From LLVM code to an address: optimise for this processor, make object code, load it. Needs
llvmlite, not Numba.
"""

import ctypes

from kerastutor.kernels import blas

ENTRY = "kerastutor_entry"  # name of a kernel's function in LLVM code
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
_machine = None
_call_type = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)  # see build.py
_hidden = (ctypes.c_int64 * 8)()
HIDDEN = ctypes.addressof(_hidden)  # where compiled functions put their (empty) result
_keep = []
failures = []  # exceptions of kernels that run as plain Python


def prepare():
    """Make the symbols that kernels use known to LLVM, once per process; the loader."""
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
    blas.add_symbols(llvm.add_symbol)
    idle = ctypes.cast(ctypes.pythonapi.Py_IsInitialized, ctypes.c_void_p).value
    for name in _EMPTY:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, idle)
    return _engine


def machine():
    """Code generator for this processor."""
    import llvmlite.binding as llvm

    global _machine
    if _machine is None:
        prepare()
        features = llvm.get_host_cpu_features().flatten()
        _machine = llvm.Target.from_default_triple().create_target_machine(
            cpu=llvm.get_host_cpu_name(), features=features, opt=3, codemodel="jitdefault", jit=True
        )
    return _machine


def optimize(module, level):
    """Run LLVM's passes over a module."""
    import llvmlite.binding as llvm

    options = llvm.create_pipeline_tuning_options(speed_level=level)
    options.loop_vectorization = level == 3
    options.slp_vectorization = False
    options.loop_unrolling = level == 3
    passes = llvm.create_pass_builder(machine(), options)
    passes.getModulePassManager().run(module, passes)


def object_code(bitcode, symbol):
    """Object file, for this processor, of a kernel's LLVM code; its function is named `symbol`.

    # Raises
        RuntimeError: when this LLVM cannot read the code.
    """
    import llvmlite.binding as llvm

    prepare()
    module = llvm.parse_bitcode(bitcode)
    module.get_function(ENTRY).name = symbol
    optimize(module, 3)
    return machine().emit_object(module)


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
