"""Values of tensors and variables as NumPy arrays, and back."""

from kerastutor import dtypes
from kerastutor.graph import Tensor, Variable
from kerastutor.graph.update import Update
from kerastutor.runtime import Function


def _compute(name, xs):
    """Arrays of tensors and updates, computed in one run."""
    for x in xs:
        if not isinstance(x, (Tensor, Update)):
            raise TypeError(
                f"{name}: x must be a tensor or variable, got {type(x).__name__}. NumPy values "
                "need no evaluation."
            )
    updates = [x for x in xs if isinstance(x, Update)]
    return Function([], [x.value if isinstance(x, Update) else x for x in xs], updates)([])


def _copy(x):
    """Value of a variable; a NumPy number when it is a scalar."""
    return x.value.copy()[()]


def eval(x):
    """Value of a tensor that depends on no placeholder.

    # Arguments
        x: tensor or variable (or an update, which is carried out).

    # Returns
        NumPy array.

    # Raises
        TypeError: when `x` is no tensor.
        ValueError: when a placeholder would have to be fed.

    # Example

    ```python
    >>> eval(variable([0.5, 2.]) * 3)
    array([1.5, 6. ], dtype=float32)

    ```
    """
    return _compute("eval", [x.to_dense() if hasattr(x, "to_dense") else x])[0]


def get_value(x):
    """Value of a variable.

    # Arguments
        x: variable (any tensor that depends on no placeholder will do).

    # Returns
        NumPy array (or number), a copy.
    """
    return _copy(x) if isinstance(x, Variable) else _compute("get_value", [x])[0]


def batch_get_value(ops):
    """Values of several variables.

    # Arguments
        ops: list of variables or tensors.

    # Returns
        List of NumPy arrays (or numbers), copies.
    """
    if all(isinstance(x, Variable) for x in ops):
        return [_copy(x) for x in ops]
    return _compute("batch_get_value", list(ops))


def _fitting(x, value):
    """Array to be stored in a variable, checked."""
    if not isinstance(x, Variable):
        raise TypeError(f"set_value: x must be a variable, got {x!r}. Make one with K.variable.")
    try:
        array = dtypes.as_array(value, x.dtype)
    except TypeError as error:
        raise TypeError(f"{x.name}: {error}") from None
    if array.shape != tuple(x.shape):
        raise ValueError(
            f"{x.name}: value must have the variable's shape {tuple(x.shape)}, got {array.shape}."
        )
    return array


def set_value(x, value):
    """Store a value in a variable.

    # Arguments
        x: variable.
        value: array (or number) of the variable's shape.

    # Raises
        TypeError: when `x` is no variable, or the value holds no numbers.
        ValueError: when the shapes differ; the variable keeps its value.
    """
    x.value[...] = _fitting(x, value)


def batch_set_value(tuples):
    """Store values in several variables: in all of them, or, when one does not fit, in none.

    # Arguments
        tuples: list of (variable, array).

    # Raises
        TypeError, ValueError: as `set_value`.
    """
    checked = [(x, _fitting(x, value)) for x, value in tuples]
    for x, array in checked:
        x.value[...] = array
