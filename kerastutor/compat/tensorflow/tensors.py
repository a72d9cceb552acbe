"""Functions of tensors under TensorFlow 1's names: one table, most entries one function of K.

Values (numbers, lists, arrays) become constants, floats of Python float32 and whole numbers int32.
"""
import numpy as np

from kerastutor import backend as K
from kerastutor import dtypes
from kerastutor.graph import Constant, F, Tensor
from kerastutor.graph.node import as_tensor

_seeds = {"generator": None}


class DType(str):
    """Name of a data type, with TensorFlow's attributes."""

    __slots__ = ()

    @property
    def name(self):
        """The name itself."""
        return str(self)

    @property
    def as_numpy_dtype(self):
        """NumPy's type."""
        return object if self == dtypes.STRING else np.dtype(str(self)).type

    @property
    def base_dtype(self):
        """The type itself: there are no reference types."""
        return self

    is_floating = property(lambda self: self in dtypes.FLOATS)
    is_integer = property(lambda self: self in dtypes.INTEGERS)
    is_bool = property(lambda self: self == "bool")


DTYPES = {name: DType(name) for name in (*dtypes.NAMES, dtypes.STRING)}
DTYPES |= {"half": DTYPES["float16"], "double": DTYPES["float64"]}


def set_random_seed(seed):
    """Seeds random tensors made with `tf.random_*` without a seed of their own.

    Those of Keras (initializers, Dropout) take theirs from NumPy: `np.random.seed`.
    """
    _seeds["generator"] = np.random.RandomState(seed)


def _seed(seed):
    if seed is None and _seeds["generator"] is not None:
        return int(_seeds["generator"].randint(10**7))
    return seed


def _axis(axis, old):
    return old if axis is None else axis


def _reduce(fn):
    def reduce(input_tensor, axis=None, keepdims=None, name=None, reduction_indices=None,
               keep_dims=None):
        keep = keepdims if keepdims is not None else bool(keep_dims)
        out = fn(as_tensor(input_tensor), _axis(axis, reduction_indices), keep)
        return out if name is None else K.identity(out, name)
    return reduce


def _of_one(fn):
    return lambda x: fn(as_tensor(x))


def _of_two(fn):
    def both(x, y):
        typed = sorted((t for t in (x, y) if isinstance(t, (Tensor, np.ndarray))),
                       key=lambda t: isinstance(t, np.ndarray))
        like = as_tensor(typed[0]).dtype if typed else None
        return fn(as_tensor(x, like), as_tensor(y, like))
    return both


def constant(value, dtype=None, shape=None, name="Const"):
    """A fixed tensor."""
    array = np.asarray(value)
    if shape is not None and array.size == 1:
        array = np.full(tuple(shape), array.reshape(-1)[0])
        array = dtypes.as_array(array.tolist(), dtype).reshape(shape) if dtype is None else array
    else:
        array = value if shape is None else array.reshape(shape)
    return Constant(np.array(dtypes.as_array(array, dtype)), name=f"{name}:0")


def convert_to_tensor(value, dtype=None):
    """The tensor of a value."""
    return value if isinstance(value, Tensor) else constant(value, dtype)


def placeholder(dtype, shape=None, name=None):
    """A tensor that is fed; without a shape it is a single number."""
    return K.placeholder(() if shape is None else tuple(shape), dtype=dtype, name=name)


def _fill(value):
    def filled(shape, dtype="float32"):
        return F.fill(as_tensor(shape, "int32"), value=value, dtype=dtypes.canonical(dtype)) \
            if isinstance(shape, Tensor) else constant(np.full(tuple(shape), value), dtype)
    return filled


def fill(dims, value):
    """A tensor full of one value."""
    value = as_tensor(value)
    return value * F.fill(as_tensor(dims, "int32"), value=1, dtype=value.dtype)


def matmul(a, b, transpose_a=False, transpose_b=False):
    """Products of the matrices on the last two axes."""
    a, b = as_tensor(a), as_tensor(b)
    return F.matmul(_swapped(a) if transpose_a else a, _swapped(b) if transpose_b else b)


def _swapped(x):
    order = list(range(len(x.shape)))
    order[-2:] = order[:-3:-1]
    return K.permute_dimensions(x, order)


