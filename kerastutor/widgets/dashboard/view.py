"""The training dashboard as a callback: live in a notebook, lines of text elsewhere."""

import sys
import time
from pathlib import Path

from kerastutor.callbacks import Callback
from kerastutor.course import language
from kerastutor.course.jupyter import kernel_id, under_jupyter
from kerastutor.utils.graph_svg import PAPER
from kerastutor.widgets.dashboard.history import History, say
from kerastutor.widgets.dashboard.picture import history_svg
from kerastutor.widgets.dashboard.stopping import GentleInterrupt
from kerastutor.widgets.live import attach, framed

_SCRIPT = Path(__file__).with_name("live.js")
_DRAWING_SHARE = 0.03                    # of the training time that drawing may take
_LONGEST_PAUSE = 2.0                     # seconds, on a machine that was asleep, say
_SECONDS_BETWEEN_WORDS = 10.0            # so that a screen reader can finish its sentence


class TrainingDashboard(Callback):
    """Shows a training as it runs: curves per batch and epoch, the time left, a stop button.

    In a notebook it is live, and at the end a picture and a line of text stay; elsewhere it prints
    a line after each epoch. Use it with `verbose=0`.

    The stop button, Ctrl-C and the notebook's interrupt button end the training after the running
    batch: `fit` returns as usual and the model keeps what it has learnt. A second Ctrl-C
    interrupts at once.

    # Arguments
        interval: shortest time between two drawings, in seconds.
        clock: gives the time in seconds.

    # Example

    ```python
    from kerastutor.widgets import TrainingDashboard
    model.fit(x, y, epochs=20, verbose=0, callbacks=[TrainingDashboard()])
    ```
    """

    def __init__(self, interval=0.2, clock=time.monotonic):
        super().__init__()
        self.interval = interval
        self.history = None
        self._clock = clock
        self._lang = "en"
        self._screen = None
        self._interrupt = None
        self._pending = []
        self._next = 0.0

    def on_train_begin(self, logs=None):
        if self._interrupt is not None:
            self._interrupt.end()        # an error has ended the training before
        steps = self.params.get("steps")
        samples, batch = self.params.get("samples"), self.params.get("batch_size")
        if steps is None and samples and batch:
            steps = -(-samples // batch)
        self._lang = language.current()
        self.history = History(self.params["epochs"], steps, self._clock)
        self._pending = []
        self._screen = (_Notebook if under_jupyter() else _Printed)(self._lang, self.stop)
        self._interrupt = GentleInterrupt(self.stop)
        self._interrupt.begin()
        self._draw()

    def on_epoch_begin(self, epoch, logs=None):
        self.history.begin_epoch(epoch)

    def on_batch_end(self, batch, logs=None):
        self._pending.append(logs)
        if self._clock() >= self._next:
            self._take()
            self._draw()
        if self.history.state == "stopping":
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        self._take()
        if self.history.state == "stopping":
            self.model.stop_training = True
        stopped_within = self.history.steps and self.history.step < self.history.steps
        if self.history.state == "stopping" and stopped_within:
            return                       # the epoch is not over, only the training
        self.history.end_epoch(epoch, logs or {})
        self._screen.end_epoch(self.history)
        if self._clock() >= self._next:
            self._draw()

    def on_train_end(self, logs=None):
        self._interrupt.end()
        self._take()
        self.history.end()
        self._screen.close(self.history)

    def stop(self):
        """End the training after the running batch; may be called from any thread."""
        if self.history is not None and self.history.state == "running":
            self.history.state = "stopping"
            self._next = 0.0             # shown at once

    def text(self):
        """Return the last state as one line of text."""
        return self.history.text(self._lang)

    def svg(self):
        """Return the last state as a picture."""
        return history_svg(self.history, self._lang)

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self.history is None:
            return {"text/plain": repr(self)}
        return bundle(self.history, self._lang)

    def _take(self):
        if self._pending:
            pending, self._pending = self._pending, []
            self.history.end_batches(pending)

    def _draw(self):
        start = self._clock()
        self._screen.draw(self.history)
        now = self._clock()
        pause = min((now - start) / _DRAWING_SHARE, _LONGEST_PAUSE)
        self._next = now + max(self.interval, pause)


def bundle(history, lang, widget=None):
    """Return text and picture of a training for a notebook."""
    return {
        "text/plain": "\n".join([history.text(lang), *history.notes(lang)]),
        "text/html": framed(history_svg(history, lang), widget),
        "image/svg+xml": history_svg(history, lang, PAPER),
    }


class _Printed:
    """Prints a line after each epoch."""

    def __init__(self, lang, stop):
        self._lang = lang

    def draw(self, history):
        """Between epochs nothing is printed."""

    def end_epoch(self, history):
        print(history.text(self._lang), flush=True)

    def close(self, history):
        for note in history.notes(self._lang)[:1]:
            print(note)
        if history.state == "stopped":
            print(history.text(self._lang), flush=True)


class _Notebook:
    """A picture that is live while the training runs, and stays at its end."""

    def __init__(self, lang, stop):
        self._lang = lang
        self._stop = stop
        self._widget = None
        self._handle = None
        self._spoken = 0.0

    def draw(self, history):
        svg = history_svg(history, self._lang)
        if self._handle is None:
            words = {key: say(key, self._lang) for key in ("stop", "stopping", "stop_title")}
            self._widget = attach(_SCRIPT, svg=svg, state=history.state, spoken="", words=words,
                                  kernel=kernel_id())
            if self._widget is not None:
                self._widget.on_msg(self._receive)
            self._handle = sys.modules["IPython"].display.display(
                bundle(history, self._lang, self._widget), raw=True, display_id=True)
        elif self._widget is not None:
            with self._widget.hold_sync():           # one message for all
                self._widget.svg = svg
                self._widget.state = history.state
                if time.monotonic() - self._spoken >= _SECONDS_BETWEEN_WORDS:
                    self._spoken = time.monotonic()
                    self._widget.spoken = history.text(self._lang)

    def end_epoch(self, history):
        """Drawn with the rest."""

    def close(self, history):
        self._handle.update(bundle(history, self._lang), raw=True)
        if self._widget is not None:
            self._widget.close()

    def _receive(self, widget, content, buffers):
        if content.get("stop"):
            self._stop()
