"""Changing the learning rate while the model trains."""
import inspect
import warnings

import numpy as np

from kerastutor import backend as K
from kerastutor.callbacks.base import Callback
from kerastutor.callbacks.monitor import better, warn_missing, worst


class LearningRateScheduler(Callback):
    """Sets the learning rate at the start of each epoch.

    # Arguments
        schedule: Function of the epoch (counted from 0) and the current learning rate, or of the
            epoch alone, that returns the new learning rate as a float.
        verbose: 1 prints a line for each epoch.
    """

    def __init__(self, schedule, verbose=0):
        super().__init__()
        self.schedule = schedule
        self.verbose = verbose

    def on_epoch_begin(self, epoch, logs=None):
        if not hasattr(self.model.optimizer, "lr"):
            raise ValueError("LearningRateScheduler: the optimizer must have a learning rate lr, "
                             f"got {type(self.model.optimizer).__name__}. Use one that has.")
        if _takes_two(self.schedule):
            rate = self.schedule(epoch, float(K.get_value(self.model.optimizer.lr)))
        else:
            rate = self.schedule(epoch)
        if not isinstance(rate, (float, np.floating)):
            raise ValueError(f"LearningRateScheduler: schedule must return a float, got {rate!r}. "
                             "Write float(...) around the result.")
        K.set_value(self.model.optimizer.lr, rate)
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1:05d}: LearningRateScheduler sets the learning rate to "
                  f"{rate}.")

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            logs["lr"] = _rate(self.model)


class ReduceLROnPlateau(Callback):
    """Lowers the learning rate when a value has not improved for some epochs.

    # Arguments
        monitor: Name of the value to watch.
        factor: The new rate is the old one times this factor, which is below 1.
        patience: Number of epochs to wait for something better.
        verbose: 1 prints a line for each change.
        mode: `'min'`, `'max'`, or `'auto'`: larger is better for names with "acc".
        min_delta: How much better a value must be to count as better.
        cooldown: Number of epochs after a change that do not count.
        min_lr: Smallest learning rate.

    # Raises
        ValueError: for a factor of 1 or more.
    """

    def __init__(self, monitor="val_loss", factor=0.1, patience=10, verbose=0, mode="auto",
                 min_delta=1e-4, cooldown=0, min_lr=0, **kwargs):
        super().__init__()
        if factor >= 1.0:
            raise ValueError(f"ReduceLROnPlateau: factor must be below 1, got {factor}.")
        if "epsilon" in kwargs:
            warnings.warn("ReduceLROnPlateau: the `epsilon` argument is deprecated. Write "
                          "min_delta instead.", stacklevel=2)
            min_delta = kwargs.pop("epsilon")
        if kwargs:
            raise TypeError("ReduceLROnPlateau: keyword arguments must be known ones, got "
                            f"{sorted(kwargs)}. Check their spelling.")
        self.monitor = monitor
        self.factor = factor
        self.min_lr = min_lr
        self.min_delta = min_delta
        self.patience = patience
        self.verbose = verbose
        self.cooldown = cooldown
        self.mode = mode
        self._op = better("ReduceLROnPlateau", mode, monitor)
        self._reset()

    def _reset(self):
        self.best = worst(self._op)
        self.cooldown_counter = 0
        self.wait = 0

    def monitor_op(self, current, best):
        """Whether `current` is better than `best` by more than `min_delta`."""
        delta = self.min_delta if self._op is np.greater else -self.min_delta
        return self._op(current, best + delta)

    def on_train_begin(self, logs=None):
        self._reset()

    def on_epoch_end(self, epoch, logs=None):
        logs = {} if logs is None else logs
        logs["lr"] = _rate(self.model)
        current = logs.get(self.monitor)
        if current is None:
            warn_missing("ReduceLROnPlateau", self.monitor, logs)
            return
        improved = self.monitor_op(current, self.best)
        if improved:
            self.best = current
        if improved or self.in_cooldown():
            self.wait = 0
        self.cooldown_counter -= self.in_cooldown()
        if improved or self.in_cooldown():      # the last epoch of a cooldown counts already
            return
        self.wait += 1
        if self.wait >= self.patience:
            self._reduce(epoch)

    def _reduce(self, epoch):
        old = float(K.get_value(self.model.optimizer.lr))
        if old <= self.min_lr:
            return
        new = max(old * self.factor, self.min_lr)
        K.set_value(self.model.optimizer.lr, new)
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1:05d}: ReduceLROnPlateau lowers the learning rate to {new}.")
        self.cooldown_counter = self.cooldown
        self.wait = 0

    def in_cooldown(self):
        """Whether the last change is too recent to count epochs again."""
        return self.cooldown_counter > 0


def _rate(model):
    """The learning rate as a NumPy number."""
    return np.asarray(K.get_value(model.optimizer.lr))[()]


def _takes_two(schedule):
    """Whether a schedule can be called with the epoch and the learning rate."""
    try:
        inspect.signature(schedule).bind(0, 0.)
    except TypeError:
        return False
    except ValueError:                       # a built-in that does not tell
        return False
    return True
