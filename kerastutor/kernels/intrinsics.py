"""Single machine instructions for compiled kernels: pointers from integers, atomic words, calls
through addresses.

Imported by build.py only, since it needs Numba.
"""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array

from kerastutor.kernels.vector_intrinsics import Vector, spread

_I64 = ir.IntType(64)
_NUMBA = {
    "float16": types.float16,
    "float32": types.float32,
    "float64": types.float64,
    "int8": types.int8,
    "uint8": types.uint8,
    "int16": types.int16,
    "uint16": types.uint16,
    "int32": types.int32,
    "uint32": types.uint32,
    "int64": types.int64,
    "uint64": types.uint64,
    "bool": types.boolean,
}
_arrays = {}


def array_at(element, ndim):
    """Intrinsic (address, shape) -> C-ordered array over that memory."""
    if (element, ndim) not in _arrays:
        kind = _NUMBA[element]
        made = types.Array(kind, ndim, "C")

        @intrinsic
        def as_array(typingctx, address, shape):
            def codegen(context, builder, signature, args):
                size = context.get_abi_sizeof(context.get_data_type(kind))
                pointer = builder.inttoptr(args[0], context.get_data_type(kind).as_pointer())
                sizes = cgutils.unpack_tuple(builder, args[1], ndim)
                step, strides = ir.Constant(_I64, size), []
                for n in reversed(sizes):
                    strides.insert(0, step)
                    step = builder.mul(step, n)
                array = context.make_array(made)(context, builder)
                populate_array(array, pointer, sizes, strides, ir.Constant(_I64, size), None)
                return array._getvalue()

            return made(types.int64, shape), codegen

        _arrays[element, ndim] = as_array
    return _arrays[element, ndim]


@intrinsic
def row_word(typingctx, row, i):
    """Word i of the row at a pointer."""

    def codegen(context, builder, signature, args):
        return builder.load(builder.gep(args[0], [args[1]]))

    return types.int64(types.CPointer(types.int64), types.int64), codegen


@intrinsic
def float_of_bits(typingctx, bits):
    """The float64 with the given bits."""

    def codegen(context, builder, signature, args):
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), codegen


@intrinsic
def float32_of_bits(typingctx, bits):
    """The float32 with the given bits."""

    def codegen(context, builder, signature, args):
        return builder.bitcast(args[0], ir.FloatType())

    return types.float32(types.int32), codegen


@intrinsic
def like(typingctx, x, value):
    """`value` in the type of x (or of the elements of x); for a vector, in all its places."""
    kind = x.dtype if isinstance(x, types.Array) else x

    def codegen(context, builder, signature, args):
        if isinstance(kind, Vector):
            number = context.cast(builder, args[1], signature.args[1], kind.element)
            return spread(builder, number, kind)
        return context.cast(builder, args[1], signature.args[1], kind)

    return kind(x, value), codegen


def _word(builder, address):
    return builder.inttoptr(address, _I64.as_pointer())


@intrinsic
def load_word(typingctx, address):
    """int64 at an address."""

    def codegen(context, builder, signature, args):
        return builder.load(_word(builder, args[0]))

    return types.int64(types.int64), codegen


@intrinsic
def store_word(typingctx, address, value):
    """Write an int64 at an address."""

    def codegen(context, builder, signature, args):
        builder.store(args[1], _word(builder, args[0]))
        return context.get_dummy_value()

    return types.none(types.int64, types.int64), codegen


@intrinsic
def atomic_load(typingctx, address):
    """int64 at an address, sequentially consistent."""

    def codegen(context, builder, signature, args):
        return builder.load_atomic(_word(builder, args[0]), "seq_cst", 8)

    return types.int64(types.int64), codegen


@intrinsic
def atomic_store(typingctx, address, value):
    """Write an int64 at an address, sequentially consistent."""

    def codegen(context, builder, signature, args):
        builder.store_atomic(args[1], _word(builder, args[0]), "seq_cst", 8)
        return context.get_dummy_value()

    return types.none(types.int64, types.int64), codegen


