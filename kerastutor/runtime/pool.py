"""Helper threads, one pool per process, shared by all functions.

A plan whose caller finds the pool busy runs alone on its own thread. A forked child gets a fresh
pool; at exit helpers are woken and joined. The number of threads is `KERASTUTOR_THREADS`, else the
number of processors this process may use.
"""

import atexit
import os
import platform
import sys
import threading

import numpy as np

from kerastutor.graph.tensor import aligned_empty
from kerastutor.kernels import executor, native
from kerastutor.kernels.jit import ROW

_FUTEX = {"x86_64": 202, "aarch64": 98}
# Rounds that an idle helper waits before it sleeps, about a millisecond: on a virtual machine,
# waking a sleeping processor can take longer than a whole phase.
_SPINS = 60_000


def default_threads():
    """Threads to use: `KERASTUTOR_THREADS`, else the processors of this process (at most 16).

    # Raises
        ValueError: when the variable holds no number from 1 to 256.
    """
    asked = os.environ.get("KERASTUTOR_THREADS", "").strip()
    if asked:
        if not asked.isdigit() or not 1 <= int(asked) <= 256:
            raise ValueError(
                "KERASTUTOR_THREADS: it must be a number from 1 to 256, got %r. "
                "Unset it to use all processors." % asked
            )
        return int(asked)
    usable = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return min(usable, 16)


class Pool:
    """See the module's docstring."""

    def __init__(self):
        self.threads = default_threads()
        self._fresh()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._fresh_child)
        atexit.register(self.close)

    def _fresh_child(self):
        executor.blas_words[:] = 0  # plans of other threads do not go on here
        self._fresh()

    def _fresh(self):
        self.lock = threading.Lock()
        self.helpers = []
        self.block = aligned_empty((executor.BLOCK // 8,), "int64")
        self.block[:] = 0
        self.address = self.block.ctypes.data
        self.block[executor.SPIN // 8] = _SPINS
        number = _FUTEX.get(platform.machine()) if sys.platform.startswith("linux") else None
        self.can_share = number is not None and os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
        self.block[executor.FUTEX // 8] = number or 0
        self._context = np.zeros(executor.CONTEXT, np.int64)
        self._context[executor.SYNC] = self.address

    def _call(self, kernel):
        """(C function, row) that runs an executor kernel on the pool's own context."""
        row = np.zeros(ROW, np.int64)
        row[0] = kernel.address(())
        row[1] = self._context.ctypes.data
        return native.function(int(row[0])), row

    def start(self):
        """Start the helpers (once)."""
        for i in range(1, self.threads):
            function, row = self._call(executor.assist)
            keep = (self.block, self._context, row)

            def live(function=function, row=row, keep=keep):
                hidden = np.zeros(8, np.int64)
                function(hidden.ctypes.data, hidden.ctypes.data, row.ctypes.data)

            thread = threading.Thread(target=live, name="kerastutor-helper-%d" % i, daemon=True)
            self.helpers.append(thread)
            thread.start()

    def acquire(self):
        """True when the caller now owns the helpers; it must call `release`."""
        if not self.can_share or self.threads < 2 or not self.lock.acquire(blocking=False):
            return False
        if not self.helpers:
            try:
                self.start()
            except RuntimeError:  # no more threads can be started
                self.can_share = False
                self.lock.release()
                return False
        return True

    def release(self):
        """Give the helpers back."""
        self.lock.release()

    def close(self):
        """Wake the helpers, let them end, and start afresh."""
        if not self.helpers:
            return
        with self.lock:
            self.block[executor.QUIT // 8] = 1
            function, row = self._call(executor.wake_all)
            for thread in self.helpers:
                for _ in range(50):
                    function(native.HIDDEN, native.HIDDEN, row.ctypes.data)
                    thread.join(0.1)
                    if not thread.is_alive():
                        break
        self._fresh()


_pool = None
_making = threading.Lock()


def pool():
    """The pool of this process."""
    global _pool
    with _making:
        if _pool is None:
            _pool = Pool()
        return _pool


def set_threads(number):
    """Use this many threads from now on. Results do not depend on it.

    # Arguments
        number: positive integer.
    """
    if not isinstance(number, int) or number < 1:
        raise ValueError("set_threads: number must be a positive integer, got %r." % (number,))
    shared = pool()
    shared.close()
    shared.threads = number