def transpose(a, perm=None):
    """Axes in another order; reversed unless given."""
    a = as_tensor(a)
    return K.permute_dimensions(a,
                                tuple(range(len(a.shape))[::-1]) if perm is None else perm)


def concat(values, axis):
    """Tensors joined along an axis."""
    if not isinstance(values, (list, tuple)):
        raise TypeError("tf.concat: values must be a list of tensors, got "
                        f"{type(values).__name__}. The axis comes second: tf.concat([a, b], 1).")
    return K.concatenate([as_tensor(x) for x in values], axis=axis)


def split(value, num_or_size_splits, axis=0):
    """List of the parts of a tensor along an axis: their number, or the size of each."""
    value = as_tensor(value)
    total = value.shape[axis]
    sizes = num_or_size_splits
    if not isinstance(sizes, (list, tuple)):
        if total is None or total % sizes:
            raise ValueError(f"tf.split: the axis must be a multiple of {sizes}, got size {total}."
                             " Give the sizes as a list.")
        sizes = [total // sizes] * sizes
    axis %= len(value.shape)
    ends = np.cumsum(sizes)
    whole = (slice(None),) * axis
    return [value[(*whole, slice(int(e) - n, int(e)))] for n, e in zip(sizes, ends, strict=True)]


def unstack(value, num=None, axis=0):
    """List of the slices of a tensor along an axis."""
    value = as_tensor(value)
    count = value.shape[axis] if num is None else num
    if count is None:
        raise ValueError(f"tf.unstack: axis {axis} must have a known size, got shape "
                         f"{tuple(value.shape)}. Give num.")
    axis %= len(value.shape)
    return [value[(slice(None),) * axis + (i,)] for i in range(count)]


def stack(values, axis=0):
    """Tensors joined along a new axis."""
    return K.stack([as_tensor(x) for x in values], axis)


def cast(x, dtype):
    """The same values in another data type."""
    return K.cast(as_tensor(x), dtype)


def where(condition, x=None, y=None):
    """x where the condition holds, y elsewhere."""
    if x is None or y is None:
        raise NotImplementedError("tf.where: x and y must be given, got the condition alone. The "
                                  "positions of true elements have no fixed shape; multiply with "
                                  "K.cast(condition, 'float32') instead.")
    x, y = as_tensor(x), as_tensor(y)
    return F.where(as_tensor(condition), x, y)


def cond(pred, true_fn, false_fn):
    """What one of two functions makes."""
    return K.switch(as_tensor(pred), true_fn, false_fn)


def one_hot(indices, depth, on_value=None, off_value=None, axis=None, dtype=None):
    """Vectors of `depth` elements with a one at each index (on a new last axis)."""
    if axis not in (None, -1):
        raise ValueError(f"tf.one_hot: axis must be -1, got {axis}. Move it with tf.transpose.")
    out = cast(K.one_hot(as_tensor(indices), depth), dtype or "float32")
    if on_value is None and off_value is None:
        return out
    on, off = 1 if on_value is None else on_value, 0 if off_value is None else off_value
    return out * (on - off) + off


def pad(tensor, paddings, mode="CONSTANT", constant_values=0):
    """A border of a constant value: paddings[i] = (before, after) on axis i."""
    if mode.upper() != "CONSTANT":
        raise ValueError(f"tf.pad: mode must be 'CONSTANT', got {mode!r}. Build reflections with "
                         "tf.reverse and tf.concat.")
    pads = tuple((int(a), int(b)) for a, b in np.asarray(paddings))
    return F.pad(as_tensor(tensor), pads=pads, value=constant_values)


def gather(params, indices, axis=0):
    """The rows that indices name."""
    params, indices = as_tensor(params), as_tensor(indices)
    if axis:
        order = [axis, *(i for i in range(len(params.shape)) if i != axis)]
        if len(indices.shape) != 1:
            raise ValueError("tf.gather: indices must have one axis for axis > 0, got shape "
                             f"{tuple(indices.shape)}.")
        back = [order.index(i) for i in range(len(order))]
        return K.permute_dimensions(K.gather(K.permute_dimensions(params, order), indices), back)
    return K.gather(params, indices)


def expand_dims(input, axis=None, dim=None):
    """A new axis of size 1."""
    return K.expand_dims(as_tensor(input), _axis(axis, dim))


def squeeze(input, axis=None, squeeze_dims=None):
    """The tensor without axes of size 1."""
    x, axis = as_tensor(input), _axis(axis, squeeze_dims)
    if axis is None:
        axis = [i for i, n in enumerate(x.shape) if n == 1]
    return F.squeeze(x, axes=tuple(axis) if isinstance(axis, (list, tuple)) else (axis,))


def _argument(fn):
    def best(input, axis=None, dimension=None, output_type="int64"):
        return cast(fn(as_tensor(input), 0 if axis is None and dimension is None
                       else _axis(axis, dimension)), output_type)
    return best


def range_(start, limit=None, delta=1, dtype=None):
    """Numbers from start up to, not including, limit."""
    floats = any(isinstance(x, float) for x in (start, limit, delta))
    return K.arange(start, limit, delta, dtype=dtype or ("float32" if floats else "int32"))


def clip_by_norm(t, clip_norm, axes=None):
    """The tensor scaled down so that its L2 norm is at most `clip_norm`."""
    t = as_tensor(t)
    length = F.sqrt(K.sum(K.square(t), axes, True))
    return t * clip_norm / K.maximum(length, as_tensor(clip_norm, t.dtype))


def norm(tensor, ord="euclidean", axis=None, keepdims=None, keep_dims=None):
    """L2 norm."""
    if ord not in ("euclidean", 2):
        raise ValueError(f"tf.norm: ord must be 'euclidean', got {ord!r}.")
    keep = bool(keepdims if keepdims is not None else keep_dims)
    return F.sqrt(K.sum(K.square(as_tensor(tensor)), axis, keep))


def sequence_mask(lengths, maxlen=None, dtype="bool"):
    """True for the first lengths[i] of maxlen places."""
    lengths = as_tensor(lengths)
    if maxlen is None:
        raise ValueError("tf.sequence_mask: maxlen must be given, got None.")
    places = K.arange(0, maxlen, 1, dtype=lengths.dtype)
    return cast(F.less(places, K.expand_dims(lengths, -1)), dtype)


def print_(input_, data, message=None, first_n=None, summarize=None):
    """input_ itself; the values of `data` are written to standard error when it is computed."""
    watched = [K.sum(K.print_tensor(as_tensor(x), message or "")) * 0 for x in data]
    for zero in watched:
        input_ = input_ + K.cast(zero, K.dtype(input_))
    return input_


def random_normal(shape, mean=0.0, stddev=1.0, dtype="float32", seed=None):
    """Normally distributed numbers, drawn anew in each run."""
    return K.random_normal(shape, mean, stddev, dtype=dtype, seed=_seed(seed))


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype="float32", seed=None):
    """The same without values beyond twice the standard deviation."""
    return K.truncated_normal(shape, mean, stddev, dtype=dtype, seed=_seed(seed))


