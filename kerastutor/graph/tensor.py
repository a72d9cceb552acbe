"""Symbolic tensors: values that will exist when a function runs.

A tensor knows its shape (a tuple of int, or None where the size is known only when data comes), its
data type and the node that makes it. Leaves have no node: `Placeholder` (fed), `Variable` (stored),
`Constant`.
"""

import threading
import weakref

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.scope import unique_name

_ALIGN = 64
_SMALL, _SLAB = 4096, 2**16  # bytes of an array that shares its memory with others, and of that
_variables = weakref.WeakSet()  # all that are alive: `Session` programs set them to first values


class TensorShape(tuple):
    """A shape: a tuple of int and None with the two helpers that Keras code uses."""

    __slots__ = ()

    def as_list(self):
        """The shape as a list."""
        return list(self)

    @property
    def ndims(self):
        """Number of axes."""
        return len(self)


class VariableType(str):
    """Name of a variable's data type. TensorFlow 1 marks variables by `_ref` in the type's name."""

    __slots__ = ()

    @property
    def name(self):
        return self + "_ref"

    @property
    def base_dtype(self):
        """The data type of the values."""
        return str(self)


_VARIABLE_TYPES = {name: VariableType(name) for name in (*dtypes.NAMES, dtypes.STRING)}


class Tensor:
    """Output `index` of `node`.

    # Arguments
        shape: tuple of int and None.
        dtype: name of the data type.
        node: the `Node` that makes it; None for leaves.
        index: which output of the node.
    """

    __slots__ = ("shape", "dtype", "node", "index", "_name", "__dict__", "__weakref__")
    __array_priority__ = 1000

    def __init__(self, shape, dtype, node=None, index=0, name=None):
        self.shape = shape if type(shape) is TensorShape else TensorShape(shape)
        self.dtype = dtype if type(dtype) is str else str(dtype)
        self.node = node
        self.index = index
        self._name = name

    @property
    def name(self):
        if self._name is None:
            self._name = (
                unique_name(self.node.op.name if self.node else "tensor") + ":%d" % self.index
            )
        return self._name

    @property
    def ndim(self):
        """Number of axes."""
        return len(self.shape)

    def get_shape(self):
        """The static shape, as in TensorFlow."""
        return self.shape

    def set_shape(self, shape):
        """Fill in axes whose size is not known yet."""
        shape = tuple(shape)
        if len(shape) != len(self.shape):
            raise ValueError(
                "%s: shape must have %d axes, got %s." % (self.name, len(self.shape), shape)
            )
        merged = []
        for mine, given in zip(self.shape, shape):
            if mine is not None and given is not None and mine != given:
                raise ValueError(
                    "%s: shape must fit %s, got %s." % (self.name, tuple(self.shape), shape)
                )
            merged.append(given if mine is None else mine)
        self.shape = TensorShape(merged)

    def __repr__(self):
        return "<%s %r shape=%s dtype=%s>" % (
            type(self).__name__,
            self.name,
            tuple(self.shape),
            self.dtype,
        )

    def _refuse(self, what, advice):
        raise TypeError(
            "%s: a symbolic tensor must not be used %s; its value is known only when a function "
            "runs. %s"
            % (self.name, what, advice)
        )

    def __bool__(self):
        self._refuse(
            "as a Python truth value", "Use K.switch(condition, a, b), or compare with `is None`."
        )

    def __len__(self):
        self._refuse("with len()", "Use K.int_shape(x)[0], or K.shape(x)[0] inside the graph.")

    def __iter__(self):
        self._refuse("in a Python loop", "Use K.map_fn, or unstack it with x[i].")

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        """array + tensor is an operation of the graph; other functions of NumPy are refused."""
        if method == "__call__" and len(inputs) == 2 and not options and inputs[1] is self:
            if ufunc in (np.equal, np.not_equal):  # tensors are compared by identity
                return ufunc is np.not_equal
            reflected = _REFLECTED.get(ufunc.__name__)
            if reflected:
                return getattr(self, reflected)(inputs[0])
        self._refuse(
            "in numpy.%s" % ufunc.__name__, "Use the function of K: K.%s(x), or the like."
            % ufunc.__name__
        )

    def __array__(self, dtype=None, copy=None):
        self._refuse(
            "as a NumPy array",
            "Use K.eval(x), K.get_value(variable), or functions of K instead of numpy.",
        )

    def __float__(self):
        self._refuse("as a Python float", "Use K.eval(x).")

    def __int__(self):
        self._refuse("as a Python int", "Use K.eval(x).")

    def __index__(self):
        self._refuse("as an index", "Use K.gather.")


