"""Do arrays fit a model? Inputs against its input shapes, labels against its outputs and losses."""

import numpy as np

from kerastutor.widgets.shapes.advice import is_sequence_layer
from kerastutor.widgets.shapes.steps import Problem, Step


def add_data(trace, model, x=None, y=None, error=None):
    """Add to a trace what does not fit between a model and its data.

    # Arguments
        trace: `Trace` of the model.
        model: the model, with shapes.
        x: array, list or dictionary of arrays for the inputs, or None.
        y: the same for the outputs.
        error: exception that the data raised, or None.

    # Returns
        True when something was found.
    """
    before = len(trace.problems)
    for name, array in _named(x, model.input_names):
        _check_input(trace, model, name, array, error)
    if getattr(model, "loss", None) is not None:
        for index, (name, array) in enumerate(_named(y, model.output_names)):
            _check_labels(trace, model, index, name, array, error)
    return len(trace.problems) > before


def _named(data, names):
    """Pairs (name, array) of data given as array, list or dictionary."""
    if data is None:
        return []
    if isinstance(data, dict):
        return [(name, np.asarray(data[name])) for name in names if name in data]
    if len(names) == 1 and not (isinstance(data, list) and len(data) == 1
                                and hasattr(data[0], "shape")):
        data = [data]
    return [(name, np.asarray(array)) for name, array in zip(names, data)]


def _step_of(trace, name):
    return max(i for i, step in enumerate(trace.steps) if step.name == name)


def _check_input(trace, model, name, array, error):
    index = _step_of(trace, name)
    want = trace.steps[index].output_shapes[0]
    have = (None, *array.shape[1:])
    if _fits(have, want):
        return
    args = {"name": name, "right": want[1:], "wrong": array.shape[1:]}
    message = "data_shape"
    if len(have) + 1 == len(want) and _fits((*have, 1), want):
        message = "data_channel_axis"
    elif len(have) + 1 == len(want) and _fits((None, *array.shape), want):
        message = "data_one_sample"
    elif len(have) > 2 and len(want) == 2 and np.prod(have[1:]) == want[1]:
        message = "data_flat"
        args["size"] = want[1]
    elif len(have) == len(want) and sorted(have[1:]) == sorted(s or 0 for s in want[1:]):
        message = "data_turned"
    trace.add_problem(Problem(message, index, "failed", array.shape, want, args, error))


def _check_labels(trace, model, index, name, array, error):
    output = _step_of(trace, name)
    step = trace.steps[output]
    given = step.output_shapes[0]
    loss = _loss_name(model, index, name)
    sparse = loss.startswith("sparse_")
    want = (*given[:-1], 1) if sparse else given
    have = array.shape
    if len(have) == 1 and len(want) > 1:
        have = (*have, 1)
    args = {"name": name, "loss": loss, "units": given[-1]}
    if _fits((None, *have[1:]), want):
        if given[-1] == 1 and "softmax" in _activation(step):
            _add(trace, output, "softmax_one_unit", given, given, args, error, "note")
        return
    right = (None, *array.shape[1:])
    if sparse and len(have) == len(want) and have[-1] == given[-1]:
        message, have, need = "labels_one_hot", array.shape, want
    elif loss == "categorical_crossentropy" and len(have) == len(want) and have[-1] == 1:
        args["classes"] = max(int(array.max()) + 1 if array.size else 0, given[-1])
        message, have, need = "labels_integers", array.shape, (None, args["classes"])
    elif len(want) > len(have):
        message, layer = _why_more_axes(trace, step)
        have, need = given, (None, given[-1]) if len(right) == 1 else right
        args["layer"] = layer
    elif len(want) < len(have):
        message, have, need = "labels_more_axes", given, right
    else:
        args["size"] = have[-1]
        message, have, need = "labels_units", given, (None, *have[1:])
    _add(trace, output, message, have, need, args, error, "failed", array.shape)


def _why_more_axes(trace, step):
    """The message for an output with more axes than the labels, and the layer to change."""
    last = step.name
    while step is not None:
        layer = getattr(step.layer, "forward_layer", step.layer)
        if is_sequence_layer(layer) and layer.return_sequences:
            return "labels_sequence", step.name
        step = trace.source_step(step)
    return "labels_flatten", last


def _add(trace, output, message, have, need, args, error, mark, labels=None):
    step = trace.steps[output]
    shape = tuple(have if labels is None else labels)
    trace.steps.append(
        Step("y", "labels", None, [(output, 0)], [step.output_shapes[0]], [shape], mark))
    trace.add_problem(Problem(message, len(trace.steps) - 1, mark, have, need, args, error))


def _loss_name(model, index, name):
    loss = model.loss
    if isinstance(loss, dict):
        loss = loss.get(name)
    elif isinstance(loss, (list, tuple)):
        loss = loss[index] if index < len(loss) else None
    return loss if isinstance(loss, str) else getattr(loss, "__name__", str(loss))


def _activation(step):
    return getattr(getattr(step.layer, "activation", None), "__name__", "")


def _fits(have, want):
    return len(have) == len(want) and all(
        a is None or b is None or a == b for a, b in zip(have, want))
