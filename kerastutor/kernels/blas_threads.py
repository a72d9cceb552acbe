"""How many threads the matrix library takes when NumPy calls it."""

import contextlib
import ctypes

from kerastutor.kernels import blas

_GET = ctypes.CFUNCTYPE(ctypes.c_int)
_SET = ctypes.CFUNCTYPE(None, ctypes.c_int)


@contextlib.contextmanager
def one_thread():
    """Around work of NumPy whose steps are too small to share.

    A decomposition of 128 x 512 numbers takes 20 ms on one thread; on two, where other programs
    want the processors too, each of its many steps waits for a thread that is not running: seconds.
    The numbers are the same.
    """
    symbols = blas.symbols()
    change = _SET(symbols["kerastutor_blas_set"])
    before = _GET(symbols["kerastutor_blas_get"])()
    change(1)
    try:
        yield
    finally:
        change(before)
