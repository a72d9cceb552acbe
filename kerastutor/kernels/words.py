"""Python twins of the machine instructions that the executor uses; compiled code gets those of
intrinsics.py instead.

With NUMBA_DISABLE_JIT=1 the executor runs on these, on one thread.
"""

import ctypes
import time

from kerastutor.kernels import native


def load_word(address):
    """int64 at an address."""
    return ctypes.c_int64.from_address(int(address)).value


def store_word(address, value):
    """Write an int64 at an address."""
    ctypes.c_int64.from_address(int(address)).value = int(value)


atomic_load, atomic_store = load_word, store_word


def atomic_add(address, value):
    """Add to an int64 at an address and return what was there before."""
    old = load_word(address)
    store_word(address, old + value)
    return old


def call_row(function, row):
    """Call the kernel at an address with the row at an address."""
    native.call(function, row)


def flush_tiny_numbers():
    """Nothing: only compiled code changes how denormal numbers are treated."""
    return 0


def set_float_mode(mode):
    """Nothing."""


def cpu_pause():
    """Nothing."""


def sched_yield():
    """Let others run."""
    time.sleep(0)


def usleep(microseconds):
    """Sleep."""
    time.sleep(microseconds * 1e-6)


def syscall(number, a, b, c, d, e, f):
    """Nothing: there are no helpers to wait for."""
    return 0
