"""Inputs for the samples of ops: made the first time that a test asks for them, so that importing
stays quick.
"""

import numpy as np


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
