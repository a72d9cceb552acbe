"""Loops over arrays: training, testing, predicting."""
import numpy as np

from kerastutor.backend.function import Function
from kerastutor.engine.data import is_sparse_matrix
from kerastutor.engine.loop import reset_metrics, run_batches, start_callbacks, val_logs
from kerastutor.engine.sample_weights import is_shared_ones
from kerastutor.engine.training_utils import batch_shuffle, check_num_samples, make_batches
from kerastutor.runtime import Rows
from kerastutor.utils.generic_utils import unpack_singleton
from kerastutor.utils.progbar import Progbar


class Feed:
    """Cuts batches out of what a function is fed with: arrays, and maybe the learning phase last.

    # Arguments
        ins: List of arrays with the samples along the first axis; a float at the end stays as it
            is.
        uncopied: Whether `picks` may give `Rows`, as a `K.function` takes them.
    """

    def __init__(self, ins, uncopied=False):
        self.tail = [ins[-1]] if ins and isinstance(ins[-1], float) else []
        self.arrays = [x.tocsr() if is_sparse_matrix(x) else x
                       for x in (ins[:-1] if self.tail else ins)]
        self._takes = [_taker(x, uncopied) for x in self.arrays]

    def slices(self, size, batch_size):
        """Yield (number of samples, feed) for batches in order."""
        for start, end in make_batches(size, batch_size):
            yield end - start, [x[start:end] for x in self.arrays] + self.tail

    def picks(self, order, batch_size):
        """Yield (number of samples, feed) for batches in the order of an array of indices."""
        for start, end in make_batches(len(order), batch_size):
            ids = order[start:end]
            yield end - start, [take(ids) for take in self._takes] + self.tail


def _taker(x, uncopied):
    """Function from an array of indices to these rows of `x`."""
    if type(x) is not np.ndarray:
        return lambda ids: _rows(x, ids)
    if is_shared_ones(x):
        return lambda ids: x[:len(ids)]
    if uncopied and not x.dtype.hasobject:
        return lambda ids: Rows(x, ids)
    return lambda ids: x.take(ids, 0)


def _rows(x, ids):
    """Rows of something that is no plain array, such as a data set in a file."""
    try:
        if len(ids) > 1 and (np.diff(ids) == 1).all():
            return x[int(ids[0]):int(ids[-1]) + 1]
        return x[ids.tolist()]
    except TypeError as error:
        raise TypeError(f"data: rows of {type(x).__name__} must be readable in any order, got an "
                        f"error: {error}. For HDF5 data pass shuffle='batch'.") from error


def fit_loop(model, f, ins, out_labels=None, batch_size=None, epochs=100, verbose=1,
             callbacks=None, val_f=None, val_ins=None, shuffle=True, callback_metrics=None,
             initial_epoch=0, steps_per_epoch=None, validation_steps=None):
    """Train.

    # Arguments
        model: Model, for its callbacks and metrics.
        f: Function of one training step: takes a feed, returns the list of values.
        ins: List of training arrays; a float at the end is the learning phase.
        out_labels: Names of the values.
        batch_size: Number of samples per step.
        epochs: Number of the epoch to end before.
        verbose: 0, 1 or 2.
        callbacks: List of callbacks.
        val_f: Function of one validation step.
        val_ins: List of validation arrays.
        shuffle: True, False or `'batch'`.
        callback_metrics: Names that callbacks report.
        initial_epoch: Number of the epoch to start with.
        steps_per_epoch: Number of steps, when samples are not counted.
        validation_steps: Number of validation steps.

    # Returns
        `History`.
    """
    labels = out_labels or []
    do_validation = _does_validation(val_f, val_ins, steps_per_epoch, validation_steps)
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps_per_epoch,
                                steps_name="steps_per_epoch")
    if verbose and do_validation and samples is not None and hasattr(val_ins[0], "shape"):
        print(f"Train on {samples} samples, validate on {val_ins[0].shape[0]} samples")
    callbacks, callback_model = start_callbacks(
        model, callbacks, verbose, "samples" if steps_per_epoch is None else "steps",
        {"batch_size": batch_size, "epochs": epochs, "steps": steps_per_epoch,
         "samples": samples, "verbose": verbose, "do_validation": do_validation,
         "metrics": callback_metrics or []})
    callbacks.on_train_begin()
    callback_model.stop_training = False
    for callback in callbacks:
        callback.validation_data = val_ins
    feed = Feed(ins, uncopied=isinstance(f, Function))
    order = None if samples is None else np.arange(samples)
    for epoch in range(initial_epoch, epochs):
        reset_metrics(model)
        callbacks.on_epoch_begin(epoch)
        logs = {}
        if steps_per_epoch is not None:
            run_batches(f, ((1, ins) for _ in range(steps_per_epoch)), labels, callbacks,
                        callback_model)
            if do_validation:
                logs.update(val_logs(labels, test_loop(model, val_f, val_ins, verbose=0,
                                                       steps=validation_steps)))
        else:
            if shuffle == "batch":
                order = batch_shuffle(order, batch_size)
            elif shuffle:
                np.random.shuffle(order)
            feeds = feed.picks(order, batch_size) if shuffle else feed.slices(samples, batch_size)
            if run_batches(f, feeds, labels, callbacks, callback_model) and do_validation:
                logs.update(val_logs(labels, test_loop(model, val_f, val_ins, verbose=0,
                                                       batch_size=batch_size)))
        callbacks.on_epoch_end(epoch, logs)
        if callback_model.stop_training:
            break
    callbacks.on_train_end()
    return model.history


