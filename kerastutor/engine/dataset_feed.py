"""fit, evaluate and predict on data sets: anything with `batches()` and `cardinality`.

`batches()` starts a pass and yields batches (x, y) or (x, y, sample_weight), where several inputs
are a tuple or a dictionary; `cardinality` is their number, None when unknown, infinity when
endless.
`kerastutor.compat.tensorflow`'s `tf.data.Dataset` is one.
"""
import itertools
import math


def is_dataset(x):
    """Whether x is read batch by batch."""
    return hasattr(x, "batches") and hasattr(x, "cardinality")


def fit(model, dataset, steps_per_epoch, epochs, initial_epoch, validation_data, validation_steps,
        others, **options):
    """Train on a data set.

    With `steps_per_epoch` the epochs follow each other through one pass; without, each epoch is a
    pass of its own.

    # Arguments
        others: dictionary of arguments of fit that do not go with a data set, with their values.
        options: what `fit_generator` takes besides.
    """
    _refuse("fit", others)
    if is_dataset(validation_data):
        validation_steps = _steps("validation_steps", validation_data, validation_steps)
        validation_data = _passes(validation_data, validation_steps)
    if steps_per_epoch is None:
        steps_per_epoch = _steps("steps_per_epoch", dataset, None)
        source = _passes(dataset, steps_per_epoch)
    else:
        needed, size = steps_per_epoch * (epochs - initial_epoch), dataset.cardinality
        if size is not None and size < needed:
            raise ValueError(f"fit: the data set must have {needed} batches (steps_per_epoch "
                             f"{steps_per_epoch} in {epochs - initial_epoch} epochs), got {size}. "
                             "Let it go on with dataset.repeat(), or leave steps_per_epoch out: "
                             "each epoch is then one pass.")
        source = _batches(dataset)
    return model.fit_generator(
        source, steps_per_epoch=steps_per_epoch, epochs=epochs, initial_epoch=initial_epoch,
        validation_data=validation_data, validation_steps=validation_steps, workers=0, **options)


def evaluate(model, dataset, steps, verbose, others):
    """Loss and metrics on a data set."""
    _refuse("evaluate", others)
    return model.evaluate_generator(_batches(dataset), _steps("steps", dataset, steps), workers=0,
                                    verbose=verbose)


def predict(model, dataset, steps, verbose):
    """Outputs for the inputs of a data set, whose batches are (x, y) or x alone."""
    return model.predict_generator(_batches(dataset), _steps("steps", dataset, steps), workers=0,
                                   verbose=verbose)


def _refuse(function, others):
    given = [name for name, value in others.items()
             if not (value is None or isinstance(value, float) and value == 0.)]
    if given:
        raise ValueError(f"{function}: {', '.join(given)} must not be given with a data set, whose "
                         "batches hold inputs, targets and weights. Put them into the data set.")


def _steps(name, dataset, steps):
    if steps is not None:
        return steps
    size = dataset.cardinality
    if size is None or math.isinf(size):
        what = "one of unknown length" if size is None else "an endless one"
        raise ValueError(f"{name}: it must be given for a data set whose end is not known, got "
                         f"{what}. Pass the number of batches.")
    return size


def _passes(dataset, steps):
    """The first batches of one pass after the other."""
    while True:
        yield from itertools.islice(_batches(dataset), steps)


def _batches(dataset):
    """Batches with several inputs or targets as lists, as models take them."""
    for batch in dataset.batches():
        yield tuple(list(part) if isinstance(part, tuple) else part for part in batch) \
            if isinstance(batch, tuple) else batch
