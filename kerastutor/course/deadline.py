"""A limit on the time of a piece of code in this process, without the time of compiling kernels.

On the main thread of a Unix process the code is interrupted when its time is over. Elsewhere it
runs to its end, and the time is only looked at between two pieces.
"""

import signal
import threading
import time
from contextlib import contextmanager

from kerastutor.kernels import cache

_SHORTEST = 0.01


class OutOfTime(BaseException):
    """The time is over. Not an `Exception`: the learner's `except Exception` must not hold it."""


class Deadline:
    """A number of seconds that begins now.

    # Arguments
        seconds: the limit. Time that goes into compiling kernels is added to it.
        patience: 1 counts the time of the clock. Above 1 it is the processor's time that counts,
            so that a busy machine takes nothing away, and the clock's only when it has come to
            `patience * seconds`: code that waits for ever ends, too.
    """

    def __init__(self, seconds, patience=1):
        self._seconds, self._patience = seconds, patience
        self._clock, self._processor = time.monotonic(), time.process_time()
        self._compiling = cache.seconds()

    @property
    def left(self):
        """The seconds that are left."""
        compiling = cache.seconds() - self._compiling
        by_clock = self._seconds * self._patience - (time.monotonic() - self._clock)
        if self._patience == 1:
            return by_clock + compiling
        by_processor = self._seconds - (time.process_time() - self._processor)
        return min(by_clock, by_processor) + compiling

    @contextmanager
    def interrupts(self):
        """Raise `OutOfTime` in the block when the time is over, where that is possible."""
        if not _can_interrupt():
            yield
            return

        def ring(number, frame):
            left = self.left
            if left > 0:  # kernels were compiled meanwhile
                signal.setitimer(signal.ITIMER_REAL, max(left, _SHORTEST))
            else:
                signal.setitimer(signal.ITIMER_REAL, 0.5)  # again, should the code hold this one
                raise OutOfTime

        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, max(self.left, _SHORTEST))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def _can_interrupt():
    """Return True where a timer can be set that is nobody else's."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, signal.SIG_IGN)
        and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    )
