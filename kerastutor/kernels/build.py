"""Compile kernels with Numba. The only module that imports Numba, and it is imported only when
something is compiled.
"""

import contextlib
import dis
import math
import re
import types as python_types

import llvmlite.binding as llvm
import numpy as np
from numba import njit, types
from numba.core import codegen, compiler
from numba.core.compiler_lock import global_compiler_lock
from numba.core.cpu import FastMathOptions
from numba.core.registry import cpu_target
from numba.extending import overload

from kerastutor.kernels import blas, intrinsics, machine, mathlib, native, vector_intrinsics
from kerastutor.kernels.jit import TWINS

_jitted = {}


def object_code(made, element_types, symbol, levels):
    """Object files of a kernel, a dictionary from levels of the processor (processor.py).

    # Arguments
        made: the kernel.
        element_types: for `T` and `S`.
        symbol: name of its function in the object files.
        levels: names of levels; None stands for exactly this processor.
    """
    code = bitcode(made, element_types)
    return {
        level: machine.object_code(module(made, code, level), symbol, level) for level in levels
    }


def module(made, code, level):
    """The module of a kernel's LLVM code, short and ready to be optimised for a processor."""
    found = llvm.parse_bitcode(code)
    machine.settle(found, machine.is_wide(level))
    machine.optimize(found, 1, level)  # drops most of it
    if made.element_by_element:
        found = llvm.parse_assembly(with_independent_loops(str(found)))
    return found


def bitcode(made, element_types):
    """LLVM code of a kernel for given element types, as Numba makes it: nothing is optimised; its
    function is `machine.ENTRY`.
    """
    function = compiled_helper(made.function, made.fastmath)
    source = ["def entry(_row):"]
    n = len(made.arrays)
    for i, name in enumerate(made.sizes):
        source.append("    _n_%s = word(_row, %d)" % (name, 1 + n + i))
    names = {
        "word": intrinsics.row_word,
        "function": function,
        "float_of_bits": intrinsics.float_of_bits,
    }
    args = []
    for i, (kind, name, dims) in enumerate(made.arrays):
        element = made.element(kind, element_types)
        view = "array_%s_%d" % (element, len(dims))
        names[view] = intrinsics.array_at(element, len(dims))
        shape = "".join((d if d.isdigit() else "_n_" + d) + ", " for d in dims)
        source.append("    %s = %s(word(_row, %d), (%s))" % (name, view, 1 + i, shape))
        args.append(name)
    for i, (kind, name) in enumerate(made.scalars):
        place = "word(_row, %d)" % (1 + n + len(made.sizes) + i)
        source.append(
            "    %s = %s" % (name, place if kind == "int" else "float_of_bits(%s)" % place)
        )
        args.append(name)
    source.append("    function(%s)" % ", ".join(args))
    exec(compile("\n".join(source), "<entry of %s>" % made.name, "exec"), names)
    return _bitcode(names["entry"], made.fastmath)


def _bitcode(entry, fastmath):
    """LLVM code of a function that takes the pointer to a row and returns nothing.

    The function follows Numba's own calling convention: two hidden pointers (result, exception)
    come before the argument. Kernels neither return anything nor raise, but the result pointer is
    written to, so it must point to 8 bytes.

    Numba numbers its symbols per process, so those of object files made by different processes
    would clash. Everything but the entry is therefore made private to the file.
    """
    native.engine()
    flags = compiler.Flags()
    flags.no_cpython_wrapper = True
    flags.no_cfunc_wrapper = True
    flags.nrt = True
    flags.error_model = "numpy"
    flags.fastmath = FastMathOptions(set(fastmath) or False)
    with global_compiler_lock, _front_end_only():
        made = compiler.compile_extra(
            cpu_target.typing_context,
            cpu_target.target_context,
            entry,
            (types.CPointer(types.int64),),
            types.none,
            flags,
            {},
        )
        made.library.finalize()  # links the helpers in
        module = llvm.parse_bitcode(made.library._final_module.as_bitcode())
    for function in module.functions:
        if function.is_declaration:
            _refuse_foreign(function.name)
        elif function.name == made.fndesc.llvm_func_name:
            function.name = machine.ENTRY
        else:
            function.linkage = "internal"
    for variable in module.global_variables:
        if not variable.is_declaration:
            variable.linkage = "internal"
    return module.as_bitcode()


_LABEL = re.compile(r'^("[^"]+"|[\w.$-]+):')
_TARGET = re.compile(r'label %("[^"]+"|[\w.$-]+)')


