"""From LLVM code to object code: optimise for a processor. Needs llvmlite, not Numba."""

import llvmlite.binding as llvm

from kerastutor.kernels import native

ENTRY = "kerastutor_entry"  # name of a kernel's function in LLVM code
WIDE = "kerastutor_wide"  # name of `vector.wide` there, which `settle` gives a body
_machines = {}


def generator(level):
    """Code generator for a level of the processor (processor.py); None: for exactly this one."""
    if level not in _machines:
        native.engine()
        _machines[level] = llvm.Target.from_default_triple().create_target_machine(
            cpu=level or llvm.get_host_cpu_name(),
            features="" if level else llvm.get_host_cpu_features().flatten(),
            opt=3,
            codemodel="jitdefault",
            jit=True,
        )
    return _machines[level]


def is_wide(level):
    """Whether a level of the processor has 32 registers of sixteen float32."""
    return level == "x86-64-v4" if level else llvm.get_host_cpu_features().get("avx512vl", False)


def settle(module, wide):
    """Say in a module what `vector.wide` returns."""
    text = "define i1 @%s() alwaysinline { ret i1 %d }" % (WIDE, wide)
    module.link_in(llvm.parse_assembly(text))
    module.get_function(WIDE).linkage = "internal"


def optimize(module, speed, level):
    """Run LLVM's passes over a module.

    # Arguments
        module: what llvmlite calls a module.
        speed: 1 cleans up, 3 vectorises and unrolls too.
        level: of the processor, as for `generator`.
    """
    options = llvm.create_pipeline_tuning_options(speed_level=speed)
    options.loop_vectorization = speed == 3
    options.slp_vectorization = False
    options.loop_unrolling = speed == 3
    passes = llvm.create_pass_builder(generator(level), options)
    passes.getModulePassManager().run(module, passes)


def object_code(module, symbol, level):
    """Object file of a kernel.

    # Arguments
        module: its LLVM code, whose function is `ENTRY`; it is changed.
        symbol: the function's name in the object file.
        level: of the processor, as for `generator`.
    """
    module.get_function(ENTRY).name = symbol
    optimize(module, 3, level)
    return generator(level).emit_object(module)
