"""Loops over generators and `Sequence` objects: training, testing, predicting."""
import contextlib
import functools
import itertools
import math
import warnings

import numpy as np

from kerastutor.engine.fit_arguments import check_fit_arguments
from kerastutor.engine.loop import reset_metrics, run_batches, start_callbacks, val_logs
from kerastutor.engine.training_utils import iter_sequence_infinite
from kerastutor.functions import users_level
from kerastutor.utils.data_utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence
from kerastutor.utils.generic_utils import to_list, unpack_singleton
from kerastutor.utils.progbar import Progbar


class Source:
    """Batches of a generator or a `Sequence`, one after the other.

    # Attributes
        batches: Iterator over them.
        step_done: To be called after each, so that a pass over a `Sequence` ends with its use.

    # Arguments
        data: Generator, iterator or `Sequence`.
        steps: Number of batches that will be asked for; no more are made.
        workers: Number of workers; 0 reads the data here, a `Sequence` plainly in order.
        shuffle: Whether each pass over a `Sequence` has a new order.
        max_queue_size: How many batches may be made in advance.
        use_multiprocessing: Whether the workers are processes.
    """

    def __init__(self, data, steps, workers=1, shuffle=False, max_queue_size=10,
                 use_multiprocessing=False):
        self._enqueuer = None
        self.step_done = self._start = _nothing
        if not workers:
            self.batches = iter_sequence_infinite(data) if isinstance(data, Sequence) \
                else iter(data)
            return
        if isinstance(data, Sequence):
            self._enqueuer = OrderedEnqueuer(data, use_multiprocessing, shuffle)
            self.step_done = self._enqueuer.end_pass
        else:
            if use_multiprocessing and workers > 1:
                warnings.warn("generator: with use_multiprocessing=True every worker has a copy "
                              "of it, so the data may come several times, got "
                              f"workers={workers}. Consider a keras.utils.Sequence.", UserWarning,
                              stacklevel=users_level())
            self._enqueuer = GeneratorEnqueuer(iter(data), use_multiprocessing)
        self._start = functools.partial(self._enqueuer.start, workers, max_queue_size, limit=steps)
        self.batches = self._enqueuer.get()

    def push_back(self, batch):
        """Give a batch back, to be the next one again."""
        self.batches = itertools.chain([batch], self.batches)

    def __enter__(self):
        try:
            self._start()
        except BaseException:           # also Ctrl-C: nobody leaves the block then
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        if self._enqueuer is not None:
            self._enqueuer.stop()


def _nothing():
    """What a generator is told after a step, and at the beginning when there are no workers."""


def fit_generator(model, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None,
                  validation_data=None, validation_steps=None, class_weight=None,
                  max_queue_size=10, workers=1, use_multiprocessing=False, shuffle=True,
                  initial_epoch=0):
    """Train on batches of a generator; see `Model.fit_generator`."""
    steps_per_epoch, validation_steps = _whole(steps_per_epoch), _whole(validation_steps)
    check_fit_arguments(None, epochs, initial_epoch, 0., callbacks, steps_per_epoch,
                        validation_steps)
    steps_per_epoch = _count_steps(generator, steps_per_epoch, "steps_per_epoch")
    total = steps_per_epoch * max(0, epochs - initial_epoch)
    with Source(generator, total, workers, shuffle, max_queue_size,
                use_multiprocessing) as source, contextlib.ExitStack() as stack:
        _build_on_first_batch(model, source)
        validate = _validation(model, stack, validation_data, validation_steps,
                               max(0, epochs - initial_epoch), workers=workers,
                               max_queue_size=max_queue_size,
                               use_multiprocessing=use_multiprocessing)
        return _fit(model, source, steps_per_epoch, epochs, verbose, callbacks, validate,
                    class_weight, initial_epoch)


def _fit(model, source, steps_per_epoch, epochs, verbose, callbacks, validate, class_weight,
         initial_epoch):
    model._make_train_function()
    labels = model.metrics_names
    callbacks, callback_model = start_callbacks(
        model, callbacks, verbose, "steps",
        {"epochs": epochs, "steps": steps_per_epoch, "verbose": verbose,
         "do_validation": validate is not None,
         "metrics": list(labels) + ["val_" + name for name in labels]})
    callbacks.on_train_begin()
    if validate is not None:
        model._make_test_function()
        for callback in callbacks:
            callback.validation_data = validate[1]
    callback_model.stop_training = False

    def train(batch):
        x, y, sample_weight = batch
        return to_list(model.train_on_batch(x, y, sample_weight=sample_weight,
                                            class_weight=class_weight))

    for epoch in range(initial_epoch, epochs):
        reset_metrics(model)
        callbacks.on_epoch_begin(epoch)
        logs = {}
        sizes = []
        feeds = _train_feeds(source, steps_per_epoch, sizes)
        finished = run_batches(train, feeds, labels, callbacks, callback_model)
        if validate is not None and (finished or len(sizes) == steps_per_epoch):
            logs.update(val_logs(labels, validate[0](sizes[-1])))
        callbacks.on_epoch_end(epoch, logs)
        if callback_model.stop_training:
            break
    callbacks.on_train_end()
    return model.history


def evaluate_generator(model, generator, steps=None, max_queue_size=10, workers=1,
                       use_multiprocessing=False, verbose=0):
    """Loss and metrics on batches of a generator; see `Model.evaluate_generator`."""
    steps = _whole(steps)
    check_fit_arguments(None, steps_per_epoch=steps)
    steps = _count_steps(generator, steps, "steps")
    with Source(generator, steps, workers, False, max_queue_size, use_multiprocessing) as source:
        _build_on_first_batch(model, source)
        return _evaluate(model, source, steps, verbose)


