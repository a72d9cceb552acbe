"""Compiling the kernels once, with a bar that shows how far it is."""

import shutil
import sys
import time

from kerastutor import kernels
from kerastutor.course.messages import say


class Bar:
    """A progress bar on one line of a terminal; in a log file, a line for every tenth.

    # Arguments
        title: the text in front.
        stream: where it is drawn.
        clock: gives the time in seconds.
        patience: seconds before the first drawing; what is done sooner needs no bar.
    """

    def __init__(self, title, stream=None, clock=time.monotonic, patience=1.0):
        self.title = title
        self.stream = sys.stderr if stream is None else stream
        self.live = self.stream.isatty()
        self._clock = clock
        self._patience = patience
        self._start = clock()
        self._tenth = -1
        self.drawn = False

    def __call__(self, done, total, name=""):
        """Show that `done` of `total` are done, and `name` is at work."""
        if total <= 0 or (not self.drawn and self._clock() - self._start < self._patience):
            return
        if self.live:
            width = shutil.get_terminal_size().columns - 1
            line = f"{self.line(done, total)} {name}"
            self.stream.write("\r" + line[:width].ljust(width))
        elif done * 10 // total > self._tenth:
            self._tenth = done * 10 // total
            self.stream.write(self.line(done, total) + "\n")
        self.stream.flush()
        self.drawn = True

    def line(self, done, total):
        """Return the bar as text, with the time that is left at the pace so far."""
        filled = 24 * done // total
        spent = self._clock() - self._start
        left = f"{spent / done * (total - done):.0f} s" if done else "..."
        bar = "=" * filled + "." * (24 - filled)
        return f"{self.title} [{bar}] {done}/{total}  ETA {left}"

    def end(self):
        """Leave the line of the bar."""
        if self.live and self.drawn:
            self.stream.write("\n")


def warm():
    """Compile what is not in the kernel cache yet; return the exit status."""
    bar = Bar(say("warm.progress"))
    try:
        count = kernels.warm(progress=bar)
    finally:
        bar.end()
    print(say("warm.ready", count=count), file=sys.stderr)
    return 0