def random_uniform(shape, minval=0, maxval=None, dtype="float32", seed=None):
    """Uniformly distributed numbers; whole ones for an integer type."""
    dtype = dtypes.canonical(dtype)
    if dtype in dtypes.INTEGERS:
        if maxval is None:
            raise ValueError("tf.random_uniform: maxval must be given for whole numbers, got None.")
        return K.cast(F.floor(K.random_uniform(shape, minval, maxval, seed=_seed(seed))), dtype)
    return K.random_uniform(shape, minval, 1 if maxval is None else maxval, dtype=dtype,
                            seed=_seed(seed))


def _true_div(x, y):
    if x.dtype in dtypes.INTEGERS:
        x, y = K.cast(x, "float64"), K.cast(y, "float64")
    return F.div(x, y)


def _loop(fn):
    return lambda fn_, elems, initializer=None: fn(fn_, elems, initializer)


REDUCTIONS = {
    "reduce_all": K.all, "reduce_any": K.any, "reduce_logsumexp": K.logsumexp,
    "reduce_max": K.max, "reduce_mean": K.mean, "reduce_min": K.min, "reduce_prod": K.prod,
    "reduce_sum": K.sum,
}
ONE = {
    "abs": K.abs, "ceil": F.ceil, "cos": K.cos, "exp": K.exp, "floor": F.floor,
    "identity": K.identity, "is_nan": F.is_nan, "log": K.log, "log1p": F.log1p,
    "logical_not": F.logical_not, "negative": F.neg, "ones_like": K.ones_like,
    "reciprocal": F.reciprocal, "round": K.round, "rsqrt": lambda x: 1 / F.sqrt(x),
    "shape": K.shape, "sigmoid": K.sigmoid, "sign": K.sign, "sin": K.sin,
    "size": lambda x: K.prod(K.shape(x)), "sqrt": F.sqrt, "square": K.square,
    "stop_gradient": K.stop_gradient, "tan": lambda x: K.sin(x) / K.cos(x), "tanh": K.tanh,
    "to_double": lambda x: K.cast(x, "float64"), "to_float": lambda x: K.cast(x, "float32"),
    "to_int32": lambda x: K.cast(x, "int32"), "to_int64": lambda x: K.cast(x, "int64"),
    "rank": lambda x: constant(len(x.shape)), "zeros_like": K.zeros_like,
}
TWO = {
    "add": F.add, "div": lambda x, y: (F.floordiv if x.dtype in dtypes.INTEGERS else F.div)(x, y),
    "divide": _true_div, "equal": K.equal, "floordiv": F.floordiv, "floormod": F.mod,
    "greater": K.greater, "greater_equal": K.greater_equal, "less": K.less,
    "less_equal": K.less_equal, "logical_and": F.logical_and, "logical_or": F.logical_or,
    "maximum": K.maximum, "minimum": K.minimum, "mod": F.mod, "multiply": F.mul,
    "not_equal": K.not_equal, "pow": F.pow, "realdiv": F.div,
    "squared_difference": lambda x, y: K.square(x - y), "subtract": F.sub, "truediv": _true_div,
}
OTHERS = {
    "add_n": lambda inputs: sum(inputs[1:], as_tensor(inputs[0])), "argmax": _argument(K.argmax),
    "argmin": _argument(K.argmin), "cast": cast,
    "clip_by_norm": clip_by_norm,
    "clip_by_value": lambda t, clip_value_min, clip_value_max: K.minimum(
        K.maximum(as_tensor(t), clip_value_min), clip_value_max),
    "concat": concat, "cond": cond, "constant": constant, "convert_to_tensor": convert_to_tensor,
    "cumprod": lambda x, axis=0: K.cumprod(as_tensor(x), axis),
    "cumsum": lambda x, axis=0: K.cumsum(as_tensor(x), axis),
    "expand_dims": expand_dims,
    "eye": lambda num_rows, dtype="float32": constant(np.eye(num_rows), dtype), "fill": fill,
    "foldl": _loop(K.foldl), "foldr": _loop(K.foldr), "gather": gather,
    "gradients": lambda ys, xs: K.gradients(ys, xs),
    "map_fn": lambda fn, elems, dtype=None: K.map_fn(fn, elems, dtype=dtype), "matmul": matmul,
    "norm": norm, "one_hot": one_hot, "ones": _fill(1), "pad": pad, "placeholder": placeholder,
    "Print": print_, "random_normal": random_normal, "random_uniform": random_uniform,
    "range": range_, "reshape": lambda tensor, shape: K.reshape(as_tensor(tensor), shape),
    "reverse": lambda tensor, axis: K.reverse(as_tensor(tensor), axis),
    "sequence_mask": sequence_mask,
    "slice": lambda input_, begin, size: K.slice(as_tensor(input_), begin, size), "split": split,
    "squeeze": squeeze, "stack": stack,
    "tile": lambda input, multiples: K.tile(as_tensor(input), multiples), "transpose": transpose,
    "truncated_normal": truncated_normal, "unstack": unstack, "where": where, "zeros": _fill(0),
}
TABLE = {name: _reduce(fn) for name, fn in REDUCTIONS.items()}
TABLE |= {name: _of_one(fn) for name, fn in ONE.items()}
TABLE |= {name: _of_two(fn) for name, fn in TWO.items()}
TABLE |= OTHERS