def with_independent_loops(text):
    """The same LLVM code, whose loops are marked as having rounds that do not touch each other's
    elements.

    Without it LLVM compares addresses first and runs a slow loop where an output lies over an
    input. The marks are an access group on every load and store, and
    `llvm.loop.parallel_accesses` on every jump back.
    """
    free = 1 + max((int(n) for n in re.findall(r"^!(\d+) =", text, re.M)), default=-1)
    group, nodes, lines, seen = free, [f"!{free} = distinct !{{}}"], [], set()
    for line in text.splitlines():
        label = _LABEL.match(line)
        if line.startswith("define"):
            seen = set()
        elif label:
            seen.add(label[1])
        elif re.match(r"  (%\S+ = load|store) ", line):
            line += f", !llvm.access.group !{group}"
        elif line.startswith("  br ") and seen.intersection(_TARGET.findall(line)):
            free += 2
            line += f", !llvm.loop !{free}"
            nodes.append(f"!{free} = distinct !{{!{free}, !{free - 1}}}")
            nodes.append(f'!{free - 1} = !{{!"llvm.loop.parallel_accesses", !{group}}}')
        lines.append(line)
    return "\n".join(lines + nodes) + "\n"


@contextlib.contextmanager
def _front_end_only():
    """Keep Numba from optimising, and from generating machine code for, each helper by itself.

    Everything is linked into one module in the end, which is optimised once. It halves the time to
    compile a kernel.
    """
    left_out = [
        (codegen.JITCodeLibrary, "_optimize_functions"),
        (codegen.JITCodeLibrary, "_optimize_final_module"),
        (codegen.JITCodeLibrary, "_finalize_specific"),
        (codegen.JITCodeLibrary, "get_pointer_to_function"),
        (codegen.JITCPUCodegen, "set_env"),
    ]
    kept = [getattr(owner, name) for owner, name in left_out]
    try:
        for owner, name in left_out:
            setattr(owner, name, lambda self, *args: 0)
        yield
    finally:
        for (owner, name), method in zip(left_out, kept):
            setattr(owner, name, method)


def _refuse_foreign(name):
    """Raise when the code calls something that is not there when the object code is loaded without
    Numba.
    """
    if not name.startswith(("llvm.", "kerastutor_")) and name not in native.KNOWN_SYMBOLS:
        raise TypeError(
            "kernel: it must not call %s. Avoid reshape, allocation and exceptions in kernels."
            % name
        )


def compiled_helper(function, fastmath):
    """Numba twin of a Python function whose own helpers are compiled too."""
    key = (function, tuple(fastmath))
    if key not in _jitted:
        scope = dict(function.__globals__)
        for name in _global_names(function):
            value = scope.get(name)
            if getattr(value, "__module__", None) in TWINS:
                scope[name] = _twin(value, fastmath)
            elif getattr(value, "_kerastutor_helper", False):
                scope[name] = compiled_helper(value, fastmath)
        copy = python_types.FunctionType(
            function.__code__, scope, function.__name__, function.__defaults__
        )
        _jitted[key] = njit(
            error_model="numpy",
            fastmath=set(fastmath),
            no_cpython_wrapper=True,
            no_cfunc_wrapper=True,
        )(copy)
    return _jitted[key]


def _global_names(function):
    """Names of the globals that a function reads."""
    return {i.argval for i in dis.get_instructions(function.__code__) if i.opname == "LOAD_GLOBAL"}


def _twin(function, fastmath):
    """What compiled code calls in place of a Python function of mathlib.py, words.py, blas.py or
    vector.py.
    """
    name = function.__name__
    if name in blas.REPLACED:
        return blas.REPLACED[name]()
    if name in intrinsics.REPLACED:
        return intrinsics.REPLACED[name]
    if name in vector_intrinsics.REPLACED:
        return vector_intrinsics.REPLACED[name]
    if name in mathlib.TYPED:
        return _typed(name, tuple(fastmath))
    return compiled_helper(function, fastmath)


def _typed(name, fastmath):
    """Function that takes the float32 polynomial or the float64 C function by the type of its
    argument, a number or a vector.
    """
    key = (name, fastmath)
    if key not in _jitted:
        short, exact, eight = mathlib.TYPED[name]
        single = (
            compiled_helper(getattr(mathlib, short), fastmath) if short else getattr(math, exact)
        )
        double = getattr(math, exact) if exact else njit(lambda x: 1.0 / (1.0 + math.exp(-x)))
        each = vector_intrinsics.each(exact or "exp")
        vector = compiled_helper(getattr(mathlib, eight), fastmath) if eight else None
        like = intrinsics.like

        def stand_in(x):
            raise TypeError("runs compiled only")

        @overload(stand_in, inline="never")
        def choose(x):
            if isinstance(x, vector_intrinsics.Vector):
                if x.element == types.float32:
                    return lambda x: vector(x)
                if exact:
                    return lambda x: each(x)
                return lambda x: like(x, 1.0) / (like(x, 1.0) + each(like(x, 0.0) - x))
            if x == types.float32:
                return lambda x: np.float32(single(x))
            return lambda x: double(x)

        _jitted[key] = stand_in
    return _jitted[key]
