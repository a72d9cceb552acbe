"""Operations and their applications.

An `Op` subclass is the whole declaration of one operation: shape rule, NumPy reference, gradient,
kernel, samples.
`F.name(inputs..., attrs...)` applies it: it checks the inputs, runs the shape rule and returns
symbolic tensors.
"""

import functools
import operator
import os
import sys

import numpy as np

from kerastutor import dtypes
from kerastutor.graph import scope
from kerastutor.graph.tensor import Constant, Tensor

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_ours = {}  # file name -> whether it belongs to this package (or to the import system)
registry = {}


def op(name):
    """Class decorator: register an `Op` subclass under a name, so that `F.<name>(...)`
    applies it.
    """

    def register(cls):
        if name in registry:
            raise ValueError("op %r must be declared once." % name)
        cls.name = name
        cls.plain = None if cls.attrs else cls()
        registry[name] = cls
        return cls

    return register


class Op:
    """One operation with fixed attributes.

    Subclasses declare

    - `attrs`: names and default values of the attributes (kept as `self.<name>`);
    - `infer(*inputs)`: list of (shape, dtype) of the outputs, from tensors with static shapes (None
    = unknown) or
      from concrete ones; raises ValueError or TypeError for inputs that do not fit;
    - `reference(self, *arrays)`: the outputs in NumPy (one array, or a tuple when `nout > 1`);
    - `gradient(self, g, inputs, outputs)`: list with the gradient tensor (or None) of each input,
    built with `F`;
      `g` is the gradient of the output (a list, with None where unused, when `nout > 1`). The class
      attribute
      `gradient = None` declares an operation that has none;
    - `shape_only`: indices of inputs of which only the shape is used;
    - `samples`, `bad`: calls for the generated tests.
    """

    name = None
    plain = None  # the one instance of an op without attributes
    attrs = {}
    nout = 1
    shape_only = ()
    pure = True  # same inputs, same outputs: may be merged and folded
    kernel = None  # name of the rule in compiler/lower; "alias": the output is input 0's memory
    alias_if_same_shape = False
    gradient = None
    counter, counters = None, ()  # variables that count runs, of random ops
    samples = ()
    bad = ()

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        for name, default in cls.attrs.items():
            setattr(cls, name, default)
        cls._values = operator.attrgetter(*cls.attrs) if cls.attrs else None

    def __init__(self, **attrs):
        for name, value in attrs.items():
            if name not in self.attrs:
                raise TypeError(
                    "%s: attributes must be among %s, got %s."
                    % (self.name, sorted(self.attrs), sorted(set(attrs) - set(self.attrs)))
                )
            setattr(self, name, value)

    def attributes(self):
        """Dictionary of the attributes."""
        return {name: getattr(self, name) for name in self.attrs}

    def key(self):
        """Hashable identity: two nodes with equal keys and the same inputs compute the same
        thing.
        """
        values = type(self)._values
        return (self.name,) if values is None else (self.name, values(self))

    def infer(self, *inputs):
        raise TypeError("%s: op must declare infer()." % self.name)

    def reference(self, *arrays):
        raise TypeError("%s: op must declare reference()." % self.name)

    def __repr__(self):
        return "%s(%s)" % (
            self.name,
            ", ".join("%s=%r" % item for item in self.attributes().items()),
        )


class Node:
    """One application of an op: its inputs, its outputs, and the user's line that made it."""

    __slots__ = ("op", "inputs", "outputs", "where", "device", "__weakref__")

    def __init__(self, op, inputs, results):
        self.op = op
        self.inputs = inputs
        self.where = user_line()
        self.device = scope.device()
        self.outputs = outputs = []
        for shape, dtype in results:
            outputs.append(Tensor(shape, dtype, self, len(outputs)))

    def __repr__(self):
        return "<Node %r at %s>" % (self.op, "%s:%d" % self.where if self.where else "?")


def user_line():
    """(file, line) of the innermost frame outside this package, or None."""
    frame = sys._getframe(2)  # of whoever makes a node
    while frame is not None:
        name = frame.f_code.co_filename
        ours = _ours.get(name)
        if ours is None:
            ours = _ours[name] = name.startswith((_PACKAGE, "<frozen"))
        if not ours:
            return name, frame.f_lineno
        frame = frame.f_back
    return None


def as_tensor(value, dtype=None):
    """Symbolic tensor of a value: tensors pass, numbers and arrays become constants of the given
    type.
    """
    if isinstance(value, Tensor):
        return value
    array = dtypes.as_array(value)
    if dtype in dtypes.INTEGERS and array.dtype.kind == "f":
        raise TypeError(
            "a tensor of type %s cannot be combined with the number %s. Convert the tensor with "
            "K.cast(x, 'float32')."
            % (dtype, np.array2string(array, threshold=5))
        )
    return Constant(array if dtype is None else dtypes.as_array(value, dtype))


def apply(name, *inputs, **attrs):
    """Apply a registered op. Numbers and arrays among the inputs take the data type of the first
    tensor.

    # Returns
        A tensor, or a list of tensors for ops with several outputs.

    # Raises
        ValueError, TypeError: from the op's shape rule, naming the op and the shapes.
    """
    cls = registry.get(name)
    if cls is None:
        raise AttributeError("op must be one of the registered ones, got %r." % name)
    instance = cls(**attrs) if attrs or cls.plain is None else cls.plain
    first, convert = None, False
    for x in inputs:
        if not isinstance(x, Tensor):
            convert = True
        elif first is None:
            first = x.dtype
    if first == dtypes.STRING:
        raise TypeError("%s: inputs must hold numbers, got strings." % name)
    if convert:
        inputs = tuple([as_tensor(x, first) for x in inputs])
    node = Node(instance, inputs, instance.infer(*inputs))
    return node.outputs[0] if instance.nout == 1 else list(node.outputs)


class _Functions:
    """`F.add(x, y)` applies the op named 'add'."""

    def __getattr__(self, name):
        if name not in registry:
            raise AttributeError("F: op must be one of the registered ones, got %r." % name)

        call = functools.partial(apply, name)
        call.__name__ = name
        call.__doc__ = registry[name].__doc__
        setattr(self, name, call)
        return call

    def __dir__(self):
        return sorted(registry)


F = _Functions()


_OPERANDS = (int, float, bool, np.ndarray, np.generic, list, tuple)


def _binary(name, swap=False):
    def method(self, other):
        if not isinstance(other, Tensor):
            if not isinstance(other, _OPERANDS):
                return NotImplemented
            if self.dtype != dtypes.STRING:
                other = as_tensor(other, self.dtype)
        return apply(name, other, self) if swap else apply(name, self, other)

    return method


def _unary(name):
    return lambda self: apply(name, self)


_OPERATORS = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "truediv": "div",
    "floordiv": "floordiv",
    "mod": "mod",
    "pow": "pow",
    "and": "logical_and",
    "or": "logical_or",
    "matmul": "matmul",
}
for _method, _name in _OPERATORS.items():
    setattr(Tensor, "__%s__" % _method, _binary(_name))
    setattr(Tensor, "__r%s__" % _method, _binary(_name, swap=True))
for _method, _name in {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
}.items():
    setattr(Tensor, "__%s__" % _method, _binary(_name))
Tensor.__neg__ = _unary("neg")
Tensor.__abs__ = _unary("abs")
Tensor.__invert__ = _unary("logical_not")
