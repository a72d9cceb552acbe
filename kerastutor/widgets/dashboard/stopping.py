"""Ctrl-C, and the interrupt button of the notebook, as a wish to end the training in good order."""

import signal
import threading

_TRAINING = "kerastutor.engine."


class GentleInterrupt:
    """While it is in force, the first interrupt calls `stop`; the second one interrupts as ever.

    It leaves by itself: an interrupt that does not come while a model trains (an error has ended
    the training, say) restores what was before, and counts there.

    # Arguments
        stop: function without arguments.
    """

    def __init__(self, stop):
        self._stop = stop
        self._before = None

    def begin(self):
        """Take over the interrupt, where that is possible: in the main thread."""
        if threading.current_thread() is not threading.main_thread():
            return
        before = signal.getsignal(signal.SIGINT)
        if callable(before):
            self._before = before
            signal.signal(signal.SIGINT, self._handle)

    def end(self):
        """Give the interrupt back."""
        if self._before is not None and signal.getsignal(signal.SIGINT) == self._handle:
            signal.signal(signal.SIGINT, self._before)
        self._before = None

    def _handle(self, number, frame):
        before = self._before
        self.end()
        if _is_training(frame):
            self._stop()
        elif before is not None:
            before(number, frame)


def _is_training(frame):
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith(_TRAINING):
            return True
        frame = frame.f_back
    return False
