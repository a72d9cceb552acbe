"""What compiled code has in place of the functions of vector.py.

Imported by build.py only, since it needs Numba.
"""

import operator

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model
from numba.np.arrayobj import populate_array

from kerastutor.kernels import machine

_INT = ir.IntType(32)
_LLVM = {types.float32: ir.FloatType(), types.float64: ir.DoubleType()}


class Vector(types.Type):
    """Numba's type of a vector."""

    def __init__(self, element, lanes):
        self.element, self.lanes = element, lanes
        super().__init__(name=f"f{element.bitwidth}x{lanes}")


@register_model(Vector)
class _Model(models.PrimitiveModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, _llvm(kind))


def _llvm(vector):
    return ir.VectorType(_LLVM[vector.element], vector.lanes)


def _place(context, builder, kinds, args, kind):
    """Pointer to element args[1] of array args[0], whose types are `kinds`."""
    array = context.make_array(kinds[0])(context, builder, args[0])
    index = context.cast(builder, args[1], kinds[1], types.intp)
    return builder.bitcast(builder.gep(array.data, [index]), kind.as_pointer())


def spread(builder, x, vector):
    """A number in every place of a vector."""
    none = ir.Constant(_llvm(vector), ir.Undefined)
    first = builder.insert_element(none, x, ir.Constant(_INT, 0))
    zeros = ir.Constant(ir.VectorType(_INT, vector.lanes), [0] * vector.lanes)
    return builder.shuffle_vector(first, none, zeros)


@intrinsic
def wide(typingctx):
    """Whether there are 32 registers of sixteen float32: what `machine.generator` is for says."""

    def codegen(context, builder, signature, args):
        kind = ir.FunctionType(ir.IntType(1), [])
        function = cgutils.get_or_insert_function(builder.module, kind, machine.WIDE)
        return builder.call(function, [])

    return types.boolean(), codegen


