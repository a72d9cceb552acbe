"""Seeds of random tensors: those not given come from NumPy's global generator."""

import operator

import numpy as np


def draw_seed(seed, below=10**7):
    """The given seed, or a number drawn from NumPy's global generator.

    # Raises
        TypeError: when the seed is no whole number.
    """
    if seed is None:
        return int(np.random.randint(below))
    try:
        return operator.index(seed)
    except TypeError:
        raise TypeError(f"seed must be an integer or None, got {seed!r}.") from None
