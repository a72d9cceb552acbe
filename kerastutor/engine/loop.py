"""What the loops over arrays and over generators have in common."""
from kerastutor import callbacks as cbks


def start_callbacks(model, callbacks, verbose, count_mode, params):
    """List of callbacks of a training run, with model and parameters set.

    # Arguments
        model: Model; its `history` becomes a new `History`.
        callbacks: List of the user's callbacks, or None.
        verbose: 0 leaves the progress bar out.
        count_mode: What the progress bar counts: "samples" or "steps".
        params: Dictionary that the callbacks get as `params`.

    # Returns
        Tuple: `CallbackList`, and the model that callbacks see (the template of a parallel model).
    """
    stateful = model.stateful_metric_names
    listed = [cbks.BaseLogger(stateful_metrics=stateful)]
    if verbose:
        listed.append(cbks.ProgbarLogger(count_mode, stateful_metrics=stateful))
    history = cbks.History()
    model.history = history
    callback_list = cbks.CallbackList([*listed, *(callbacks or []), history])
    callback_model = getattr(model, "callback_model", None) or model
    callback_list.set_model(callback_model)
    callback_list.set_params(params)
    return callback_list, callback_model


def run_batches(function, feeds, labels, callbacks, callback_model):
    """Run one epoch.

    # Arguments
        function: Takes a feed and returns the list of values.
        feeds: Iterable of tuples (size, feed).
        labels: Names of the values.
        callbacks: `CallbackList`.
        callback_model: Model whose `stop_training` ends the epoch.

    # Returns
        False when a callback stopped the training.
    """
    for index, (size, feed) in enumerate(feeds):
        logs = {"batch": index, "size": size}
        callbacks.on_batch_begin(index, logs)
        logs.update(zip(labels, function(feed), strict=False))
        callbacks.on_batch_end(index, logs)
        if callback_model.stop_training:
            return False
    return True


def reset_metrics(model):
    """Set the states of the stateful metrics of a model back."""
    for metric in getattr(model, "stateful_metric_functions", ()):
        metric.reset_states()


def val_logs(labels, values):
    """Dictionary of validation values, under their names with `val_` in front."""
    values = values if isinstance(values, list) else [values]
    return {"val_" + label: float(value)
            for label, value in zip(labels, values, strict=False)}
