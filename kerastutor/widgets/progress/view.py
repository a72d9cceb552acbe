"""The training view as a callback: a widget in a notebook, lines of text elsewhere."""

import time

from kerastutor.callbacks import Callback
from kerastutor.course.jupyter import under_jupyter
from kerastutor.widgets.progress.model import TrainingProgress


class LiveProgress(Callback):
    """Shows the training as one bar over all epochs, with the time left and the loss curves.

    In a notebook it is a widget, with a static picture and a line of text for a reader without a
    kernel; elsewhere it prints a line after each epoch. Use it with `verbose=0`.

    # Arguments
        interval: shortest time between two drawings, in seconds.
        clock: gives the time in seconds.

    # Example

    ```python
    from kerastutor.widgets import LiveProgress
    model.fit(x, y, epochs=20, verbose=0, callbacks=[LiveProgress()])
    ```
    """

    def __init__(self, interval=0.1, clock=time.monotonic):
        super().__init__()
        self.interval = interval
        self.state = None
        self._clock = clock
        self._screen = None
        self._drawn = 0.0

    def on_train_begin(self, logs=None):
        steps = self.params.get("steps")
        samples, batch = self.params.get("samples"), self.params.get("batch_size")
        if steps is None and samples and batch:
            steps = -(-samples // batch)
        self.state = TrainingProgress(self.params["epochs"], steps, self._clock)
        self._screen = _Notebook() if under_jupyter() else _Printed()
        self._draw()

    def on_epoch_begin(self, epoch, logs=None):
        self.state.begin_epoch(epoch)

    def on_batch_end(self, batch, logs=None):
        self.state.end_batch()
        if self._screen.live and self._clock() - self._drawn >= self.interval:
            self._draw()

    def on_epoch_end(self, epoch, logs=None):
        self.state.end_epoch(epoch, logs or {})
        self._draw()

    def on_train_end(self, logs=None):
        self.state.end()
        self._draw()
        self._screen.close(self.state)

    def _draw(self):
        self._drawn = self._clock()
        self._screen.draw(self.state)


class _Printed:
    """Prints a line after each epoch."""

    live = False

    def __init__(self):
        self._epoch = 0

    def draw(self, state):
        if state.epoch > self._epoch and not state.ended:
            self._epoch = state.epoch
            print(state.text(), flush=True)

    def close(self, state):
        """Nothing is left open."""


class _Notebook:
    """A widget while the training runs; at its end a picture and a text stay."""

    live = True

    def __init__(self):
        import ipywidgets
        from IPython.display import display

        self._bar = ipywidgets.FloatProgress(min=0.0, max=1.0, description="fit")
        self._label = ipywidgets.Label()
        self._picture = ipywidgets.HTML()
        self._box = ipywidgets.VBox([ipywidgets.HBox([self._bar, self._label]), self._picture])
        self._handle = display(self._box, display_id=True)

    def draw(self, state):
        self._bar.value = state.fraction()
        self._label.value = state.text()
        self._picture.value = state.svg()

    def close(self, state):
        bundle = {"text/plain": state.text(), "image/svg+xml": state.svg()}
        self._handle.update(bundle, raw=True)
        self._box.close()
