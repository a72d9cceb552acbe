"""A limit on the time of a piece of code in this process, without the time of compiling kernels.

On the main thread of a Unix process the code is interrupted when its time is over. Elsewhere it
runs to its end, and the time is only looked at between two pieces.
"""

import signal
import threading
import time

from kerastutor.kernels import cache

_SHORTEST = 0.01
PATIENCE = 3  # how much longer than its time code may take that does not get the processor


class OutOfTime(BaseException):
    """The time is over. Not an `Exception`: the learner's `except Exception` must not hold it."""


class Deadline:
    """A number of seconds that begins now.

    # Arguments
        seconds: the limit. Time that goes into compiling kernels is added to it.
        patience: how often the time must be over by the clock when it is not over by the
            processor's time. So a busy machine takes nothing away, and code that waits for ever
            ends, too. With 1 the clock alone counts.
    """

    def __init__(self, seconds, patience=PATIENCE):
        self._seconds, self._patience = seconds, patience
        self._clock, self._processor = time.monotonic(), time.process_time()
        self._compiling = cache.seconds()

    @property
    def left(self):
        """The seconds that are left."""
        compiling = cache.seconds() - self._compiling
        by_clock = self._seconds - (time.monotonic() - self._clock)
        by_processor = self._seconds - (time.process_time() - self._processor)
        patient = by_clock + (self._patience - 1) * self._seconds
        return min(patient, max(by_clock, by_processor)) + compiling

    def interrupts(self):
        """Raise `OutOfTime` in a `with` block when the time is over, where that is possible."""
        return _Interrupts(self)


class _Interrupts:
    """A timer that lives as long as the block; entering and leaving it are never cut short."""

    def __init__(self, deadline):
        self._deadline = deadline
        self._before = None
        self._is_over = False

    def __enter__(self):
        if _can_interrupt():
            self._before = signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, max(self._deadline.left, _SHORTEST))

    def __exit__(self, *error):
        self._is_over = True
        if self._before is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)

    def _ring(self, number, frame):
        left = self._deadline.left
        if self._is_over:
            return
        if left > 0 or _is_ours(frame):  # kernels were compiled meanwhile, or it is the block's end
            signal.setitimer(signal.ITIMER_REAL, max(left, _SHORTEST))
        else:
            signal.setitimer(signal.ITIMER_REAL, 0.5)  # again, should the code hold this one
            raise OutOfTime


def _is_ours(frame):
    """Return True when it is not the block's code that is at work, but this module's."""
    return frame is not None and frame.f_code.co_filename == __file__


def _can_interrupt():
    """Return True where a timer can be set that is nobody else's."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, signal.SIG_IGN)
        and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    )
