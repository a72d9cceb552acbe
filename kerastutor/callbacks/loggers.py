"""The callbacks that every run has: epoch means, the progress bar, the history."""
import math

from kerastutor.callbacks.base import Callback
from kerastutor.utils.progbar import Progbar


class BaseLogger(Callback):
    """Puts the mean of each value over an epoch into its logs; every run has one.

    # Arguments
        stateful_metrics: Names of values that are not averaged: the last one counts.
    """

    def __init__(self, stateful_metrics=None):
        super().__init__()
        self.stateful_metrics = set(stateful_metrics or ())

    def on_epoch_begin(self, epoch, logs=None):
        self.seen = 0
        self.totals = {}

    def on_batch_end(self, batch, logs=None):
        if not logs:
            return
        size = logs.get("size", 0)
        self.seen += size
        totals, stateful = self.totals, self.stateful_metrics
        for name, value in logs.items():
            if name in stateful:
                totals[name] = value
            elif name not in ("batch", "size"):
                totals[name] = totals.get(name, 0.) + number(value) * size

    def on_epoch_end(self, epoch, logs=None):
        if logs is None:
            return
        for name in self.params["metrics"]:
            if name in self.totals:
                total = self.totals[name]
                logs[name] = total if name in self.stateful_metrics else total / self.seen


class ProgbarLogger(Callback):
    """Shows the progress of an epoch; `fit` adds it unless it is silent.

    # Arguments
        count_mode: What to count: `'samples'` or `'steps'`.
        stateful_metrics: Names of values that are shown as they are instead of averaged.

    # Raises
        ValueError: for another count mode.
    """

    def __init__(self, count_mode="samples", stateful_metrics=None):
        super().__init__()
        if count_mode not in ("samples", "steps"):
            raise ValueError("ProgbarLogger: count_mode must be 'samples' or 'steps', got "
                             f"{count_mode!r}.")
        self.use_steps = count_mode == "steps"
        self.stateful_metrics = set(stateful_metrics or ())

    def on_train_begin(self, logs=None):
        self.verbose = self.params["verbose"]
        self.epochs = self.params["epochs"]

    def on_epoch_begin(self, epoch, logs=None):
        self.seen = 0
        self.target = self.params["steps" if self.use_steps else "samples"]
        self.log_values = []
        if self.verbose:
            print(f"Epoch {epoch + 1}/{self.epochs}")
            self.progbar = Progbar(target=self.target, verbose=self.verbose,
                                   stateful_metrics=self.stateful_metrics)

    def on_batch_end(self, batch, logs=None):
        logs = logs or {}
        self.seen += 1 if self.use_steps else logs.get("size", 0)
        self.log_values = [(name, number(logs[name])) for name in self.params["metrics"]
                           if name in logs]
        # The last batch waits for on_epoch_end, to be shown together with the validation.
        if self.verbose and (self.target is None or self.seen < self.target):
            self.progbar.update(self.seen, self.log_values)
            self.log_values = []

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.verbose:
            shown = [name for name, _ in self.log_values]
            self.log_values += [(name, logs[name]) for name in self.params["metrics"]
                                if name in logs and name not in shown
                                and name.startswith("val_")]
            self.progbar.update(self.seen, self.log_values)
            if self.target is not None and self.seen < self.target:
                self.progbar.end_line()


class History(Callback):
    """Keeps the values of each epoch; every run has one, and `fit` returns it.

    # Attributes
        epoch: List of the epoch numbers.
        history: Dictionary from names to lists of values.
    """

    def on_train_begin(self, logs=None):
        self.epoch = []
        self.history = {}

    def on_epoch_end(self, epoch, logs=None):
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)


class TerminateOnNaN(Callback):
    """Stops training when the loss of a batch is not a number or infinite."""

    def on_batch_end(self, batch, logs=None):
        loss = (logs or {}).get("loss")
        if loss is not None and not math.isfinite(loss):
            print(f"Batch {batch}: the loss is {float(loss)}, training stops")
            self.model.stop_training = True


def number(value):
    """Python float of a scalar; an array with more than one element stays as it is."""
    try:
        return float(value)
    except TypeError:
        return value
