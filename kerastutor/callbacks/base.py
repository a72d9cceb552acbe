"""Callback, the base of all callbacks, and the list that calls them.

The order of a training run: `on_train_begin`; for each epoch `on_epoch_begin`, for each batch
`on_batch_begin` and `on_batch_end`, then `on_epoch_end`; `on_train_end`.
"""
import time
import warnings
from collections import deque

import numpy as np

_BATCH_HOOKS = ("on_batch_begin", "on_batch_end")
_SLOW = 0.1                       # seconds that a batch hook may take before it is looked at


class Callback:
    """Base of all callbacks: override the hooks you need.

    # Attributes
        params: Dictionary of the training run: `epochs`, `steps`, `samples`, `batch_size`,
            `verbose`, `do_validation`, `metrics`.
        model: The model that is trained.
        validation_data: List of the validation arrays, or None.

    `logs` is a dictionary. At the end of a batch it has `batch`, `size`, `loss` and the metrics;
    at the end of an epoch the means of these, and the same with `val_` in front.
    """

    def __init__(self):
        self.validation_data = None
        self.model = None

    def set_params(self, params):
        """Take the parameters of the run."""
        self.params = params

    def set_model(self, model):
        """Take the model."""
        self.model = model

    def on_epoch_begin(self, epoch, logs=None):
        """Called before epoch number `epoch` (counted from 0)."""

    def on_epoch_end(self, epoch, logs=None):
        """Called after an epoch and its validation."""

    def on_batch_begin(self, batch, logs=None):
        """Called before batch number `batch`."""

    def on_batch_end(self, batch, logs=None):
        """Called after a batch."""

    def on_train_begin(self, logs=None):
        """Called once, before training."""

    def on_train_end(self, logs=None):
        """Called once, after training; not when an error ends it."""


class CallbackList:
    """Several callbacks as one; only those that override a batch hook are called for batches.

    # Arguments
        callbacks: List of callbacks.
        queue_length: How many of the last times count for the warning about slow callbacks.
    """

    def __init__(self, callbacks=None, queue_length=10):
        self.callbacks = list(callbacks or [])
        self.queue_length = queue_length
        self._find_batch_hooks()

    def __iter__(self):
        return iter(self.callbacks)

    def append(self, callback):
        """Add a callback at the end."""
        self.callbacks.append(callback)
        self._find_batch_hooks()

    def set_params(self, params):
        """Give all callbacks the parameters of the run."""
        for callback in self.callbacks:
            callback.set_params(params)

    def set_model(self, model):
        """Give all callbacks the model."""
        for callback in self.callbacks:
            callback.set_model(model)

    def on_epoch_begin(self, epoch, logs=None):
        """Call `on_epoch_begin` of all."""
        logs = {} if logs is None else logs
        for callback in self.callbacks:
            callback.on_epoch_begin(epoch, logs)
        self._find_batch_hooks()

    def on_epoch_end(self, epoch, logs=None):
        """Call `on_epoch_end` of all."""
        logs = {} if logs is None else logs
        for callback in self.callbacks:
            callback.on_epoch_end(epoch, logs)

    def on_batch_begin(self, batch, logs=None):
        """Call `on_batch_begin` of those that have one."""
        if self._on_batch_begin:
            self._call("on_batch_begin", self._on_batch_begin, self._begin_times, batch, logs)
        self._batch_started = time.perf_counter()

    def on_batch_end(self, batch, logs=None):
        """Call `on_batch_end` of those that have one."""
        if self._batch_started is not None:
            self._batch_time = time.perf_counter() - self._batch_started
        if self._on_batch_end:
            self._call("on_batch_end", self._on_batch_end, self._end_times, batch, logs)

    def on_train_begin(self, logs=None):
        """Call `on_train_begin` of all."""
        logs = {} if logs is None else logs
        for callback in self.callbacks:
            callback.on_train_begin(logs)
        self._find_batch_hooks()

    def on_train_end(self, logs=None):
        """Call `on_train_end` of all."""
        logs = {} if logs is None else logs
        for callback in self.callbacks:
            callback.on_train_end(logs)

    def _find_batch_hooks(self):
        """Note which callbacks do something for a batch; done anew for each epoch."""
        self._on_batch_begin, self._on_batch_end = (
            [getattr(callback, hook) for callback in self.callbacks if _overrides(callback, hook)]
            for hook in _BATCH_HOOKS)
        self._begin_times = deque(maxlen=self.queue_length)
        self._end_times = deque(maxlen=self.queue_length)
        self._batch_started = None
        self._batch_time = 0.

    def _call(self, name, hooks, times, batch, logs):
        logs = {} if logs is None else logs
        start = time.perf_counter()
        for hook in hooks:
            hook(batch, logs)
        taken = time.perf_counter() - start
        times.append(taken)
        if taken > _SLOW and self._batch_time > 0.:
            usual = np.median(times)
            if usual > max(_SLOW, 0.95 * self._batch_time):
                warnings.warn(f"{name}() of the callbacks takes {usual:.2f} seconds, as long "
                              "as the batch itself. Let the callbacks do less, or less often.",
                              stacklevel=4)


def _overrides(callback, hook):
    if hook in getattr(callback, "__dict__", ()):
        return True
    return getattr(type(callback), hook, None) is not getattr(Callback, hook)
