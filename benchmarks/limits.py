"""What one thread of this machine can do at most, as far as it can be measured from here."""
import time

import numpy as np

from kerastutor import backend as K
from kerastutor.runtime import profile


def peak_gflops(size=1024):
    """GFLOP/s of a large float32 matrix product on one thread."""
    a, b = (K.placeholder((size, size)) for _ in range(2))
    x = np.ones((size, size), "float32")
    return 2 * size ** 3 / profile(K.function([a, b], [K.dot(a, b)]), [x, x]).microseconds / 1e3


def memory_gigabytes(size=1 << 26):
    """GB/s of copying far more than the caches hold, reads and writes counted."""
    source, target = np.ones(size, "float32"), np.zeros(size, "float32")
    best = float("inf")
    for _ in range(5):
        begin = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - begin)
    return 2 * source.nbytes / best / 1e9