@intrinsic
def atomic_add(typingctx, address, value):
    """Add to an int64 at an address and return what was there before."""

    def codegen(context, builder, signature, args):
        return builder.atomic_rmw("add", _word(builder, args[0]), args[1], "seq_cst")

    return types.int64(types.int64, types.int64), codegen


@intrinsic
def call_row(typingctx, function, row):
    """Call the kernel at an address with the row at an address."""

    def codegen(context, builder, signature, args):
        hidden = ir.IntType(8).as_pointer()  # result and exception: see build.library_code
        kind = ir.FunctionType(
            ir.IntType(32), [hidden.as_pointer(), hidden.as_pointer(), _I64.as_pointer()]
        )
        room = [cgutils.alloca_once(builder, hidden), cgutils.alloca_once(builder, hidden)]
        builder.call(builder.inttoptr(args[0], kind.as_pointer()), room + [_word(builder, args[1])])
        return context.get_dummy_value()

    return types.none(types.int64, types.int64), codegen


_FLUSH = 0x8000  # x86: results below the normal range become zero, operands stay as they are


def _mode_word(builder, name):
    """Place of the x86 floating-point mode word, and a function that reads or writes it."""
    place = cgutils.alloca_once(builder, ir.IntType(32))
    kind = ir.FunctionType(ir.VoidType(), [ir.IntType(8).as_pointer()])
    function = cgutils.get_or_insert_function(builder.module, kind, name)
    place_bytes = builder.bitcast(place, ir.IntType(8).as_pointer())
    return place, lambda: builder.call(function, [place_bytes])


@intrinsic
def flush_tiny_numbers(typingctx):
    """Let results below the normal range be zero in this thread from now on; the mode before.

    Arithmetic on such numbers is a hundred times slower, and vanishing gradients are full of them.
    TensorFlow does the same. (x86 only; elsewhere nothing happens and the result is 0.)
    """

    def codegen(context, builder, signature, args):
        if "x86" not in builder.module.triple:
            return ir.Constant(_I64, 0)
        place, read = _mode_word(builder, "llvm.x86.sse.stmxcsr")
        read()
        before = builder.load(place)
        builder.store(builder.or_(before, ir.Constant(ir.IntType(32), _FLUSH)), place)
        kind = ir.FunctionType(ir.VoidType(), [ir.IntType(8).as_pointer()])
        write = cgutils.get_or_insert_function(builder.module, kind, "llvm.x86.sse.ldmxcsr")
        builder.call(write, [builder.bitcast(place, ir.IntType(8).as_pointer())])
        return builder.zext(before, _I64)

    return types.int64(), codegen


@intrinsic
def set_float_mode(typingctx, mode):
    """Go back to a mode that `flush_tiny_numbers` returned."""

    def codegen(context, builder, signature, args):
        if "x86" in builder.module.triple:
            place, write = _mode_word(builder, "llvm.x86.sse.ldmxcsr")
            builder.store(builder.trunc(args[0], ir.IntType(32)), place)
            write()
        return context.get_dummy_value()

    return types.none(types.int64), codegen


@intrinsic
def cpu_pause(typingctx):
    """Tell the processor that this is a waiting loop (x86; nothing elsewhere)."""

    def codegen(context, builder, signature, args):
        if "x86" in builder.module.triple:
            kind = ir.FunctionType(ir.VoidType(), [])
            builder.call(
                cgutils.get_or_insert_function(builder.module, kind, "llvm.x86.sse2.pause"), []
            )
        return context.get_dummy_value()

    return types.none(), codegen


_I64T = types.int64
REPLACED = {
    "float_of_bits": float_of_bits,
    "float32_of_bits": float32_of_bits,
    "load_word": load_word,
    "store_word": store_word,
    "atomic_load": atomic_load,
    "atomic_store": atomic_store,
    "atomic_add": atomic_add,
    "call_row": call_row,
    "cpu_pause": cpu_pause,
    "flush_tiny_numbers": flush_tiny_numbers,
    "set_float_mode": set_float_mode,
    "like": like,
    "sched_yield": types.ExternalFunction("sched_yield", types.int32()),
    "usleep": types.ExternalFunction("usleep", types.int32(types.uint32)),
    "syscall": types.ExternalFunction("syscall", types.int64(*[_I64T] * 7)),
}
