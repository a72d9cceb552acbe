"""Constraints: what weights are pushed back to after each update.

A constraint is a function from a weight to the weight that satisfies it; layers take them as
`kernel_constraint`, `bias_constraint` and so on. `axis` means: the norm is taken along these axes.
For the kernel of a Dense layer, (inputs, units), axis 0 constrains what comes into each unit; for a
Conv2D kernel in the usual order take `axis=[0, 1, 2]`.
"""
from kerastutor import backend as K
from kerastutor.registry import deserialize_keras_object, serialize_keras_object


class Constraint:
    """Base class: give it a `__call__` from weight to weight and, for its options, `get_config`."""

    def __call__(self, w):
        return w

    def get_config(self):
        """The constructor's arguments."""
        return {}


class MaxNorm(Constraint):
    """Scales down the weights whose norm is above a limit; the others stay as they are.

    # Arguments
        max_value: the largest norm.
        axis: axis or axes of the norm.

    Source: Srivastava et al. 2014, Dropout, JMLR 15.
    """

    def __init__(self, max_value=2, axis=0):
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w):
        norm = _norm(w, self.axis)
        return w * (K.clip(norm, 0, self.max_value) / (K.epsilon() + norm))

    def get_config(self):
        """The constructor's arguments."""
        return {"max_value": self.max_value, "axis": self.axis}


class NonNeg(Constraint):
    """Sets negative weights to zero."""

    def __call__(self, w):
        return w * K.cast(K.greater_equal(w, 0.), K.dtype(w))


class UnitNorm(Constraint):
    """Scales weights to norm 1.

    # Arguments
        axis: axis or axes of the norm.
    """

    def __init__(self, axis=0):
        self.axis = axis

    def __call__(self, w):
        return w / (K.epsilon() + _norm(w, self.axis))

    def get_config(self):
        """The constructor's arguments."""
        return {"axis": self.axis}


class MinMaxNorm(Constraint):
    """Brings the norm of weights between two limits.

    # Arguments
        min_value: the smallest norm.
        max_value: the largest norm.
        rate: how much of the way is gone at each update; 1 means that the limits hold after every
            update.
        axis: axis or axes of the norm.
    """

    def __init__(self, min_value=0.0, max_value=1.0, rate=1.0, axis=0):
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w):
        norm = _norm(w, self.axis)
        inside = K.clip(norm, self.min_value, self.max_value)
        wanted = self.rate * inside + (1 - self.rate) * norm
        return w * (wanted / (K.epsilon() + norm))

    def get_config(self):
        """The constructor's arguments."""
        return {"min_value": self.min_value, "max_value": self.max_value, "rate": self.rate,
                "axis": self.axis}


def _norm(w, axis):
    """Euclidean norm along the axes, which stay as axes of size 1."""
    return K.sqrt(K.sum(K.square(w), axis=axis, keepdims=True))


max_norm = maxnorm = MaxNorm
non_neg = nonneg = NonNeg
unit_norm = unitnorm = UnitNorm
min_max_norm = MinMaxNorm

_objects = {"Constraint": Constraint, "MaxNorm": MaxNorm, "NonNeg": NonNeg, "UnitNorm": UnitNorm,
            "MinMaxNorm": MinMaxNorm, "max_norm": MaxNorm, "maxnorm": MaxNorm, "non_neg": NonNeg,
            "nonneg": NonNeg, "unit_norm": UnitNorm, "unitnorm": UnitNorm,
            "min_max_norm": MinMaxNorm}


def serialize(constraint):
    """Config of a constraint as plain data; None for None."""
    return serialize_keras_object(constraint)


def deserialize(config, custom_objects=None):
    """The constraint that `config` describes.

    # Arguments
        config: what `serialize` returned.
        custom_objects: dictionary from name to class or function for your own ones.

    # Returns
        The constraint.
    """
    return deserialize_keras_object(config, module_objects=_objects, custom_objects=custom_objects,
                                    printable_module_name="constraint")


def get(identifier):
    """The constraint that an argument means.

    # Arguments
        identifier: None, name (`"non_neg"`), config, or a function from weight to weight.

    # Returns
        A function or None.

    # Raises
        ValueError: for anything else.
    """
    if identifier is None:
        return None
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, str):
        return deserialize({"class_name": identifier, "config": {}})
    if callable(identifier):
        return identifier
    raise ValueError("constraint: it must be None, a name or a function, "
                     f"got {identifier!r}. Write constraints.max_norm(2), for example.")