def _load(lanes):
    @intrinsic
    def load(typingctx, a, i):
        vector = Vector(a.dtype, lanes)

        def codegen(context, builder, signature, args):
            place = _place(context, builder, signature.args, args, _llvm(vector))
            return builder.load(place, align=a.dtype.bitwidth // 8)

        return vector(a, i), codegen

    return load


@intrinsic
def load_like(typingctx, v, a, i):
    """As many elements from i on as the vector v has."""
    vector = Vector(a.dtype, v.lanes)

    def codegen(context, builder, signature, args):
        place = _place(context, builder, signature.args[1:], args[1:], _llvm(vector))
        return builder.load(place, align=a.dtype.bitwidth // 8)

    return vector(v, a, i), codegen


@intrinsic
def store(typingctx, a, i, v):
    """Write a vector to the elements from i on."""

    def codegen(context, builder, signature, args):
        place = _place(context, builder, signature.args, args, _llvm(v))
        builder.store(args[2], place, align=a.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.none(a, i, v), codegen


@intrinsic
def prefetch(typingctx, a, i):
    """Ask for the line of the cache with element i, which may lie outside."""

    def codegen(context, builder, signature, args):
        place = _place(context, builder, signature.args, args, ir.IntType(8))
        kind = ir.FunctionType(ir.VoidType(), [place.type, _INT, _INT, _INT])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(function, [place, *(ir.Constant(_INT, n) for n in (1, 3, 1))])
        return context.get_dummy_value()

    return types.none(a, i), codegen


@intrinsic
def flat(typingctx, a):
    """A C-ordered array seen as one long row."""
    made = types.Array(a.dtype, 1, "C")

    def codegen(context, builder, signature, args):
        source = context.make_array(a)(context, builder, args[0])
        array = context.make_array(made)(context, builder)
        step = context.get_constant(types.intp, a.dtype.bitwidth // 8)
        populate_array(array, source.data, [source.nitems], [step], step, None)
        return array._getvalue()

    return made(a), codegen


def _repeat(lanes):
    @intrinsic
    def repeat(typingctx, a, i):
        vector = Vector(a.dtype, lanes)

        def codegen(context, builder, signature, args):
            place = _place(context, builder, signature.args, args, _LLVM[a.dtype])
            return spread(builder, builder.load(place, align=a.dtype.bitwidth // 8), vector)

        return vector(a, i), codegen

    return repeat


def _same(lanes):
    @intrinsic
    def same(typingctx, a, x):
        vector = Vector(a.dtype, lanes)

        def codegen(context, builder, signature, args):
            number = context.cast(builder, args[1], signature.args[1], a.dtype)
            return spread(builder, number, vector)

        return vector(a, x), codegen

    return same


@intrinsic
def fma(typingctx, a, b, c):
    """a * b + c, rounded once."""

    def codegen(context, builder, signature, args):
        kind = ir.FunctionType(_llvm(a), [_llvm(a)] * 3)
        name = f"llvm.fma.v{a.lanes}f{a.element.bitwidth}"
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), args)

    return a(a, b, c), codegen


@intrinsic
def where_positive(typingctx, x, a):
    """a where x > 0, zero elsewhere; for vectors and for single numbers."""

    def codegen(context, builder, signature, args):
        zero = ir.Constant(args[0].type, None)
        return builder.select(builder.fcmp_ordered(">", args[0], zero), args[1], zero)

    return x(x, a), codegen


def _bound(sign):
    @intrinsic
    def bound(typingctx, x, limit):
        def codegen(context, builder, signature, args):
            beyond = builder.fcmp_ordered(sign, args[0], args[1])
            return builder.select(beyond, args[1], args[0])

        return x(x, x), codegen

    return bound


at_least, at_most = _bound("<"), _bound(">")


@intrinsic
def two_to(typingctx, t):
    """2**n for t = n + 1.5 * 2**23."""

    def codegen(context, builder, signature, args):
        whole = ir.VectorType(_INT, t.lanes)
        bits = builder.shl(builder.bitcast(args[0], whole), ir.Constant(whole, [23] * t.lanes))
        bits = builder.add(bits, ir.Constant(whole, [127 << 23] * t.lanes))
        return builder.bitcast(bits, _llvm(t))

    return t(t), codegen


def each(name):
    """Function of vectors of float64 that calls a function of the C library for each number."""

    @intrinsic
    def each(typingctx, x):
        def codegen(context, builder, signature, args):
            kind = ir.FunctionType(ir.DoubleType(), [ir.DoubleType()])
            function = cgutils.get_or_insert_function(builder.module, kind, name)
            made = args[0]
            for i in range(x.lanes):
                at = ir.Constant(_INT, i)
                y = builder.call(function, [builder.extract_element(args[0], at)])
                made = builder.insert_element(made, y, at)
            return made

        return x(x), codegen

    return each


@intrinsic
def larger_each(typingctx, a, b):
    """The larger of each pair, NaN where one is NaN; b where they are equal."""

    def codegen(context, builder, signature, args):
        first, second = args
        taken = builder.or_(
            builder.fcmp_ordered(">", first, second), builder.fcmp_unordered("uno", first, first)
        )
        return builder.select(taken, first, second)

    return a(a, b), codegen


@intrinsic
def where_same(typingctx, a, b, x, y):
    """x where a equals b or both are NaN, else y."""

    def codegen(context, builder, signature, args):
        first, second = args[:2]
        nan = [builder.fcmp_unordered("uno", v, v) for v in (first, second)]
        same = builder.or_(builder.fcmp_ordered("==", first, second), builder.and_(*nan))
        return builder.select(same, args[2], args[3])

    return a(a, b, x, y), codegen


def _operator(function, instruction):
    def codegen(context, builder, signature, args):
        return getattr(builder, instruction)(args[0], args[1])

    lower_builtin(function, Vector, Vector)(codegen)

    @infer_global(function)
    class Template(AbstractTemplate):
        def generic(self, args, kws):
            if len(args) == 2 and isinstance(args[0], Vector) and args[0] == args[1]:
                return signature(args[0], args[0], args[1])


for _function, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _operator(_function, _instruction)

REPLACED = {
    "wide": wide,
    "load8": _load(8),
    "load16": _load(16),
    "load_like": load_like,
    "store": store,
    "repeat8": _repeat(8),
    "repeat16": _repeat(16),
    "same8": _same(8),
    "same16": _same(16),
    "fma": fma,
    "where_positive": where_positive,
    "prefetch": prefetch,
    "at_least": at_least,
    "at_most": at_most,
    "two_to": two_to,
    "larger_each": larger_each,
    "where_same": where_same,
    "flat": flat,
}
