"""Saving the model while it trains."""
import os
import warnings

from kerastutor.callbacks.base import Callback
from kerastutor.callbacks.monitor import better, worst


class ModelCheckpoint(Callback):
    """Saves the model after epochs.

    # Arguments
        filepath: Name of the file; may hold names in braces, as in
            `'weights.{epoch:02d}-{val_loss:.2f}.hdf5'`: the epoch (counted from 1) and all values.
        monitor: Name of the value to watch.
        verbose: 1 prints a line for each file.
        save_best_only: Whether only a model that is better than before is saved.
        save_weights_only: Whether the weights alone are saved.
        mode: `'min'`, `'max'`, or `'auto'`: larger is better for names with "acc" and "fmeasure".
        period: Number of epochs between two files.
    """

    def __init__(self, filepath, monitor="val_loss", verbose=0, save_best_only=False,
                 save_weights_only=False, mode="auto", period=1):
        super().__init__()
        self.filepath = os.fspath(filepath)
        self.monitor = monitor
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.period = period
        self.epochs_since_last_save = 0
        larger = ("acc", "fmeasure") if monitor.startswith("fmeasure") else ("acc",)
        self.monitor_op = better("ModelCheckpoint", mode, monitor, larger)
        self.best = worst(self.monitor_op)

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        self.epochs_since_last_save += 1
        if self.epochs_since_last_save < self.period:
            return
        self.epochs_since_last_save = 0
        filepath = self._name(epoch, logs)
        if not self.save_best_only:
            self._save(filepath, f"Epoch {epoch + 1:05d}: saving model to {filepath}")
            return
        current = logs.get(self.monitor)
        if current is None:
            warnings.warn(f"ModelCheckpoint: the value {self.monitor!r} is not available, so no "
                          f"model is saved; there are {', '.join(logs)}. Values with val_ need "
                          "validation data.", RuntimeWarning, stacklevel=2)
        elif self.monitor_op(current, self.best):
            self._save(filepath, f"Epoch {epoch + 1:05d}: {self.monitor} improved from "
                                 f"{self.best:0.5f} to {current:0.5f}, saving model to {filepath}")
            self.best = current
        elif self.verbose > 0:
            print(f"\nEpoch {epoch + 1:05d}: {self.monitor} did not improve from {self.best:0.5f}")

    def _name(self, epoch, logs):
        try:
            return self.filepath.format(epoch=epoch + 1, **logs)
        except KeyError as error:
            raise KeyError(f"ModelCheckpoint: names in filepath must be among epoch, "
                           f"{', '.join(logs)}, got {error}. Change filepath.") from None

    def _save(self, filepath, message):
        if self.verbose > 0:
            print("\n" + message)
        if self.save_weights_only:
            self.model.save_weights(filepath, overwrite=True)
        else:
            self.model.save(filepath, overwrite=True)
