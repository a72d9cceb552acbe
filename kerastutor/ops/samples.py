"""Inputs for the samples of ops. Large ones are made the first time that a test asks for them, so
that importing stays quick.
"""

import numpy as np

row3 = np.array([1.5, -2.0, 0.5], "float32")
x23 = np.array([[-2.0, -0.5, 0.25], [0.5, 1.5, 3.0]], "float32")
x234 = np.linspace(-1.5, 2, 24, dtype="float32").reshape(2, 3, 4)
positive = np.array([[0.1, 0.7, 1.0], [1.3, 2.0, 5.0]], "float32")
chances = np.array([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]], "float32")  # each row sums to 1


def ints(*values):
    """Sample of a shape tensor."""
    return np.array(values, "int32")


class _Counter:
    made = 0


def numbers(*shape):
    """float32 array of irregular numbers between -1.5 and 1.5, other ones on each call."""
    n = int(np.prod(shape, dtype=np.int64))
    _Counter.made += 1
    return (
        (1.5 * np.sin(np.arange(n) * 12.9898 + _Counter.made * 0.7))
        .astype("float32")
        .reshape(shape)
    )


class lazy:
    """Class attribute that is computed when first read: `samples = lazy(lambda: [...])`."""

    def __init__(self, make):
        self.make, self.value = make, None

    def __get__(self, instance, owner):
        if self.value is None:
            before, _Counter.made = _Counter.made, 0  # the same numbers in whatever order tests ask
            self.value = self.make()
            _Counter.made = before
        return self.value