_REFLECTED = {
    "add": "__radd__", "subtract": "__rsub__", "multiply": "__rmul__", "divide": "__rtruediv__",
    "true_divide": "__rtruediv__", "floor_divide": "__rfloordiv__", "remainder": "__rmod__",
    "power": "__rpow__", "matmul": "__rmatmul__", "bitwise_and": "__rand__",
    "bitwise_or": "__ror__", "less": "__gt__", "less_equal": "__ge__", "greater": "__lt__",
    "greater_equal": "__le__",
}  # what an array's operator does with a tensor on its right side


class Placeholder(Tensor):
    """A value that is fed when a function runs.

    # Arguments
        shape: tuple of int and None.
        dtype: name of the data type, or "string" for texts, which nothing computes with.
        name: its name.
        default: value taken when none is fed (scalar placeholders such as the learning phase), or
            None.
    """

    def __init__(self, shape, dtype, name=None, default=None, sparse=False):
        for size in shape:
            if size is not None and (not isinstance(size, (int, np.integer)) or size < 0):
                raise ValueError(
                    "placeholder: shape must hold positive integers and None, got %s."
                    % (tuple(shape),)
                )
        shape = tuple(None if size is None else int(size) for size in shape)
        super().__init__(
            shape,
            dtype if dtype == dtypes.STRING else dtypes.canonical(dtype),
            name=unique_name(name or "Placeholder") + ":0",
        )
        self.default = default
        self.sparse = sparse


class Pulled(Placeholder):
    """One part of an element of a source: each run of a function takes the next element itself.

    # Arguments
        element: object whose `pull()` gives the arrays of the next element and `peek()` the same
            without going on; all its parts get theirs from one pull.
        index: which of these arrays this is.
        shape, dtype, name: as for a placeholder.
    """

    def __init__(self, element, index, shape, dtype, name=None):
        super().__init__(shape, dtype, name=name)
        self.element, self.part = element, index


class Constant(Tensor):
    """A fixed array."""

    def __init__(self, value, name=None):
        self.value = value
        super().__init__(value.shape, dtypes.name_of(value), name=name)

    @property
    def name(self):
        if self._name is None:
            self._name = unique_name("Const") + ":0"
        return self._name


class Variable(Tensor):
    """A stored array that functions read and update. `value` is the array itself; its memory never
    moves.

    # Arguments
        value: the first value (array).
        name: its name.
        constraint: function applied by optimizers after each update, or None.
        first: tensor that the first value came from, if any.
    """

    def __init__(self, value, name=None, constraint=None, first=None):
        self.value = aligned_copy(value)
        self._first = value if first is None else first
        if first is None and value.nbytes > _SMALL and any(value.strides) and (
            (value == value.flat[0]).all()
        ):
            self._first = repeated(value.flat[0], value.shape)  # one number is kept
        self.constraint = constraint
        super().__init__(value.shape, dtypes.name_of(value),
                         name=unique_name(name or "Variable") + ":0")
        self.dtype = _VARIABLE_TYPES[self.dtype]
        _variables.add(self)

    @property
    def first(self):
        """Tensor of the value that the variable was made with; a random one is drawn anew."""
        first = self._first
        return first if isinstance(first, Tensor) else Constant(np.ascontiguousarray(first))


def variables():
    """List of the variables that something still refers to, in no particular order."""
    return list(_variables)


def repeated(number, shape):
    """Array that holds a NumPy number everywhere, and takes memory for one."""
    return np.ndarray(shape, number.dtype, np.array(number), 0, (0,) * len(shape))


class _Slab:
    """A piece of memory that small arrays share: asking NumPy for each takes longer than filling
    it. It lives as long as one of them does.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.memory, self.used, self.size = None, 0, 0

    def take(self, size):
        """(array of bytes, where in it so many of them begin)."""
        with self.lock:
            start = self.used
            if start + size > self.size:
                self.memory, start, self.size = _raw(_SLAB), 0, _SLAB
            self.used = start + (size + _ALIGN - 1) // _ALIGN * _ALIGN
            return self.memory, start


_slab = _Slab()


def _raw(size):
    """Aligned array of bytes."""
    raw = np.empty(size + _ALIGN, np.uint8)
    start = -raw.ctypes.data % _ALIGN
    return raw[start : start + size]


def aligned_empty(shape, dtype):
    """Uninitialised C-ordered array whose memory starts at a multiple of 64 bytes."""
    dtype = np.dtype(dtype)
    size = dtype.itemsize
    for n in shape:
        size *= n
    memory, start = _slab.take(size) if size <= _SMALL else (_raw(size), 0)
    return np.ndarray(shape, dtype, memory, start)


def aligned_copy(value):
    """Copy of an array in aligned memory."""
    out = aligned_empty(value.shape, value.dtype)
    out[...] = value
    return out