def _does_validation(val_f, val_ins, steps_per_epoch, validation_steps):
    if validation_steps and steps_per_epoch is None:
        raise ValueError("validation_steps: steps_per_epoch must be given too, got None. Pass both "
                         "for data from tensors, or neither for arrays.")
    given = bool(val_f and val_ins)
    if given and steps_per_epoch and not validation_steps:
        raise ValueError("validation_steps: it must be given together with steps_per_epoch, got "
                         "None. Pass the number of validation batches.")
    return given or bool(validation_steps)


def predict_loop(model, f, ins, batch_size=32, verbose=0, steps=None):
    """Predict.

    # Arguments
        model: Model.
        f: Function of one step: takes a feed, returns the list of outputs.
        ins: List of arrays; a float at the end is the learning phase.
        batch_size: Number of samples per step.
        verbose: 1 shows a progress bar.
        steps: Number of steps, when samples are not counted.

    # Returns
        Array, or list of arrays.
    """
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps, steps_name="steps")
    bar = Progbar(target=samples if steps is None else steps) if verbose == 1 else None
    if steps is not None:
        collected = []
        for step in range(steps):
            collected.append(f(ins))
            if bar:
                bar.update(step + 1)
        return unpack_singleton([np.concatenate(outs) for outs in zip(*collected, strict=True)])
    results, done = [], 0
    for size, batch in Feed(ins).slices(samples, batch_size):
        outs = f(batch)
        if size == samples:
            results = outs
        else:
            if not results:
                results = [np.empty((samples, *out.shape[1:]), out.dtype) for out in outs]
            for result, out in zip(results, outs, strict=True):
                result[done:done + size] = out
        done += size
        if bar:
            bar.update(done)
    return unpack_singleton(results)


def test_loop(model, f, ins, batch_size=None, verbose=0, steps=None):
    """Mean of losses and metrics over batches, weighted by their sizes.

    # Arguments
        model: Model, for its stateful metrics.
        f: Function of one step: takes a feed, returns the list of values.
        ins: List of arrays; a float at the end is the learning phase.
        batch_size: Number of samples per step.
        verbose: 1 shows a progress bar.
        steps: Number of steps, when samples are not counted.

    # Returns
        Number, or list of numbers.
    """
    reset_metrics(model)
    samples = check_num_samples(ins, batch_size=batch_size, steps=steps, steps_name="steps")
    total = samples if steps is None else steps
    bar = Progbar(target=total) if verbose == 1 else None
    feeds = (((1, ins) for _ in range(steps)) if steps is not None
             else Feed(ins).slices(samples, batch_size))
    sums, outs, done = None, [], 0
    for size, batch in feeds:
        outs = f(batch)
        if sums is None:
            sums = [0.] * len(outs)
        for i, out in enumerate(outs):
            sums[i] += float(out) * size
        done += size
        if bar:
            bar.update(done)
    stateful = getattr(model, "stateful_metric_names", ())
    names = getattr(model, "metrics_names", ())
    values = [np.float64(out if i < len(names) and names[i] in stateful else value / total)
              for i, (out, value) in enumerate(zip(outs, sums, strict=True))]
    return unpack_singleton(values)
