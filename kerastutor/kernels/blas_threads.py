"""How many threads the matrix library takes when NumPy calls it."""

import contextlib

from kerastutor.kernels import blas


@contextlib.contextmanager
def one_thread():
    """Around work of NumPy whose steps are too small to share.

    A decomposition of 128 x 512 numbers takes 20 ms on one thread; on two, where other programs
    want the processors too, each of its many steps waits for a thread that is not running: seconds.
    The numbers are the same.
    """
    found = blas.library()
    if not found:
        yield
        return
    loaded, prefix, suffix = found
    change = getattr(loaded, prefix + "openblas_set_num_threads" + suffix)
    before = getattr(loaded, prefix + "openblas_get_num_threads" + suffix)()
    change(1)
    try:
        yield
    finally:
        change(before)
