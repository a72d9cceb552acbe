"""What runs but is seldom meant: notes on the steps of a trace."""

from kerastutor.widgets.shapes.advice import is_a, looks_turned
from kerastutor.widgets.shapes.steps import Problem

_INTEGER_LAYERS = ("InputLayer", "Lambda", "Reshape", "Flatten", "Permute")


def add_notes(trace):
    """Look at every step of a trace, and add a note where one is due."""
    for index, step in enumerate(trace.steps):
        for rule in (_dense_on_axes, _channels_first, _softmax_on_one_unit, _floats_embedded):
            problem = rule(trace, index, step)
            if problem is not None and step.mark != "failed":
                trace.add_problem(problem)
    if trace.steps and all(step.mark == "unknown" for step in trace.steps):
        first = trace.steps[0]
        trace.add_problem(
            Problem("no_input_shape", 0, "note", None, ("...",), {"name": first.name}))
    return trace


def _note(message, index, step, need, **args):
    have = step.input_shapes[0] if step.input_shapes else None
    return Problem(message, index, "note", have, need, {"name": step.name, **args})


def _dense_on_axes(trace, index, step):
    if not is_a(step.layer, "Dense") or len(step.input_shapes) != 1 or not step.input_shapes[0]:
        return None
    shape = step.input_shapes[0]
    before = trace.source_step(step)
    images = len(shape) >= 4
    rows = len(shape) == 3 and before is not None and before.kind == "InputLayer"
    if not (images or rows) or not step.output_shapes:
        return None
    if images and before is not None and is_a(before.layer, "Dense"):
        return None                      # said already, at the first of them
    return _note("dense_keeps_axes", index, step, (None, "features"),
                 output=step.output_shapes[0], units=step.layer.units)


def _channels_first(trace, index, step):
    if step.layer is None or not is_a(step.layer, "_Conv") or len(step.input_shapes) != 1:
        return None
    before, shape = trace.source_step(step), step.input_shapes[0]
    if before is None or before.kind != "InputLayer" or shape is None:
        return None
    first = getattr(step.layer, "data_format", "") == "channels_first"
    if not looks_turned(shape[1:], first):
        return None
    turned = (*shape[2:], shape[1]) if not first else (shape[-1], *shape[1:-1])
    message = "channels_last_to_first" if first else "channels_first_to_last"
    if trace.failure is not None and trace.failure.id == message:
        return None
    return _note(message, index, step, (None, *turned), wrong=shape[1:], right=turned)


def _softmax_on_one_unit(trace, index, step):
    activation = getattr(getattr(step.layer, "activation", None), "__name__", "")
    shapes = step.output_shapes
    if activation != "softmax" or not shapes or shapes[0] is None or shapes[0][-1] != 1:
        return None
    return Problem("softmax_one_unit", index, "note", shapes[0], shapes[0], {"name": step.name})


def _floats_embedded(trace, index, step):
    before = trace.source_step(step)
    if not is_a(step.layer, "Embedding") or before is None or before.kind in _INTEGER_LAYERS:
        return None
    return _note("embedding_on_floats", index, step, (None, "steps"), before=before.name)
