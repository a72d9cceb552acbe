"""Stopping when the model no longer gets better."""
import numpy as np

from kerastutor.callbacks.base import Callback
from kerastutor.callbacks.monitor import better, warn_missing, worst


class EarlyStopping(Callback):
    """Stops training when a value has not improved for some epochs.

    # Arguments
        monitor: Name of the value to watch.
        min_delta: How much better a value must be to count as better.
        patience: Number of epochs to wait for something better.
        verbose: 1 prints a line at the end.
        mode: `'min'`, `'max'`, or `'auto'`: larger is better for names with "acc".
        baseline: Value that has to be beaten first.
        restore_best_weights: Whether the model gets the weights of its best epoch when stopped.
    """

    def __init__(self, monitor="val_loss", min_delta=0, patience=0, verbose=0, mode="auto",
                 baseline=None, restore_best_weights=False):
        super().__init__()
        self.monitor = monitor
        self.baseline = baseline
        self.patience = patience
        self.verbose = verbose
        self.wait = 0
        self.stopped_epoch = 0
        self.restore_best_weights = restore_best_weights
        self.best_weights = None
        self.monitor_op = better("EarlyStopping", mode, monitor)
        self.min_delta = min_delta if self.monitor_op is np.greater else -min_delta

    def on_train_begin(self, logs=None):
        self.wait = 0
        self.stopped_epoch = 0
        self.best_weights = None
        self.best = worst(self.monitor_op) if self.baseline is None else self.baseline

    def on_epoch_end(self, epoch, logs=None):
        current = self.get_monitor_value(logs)
        if current is None:
            return
        if not self.monitor_op(current - self.min_delta, self.best):
            self.wait += 1
            if self.wait >= self.patience:
                self._stop(epoch)
            return
        self.best, self.wait = current, 0
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()

    def _stop(self, epoch):
        self.stopped_epoch = epoch
        self.model.stop_training = True
        if self.best_weights is not None:
            if self.verbose > 0:
                print("The model gets back the weights of its best epoch")
            self.model.set_weights(self.best_weights)

    def on_train_end(self, logs=None):
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1:05d}: early stopping")

    def get_monitor_value(self, logs):
        """The watched value; None, with a warning, when it is not there."""
        logs = logs or {}
        if self.monitor not in logs:
            warn_missing("EarlyStopping", self.monitor, logs)
        return logs.get(self.monitor)