def _evaluate(model, source, steps, verbose=0):
    model._make_test_function()
    reset_metrics(model)
    bar = Progbar(target=steps) if verbose == 1 else None
    values, sizes = [], []
    for step in range(steps):
        x, y, sample_weight = _training_batch(_next(source, step, steps))
        values.append(to_list(model.test_on_batch(x, y, sample_weight=sample_weight)))
        sizes.append(_batch_size(x))
        source.step_done()
        if bar:
            bar.update(step + 1)
    averages = [np.float64(values[-1][i]) if name in model.stateful_metric_names
                else np.average([each[i] for each in values], weights=sizes)
                for i, name in enumerate(model.metrics_names)]
    return unpack_singleton(averages)


def predict_generator(model, generator, steps=None, max_queue_size=10, workers=1,
                      use_multiprocessing=False, verbose=0):
    """Outputs for batches of a generator; see `Model.predict_generator`."""
    steps = _whole(steps)
    check_fit_arguments(None, steps_per_epoch=steps)
    steps = _count_steps(generator, steps, "steps")
    bar = Progbar(target=steps) if verbose == 1 else None
    collected = []
    with Source(generator, steps, workers, False, max_queue_size, use_multiprocessing) as source:
        for step in range(steps):
            batch = _next(source, step, steps)
            if isinstance(batch, tuple):
                batch = _training_batch(batch)[0]
            collected.append(to_list(model.predict_on_batch(batch)))
            source.step_done()
            if bar:
                bar.update(step + 1)
    if len(collected) == 1:
        return unpack_singleton(collected[0])
    return unpack_singleton([np.concatenate(outs) for outs in zip(*collected, strict=True)])


def _train_feeds(source, steps, sizes):
    """Yield (number of samples, batch) and note the numbers in `sizes`."""
    for step in range(steps):
        batch = _training_batch(_next(source, step, steps))
        sizes.append(_batch_size(batch[0]))
        yield sizes[-1], batch
        source.step_done()


def _whole(steps):
    """Steps as an integer, rounded up: `len(x) / batch_size` is a common way to write them."""
    return math.ceil(steps) if isinstance(steps, float) and math.isfinite(steps) else steps


def _count_steps(data, steps, name):
    if steps is not None:
        return steps
    if isinstance(data, Sequence):
        if not len(data):
            raise ValueError(f"{name}: the {type(data).__name__} must have at least one batch, "
                             "got length 0. Check its __len__.")
        return len(data)
    raise ValueError(f"{name}: it must be given for a generator, which does not know its length, "
                     "got None. Pass the number of batches, or use a keras.utils.Sequence.")


def _next(source, step, steps):
    try:
        return next(source.batches)
    except StopIteration:
        raise ValueError(f"generator: it must yield at least {steps} batches for an epoch, got "
                         f"only {step}. Let it loop forever (while True), or lower the number of "
                         "steps.") from None


def _training_batch(output):
    """Inputs, targets and sample weights of what a generator yielded."""
    if isinstance(output, (tuple, list)) and len(output) in (2, 3):
        return (*output, None) if len(output) == 2 else tuple(output)
    text = repr(output)
    raise ValueError("generator: it must yield tuples (x, y) or (x, y, sample_weight), got "
                     f"{text if len(text) < 100 else text[:97] + '...'}.")


def _batch_size(x):
    if type(x) is np.ndarray:
        return len(x) or 1
    if x is None or len(x) == 0:
        return 1
    if isinstance(x, dict):
        x = next(iter(x.values()))
    elif isinstance(x, (list, tuple)):
        x = x[0]
    return int(x.shape[0]) if hasattr(x, "shape") else len(x) if hasattr(x, "__len__") else 1


def _build_on_first_batch(model, source):
    """Build a model that does not know its inputs yet on the first batch, which stays the next."""
    if model.inputs or not model.optimizer:
        model._require_compiled()
    else:
        batch = _next(source, 0, 1)
        source.push_back(batch)
        x, y, sample_weight = _training_batch(batch)
        model._training_data(x, y, sample_weight)


def _validation(model, stack, data, steps, epochs, **workers):
    """How to validate after an epoch.

    # Arguments
        stack: Where the workers of validation data are registered to be stopped.
        data: Tuple of arrays, generator, `Sequence` or None.
        steps: Number of batches.
        epochs: How often it will be done.
        workers: Further arguments of `Source`.

    # Returns
        Tuple: function of the batch size that gives the values; the arrays for the callbacks.
        None without validation data.
    """
    if data is None or (isinstance(data, (list, tuple)) and not data):
        return None
    if isinstance(data, Sequence) or hasattr(data, "__next__"):
        steps = _count_steps(data, steps, "validation_steps")
        source = stack.enter_context(Source(data, steps * epochs, **workers))
        return lambda _: _evaluate(model, source, steps), None
    if not isinstance(data, (list, tuple)) or len(data) not in (2, 3):
        raise ValueError("validation_data: it must be a tuple (x_val, y_val) or (x_val, y_val, "
                         f"sample_weight), or a generator, got {type(data).__name__}.")
    x, y, *weight = data
    weight = weight[0] if weight else None
    arrays = sum(model._training_data(x, y, weight), [])
    model._make_test_function()

    def validate(batch_size):
        return model.evaluate(x, y, batch_size=batch_size, verbose=0, sample_weight=weight)
    return validate, arrays + model._test_phase
