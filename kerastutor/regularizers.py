"""Regularizers: penalties that are added to the loss, for large weights or large outputs.

A regularizer is a function from a tensor to a scalar; layers take them as `kernel_regularizer`,
`bias_regularizer`, `activity_regularizer` and so on.
"""
from kerastutor import backend as K
from kerastutor.registry import deserialize_keras_object, serialize_keras_object


class Regularizer:
    """Base class: give it a `__call__` from tensor to scalar and, to save models, a `get_config`.

    # Example

    ```python
    class Spread(Regularizer):
        def __call__(self, x):
            return K.var(x)
    ```
    """

    def __call__(self, x):
        return 0.

    @classmethod
    def from_config(cls, config):
        """Makes the regularizer from what `get_config` returned."""
        return cls(**config)


class L1L2(Regularizer):
    """l1 * sum(|x|) + l2 * sum(x^2).

    # Arguments
        l1: factor of the absolute values, which pulls small entries to exactly zero.
        l2: factor of the squares, which shrinks large entries.
    """

    def __init__(self, l1=0., l2=0.):
        self.l1 = K.cast_to_floatx(l1)
        self.l2 = K.cast_to_floatx(l2)

    def __call__(self, x):
        penalty = 0.
        if self.l1:
            penalty += K.sum(self.l1 * K.abs(x))
        if self.l2:
            penalty += K.sum(self.l2 * K.square(x))
        return penalty

    def get_config(self):
        """The two factors."""
        return {"l1": float(self.l1), "l2": float(self.l2)}


def l1(l=0.01):  # noqa: E741 (Keras's name)
    """L1 penalty: l * sum(|x|)."""
    return L1L2(l1=l)


def l2(l=0.01):  # noqa: E741 (Keras's name)
    """L2 penalty: l * sum(x^2)."""
    return L1L2(l2=l)


def l1_l2(l1=0.01, l2=0.01):
    """Both penalties: l1 * sum(|x|) + l2 * sum(x^2)."""
    return L1L2(l1=l1, l2=l2)


_objects = {"Regularizer": Regularizer, "L1L2": L1L2, "l1": l1, "l2": l2, "l1_l2": l1_l2}


def serialize(regularizer):
    """Config of a regularizer as plain data; None for None."""
    return serialize_keras_object(regularizer)


def deserialize(config, custom_objects=None):
    """The regularizer that `config` describes.

    # Arguments
        config: what `serialize` returned.
        custom_objects: dictionary from name to class or function for your own ones.

    # Returns
        The regularizer.
    """
    return deserialize_keras_object(config, module_objects=_objects, custom_objects=custom_objects,
                                    printable_module_name="regularizer")


def get(identifier):
    """The regularizer that an argument means.

    # Arguments
        identifier: None, name (`"l2"`), config, or a function from tensor to scalar.

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
    raise ValueError("regularizer: it must be None, a name or a function, "
                     f"got {identifier!r}. Write regularizers.l2(0.01), for example.")
