"""Why a layer refuses its input, and what to do: rules, the most special ones first.

Each rule looks at a `Case` and gives a `Problem`, or None when it does not apply.
"""

import re

from kerastutor.widgets.shapes.steps import Problem, signature

SEQUENCE = ("steps", "features")
IMAGE = ("height", "width", "channels")
VOLUME = ("depth", "height", "width", "channels")

_COUNTS = ("units", "filters", "output_dim")
_GRAMMAR = re.compile(r"(?P<what>[^:]+) must (?P<need>.+?), got (?P<have>.+?)\. (?P<fix>.+)", re.S)


class Case:
    """A call that failed.

    # Attributes
        layer: the layer, None when it could not be made.
        error: the exception.
        text: its message.
        shapes: the shapes of the inputs.
        shape: the shape of the only input, else None.
        before: the step that made the first input, or None.
    """

    def __init__(self, trace, index, error):
        self.trace = trace
        self.index = index
        self.step = trace.steps[index]
        self.layer = self.step.layer
        self.error = error
        self.text = str(error)
        self.shapes = self.step.input_shapes
        self.shape = self.shapes[0] if len(self.shapes) == 1 else None
        self.before = trace.source_step(self.step)

    def is_a(self, *names):
        return is_a(self.layer, *names)

    def after_input(self):
        """Whether the input of the layer is the input of the model."""
        return self.before is None or self.before.kind == "InputLayer"

    def problem(self, message_id, need, **args):
        args = {"name": self.step.name, **args}
        if self.before is not None:
            args.setdefault("before", self.before.name)
        have = self.shape if self.shape is not None else self.shapes
        return Problem(message_id, self.index, "failed", have, need, args, self.error)


def advise(trace, index, error):
    """Return the `Problem` of the failed step `index`."""
    case = Case(trace, index, error)
    for rule in RULES:
        problem = rule(case)
        if problem is not None:
            return problem
    return _what_the_layer_says(case)


def is_a(layer, *names):
    """Whether a class of one of these names is among the classes of `layer`."""
    return any(cls.__name__ in names for cls in type(layer).__mro__)


def is_sequence_layer(layer):
    return is_a(layer, "RNN", "Bidirectional", "CuDNNGRU", "CuDNNLSTM", "_CuDNNRNN")


def last_step_only(step):
    """Whether a step is a recurrent layer that hands on its last state only."""
    layer = step.layer if step is not None else None
    layer = getattr(layer, "forward_layer", layer)
    return is_sequence_layer(layer) and not layer.return_sequences


def axes_of(layer):
    """Words for the axes that a layer wants, without the batch; None when it takes others."""
    spec = layer.input_spec if layer is not None else None
    spec = spec[0] if isinstance(spec, (list, tuple)) and spec else spec
    ndim = getattr(spec, "ndim", None)
    words = {2: ("features",), 3: SEQUENCE, 4: IMAGE, 5: VOLUME}.get(ndim)
    if is_a(layer, "ConvRNN2D", "ConvLSTM2D"):
        words = ("steps", *IMAGE)
    if words and getattr(layer, "data_format", None) == "channels_first" and ndim and ndim > 3:
        spatial = [w for w in words if w not in ("channels", "steps")]
        words = (*(w for w in words if w == "steps"), "channels", *spatial)
    return words


# Rank

def _wrong_rank(case):
    axes = axes_of(case.layer)
    spec = case.layer.input_spec if case.layer is not None else None
    if axes is None or case.shape is None or "ndim" not in case.text:
        return None
    if case.is_a("Permute"):
        return case.problem("permute_rank", (None, *["?"] * (spec.ndim - 1)), dims=case.layer.dims,
                            count=len(case.layer.dims), axes=len(case.shape) - 1,
                            example=tuple(range(len(case.shape) - 1, 0, -1)))
    have, want = len(case.shape), len(axes) + 1
    need = (None, *axes)
    if have == want + 1 and case.after_input() and case.shape[1] is not None:
        if want > 2 or case.shape[1] >= 100:
            return case.problem("batch_in_input_shape", need, right=_tuple(case.shape[2:]),
                                wrong=_tuple(case.shape[1:]))
    chooser = {1: _wants_vector, 2: _wants_sequence, 3: _wants_image}.get(want - 1)
    found = chooser(case, need) if chooser else None
    if found is not None:
        return found
    if case.is_a("ConvRNN2D", "ConvLSTM2D") and have == 4:
        return case.problem("steps_axis_missing", need, right=_tuple(("steps", *case.shape[1:])))
    return case.problem("rank", need, have=have, want=want)


def _wants_vector(case, need):
    before = case.before
    if case.is_a("RepeatVector") and before and is_sequence_layer(before.layer):
        return case.problem("sequence_to_repeat", need)
    return case.problem("flatten_first", need)


def _wants_sequence(case, need):
    if len(case.shape) == 2:
        if last_step_only(case.before):
            return case.problem("return_sequences", need)
        if case.before is not None and case.before.kind == "Flatten":
            return case.problem("flatten_not_here", need)
        size = case.shape[1]
        if case.after_input():
            message = "sequence_input" if size is not None else "sequence_input_any"
            return case.problem(message, need, size=size)
        return case.problem("vector_to_sequence", need, size=size)
    if case.before is not None and is_a(case.before.layer, "Embedding"):
        return case.problem("embedding_input", need, wrong=_tuple(case.before.input_shapes[0][1:]))
    if len(case.shape) == 4 and None not in case.shape[1:]:
        _, height, width, channels = case.shape
        return case.problem("image_to_sequence", need, rows=height * width, channels=channels)
    return None


def _wants_image(case, need):
    if len(case.shape) == 3 and case.after_input():
        right = (*case.shape[1:], 1)
        if need[1] == "channels":
            right = (1, *case.shape[1:])
        return case.problem("channel_axis_missing", need, right=_tuple(right),
                            wrong=_tuple(case.shape[1:]))
    if len(case.shape) == 2 and case.before is not None and case.before.kind == "Flatten":
        return case.problem("flatten_not_here", need)
    if len(case.shape) == 2:
        return case.problem("vector_to_image", need, size=case.shape[1])
    return None


def _already_flat(case):
    if case.is_a("Flatten") and case.shape is not None and "min_ndim" in case.text:
        return case.problem("already_flat", (None, "...", "..."))
    return None


# Sizes

def _window_too_large(case):
    if "'valid' window" not in case.text or case.shape is None:
        return None
    window = re.search(r"at least (\d+)", case.text)
    least = int(window[1]) if window else 1
    first_channels = getattr(case.layer, "data_format", "") == "channels_first"
    spatial = range(2, len(case.shape)) if first_channels else range(1, len(case.shape) - 1)
    need = tuple(f">= {least}" if i in spatial else size for i, size in enumerate(case.shape))
    entry = case.trace.first_step(case.step).output_shapes
    entry = entry[0][1:] if entry else ()
    if looks_turned(entry, first_channels):
        turned = (*entry[1:], entry[0]) if not first_channels else (entry[-1], *entry[:-1])
        return case.problem(
            "channels_last_to_first" if first_channels else "channels_first_to_last",
            need, wrong=_tuple(entry), right=_tuple(turned))
    return case.problem("image_too_small", need, least=least)


def looks_turned(shape, first_channels):
    """Whether an input shape (without batch) has its channels where the layer does not look."""
    if len(shape) != 3 or None in shape:
        return False
    small, others = (shape[-1], shape[:-1]) if first_channels else (shape[0], shape[1:])
    return small in (1, 3, 4) and min(others) >= 8


def _other_size(case):
    if "along axis" not in case.text or case.shape is None or "have size" not in case.text:
        return None
    axis, size = re.search(r"have size (\d+) along axis (-?\d+)", case.text).group(2, 1)
    inner = re.findall(r"Layer (\S+): input", case.text)
    name = inner[-1] if inner else case.step.name
    need = list(case.shape)
    need[int(axis)] = int(size)
    message = "other_size" if name == case.step.name else "other_size_inside"
    return case.problem(message, tuple(need), size=int(size), inner=name,
                        got=case.shape[int(axis)])


def _reshape(case):
    if not case.is_a("Reshape") or case.shape is None:
        return None
    target = tuple(case.layer.target_shape)
    count = _product(case.shape[1:])
    wanted = _product([n for n in target if n != -1])
    if count is None or -1 in target and wanted and count % wanted == 0:
        return None
    need = f"Reshape({_tuple(target)})" if -1 in target else (None, wanted)
    return case.problem("reshape_size", need, count=count, wanted=wanted,
                        target=_tuple(target))


def _cropped_away(case):
    if "must leave something" not in case.text or case.shape is None:
        return None
    cropping = case.layer.cropping
    pairs = cropping if isinstance(cropping[0], (list, tuple)) else [cropping]
    first = 2 if getattr(case.layer, "data_format", "") == "channels_first" else 1
    need, worst = list(case.shape), None
    for axis, pair in enumerate(pairs, first):
        if case.shape[axis] is not None and sum(pair) >= case.shape[axis]:
            need[axis] = f"> {sum(pair)}"
            worst = worst or (sum(pair), case.shape[axis])
    return case.problem("cropped_away", tuple(need), cut=worst[0], size=worst[1])


def _flatten_unknown(case):
    if case.is_a("Flatten") and case.shape is not None and None in case.shape[1:]:
        return case.problem("flatten_unknown", (None, *("number" for _ in case.shape[1:])))
    return None


# Several inputs

def _merge(case):
    if not case.is_a("_Merge", "Merge", "Concatenate", "Add", "Dot"):
        return None
    if len(case.shapes) < 2:
        return case.problem("merge_needs_list", "[x, y]", kind=case.step.kind)
    a, b = case.shapes[:2]
    if case.is_a("Dot"):
        axes = case.layer.axes
        axes = [axes, axes] if isinstance(axes, int) else list(axes)
        if any(not -len(s) <= i < len(s) for i, s in zip(axes, (a, b))):
            return None
        sizes = [a[axes[0]], b[axes[1]]]
        return case.problem("dot_axes", _with(b, axes[1], sizes[0]), axes=tuple(axes),
                            left=sizes[0], right=sizes[1])
    axis = case.layer.axis % len(a) if case.is_a("Concatenate") else None
    need = [a, a if axis is None or len(a) != len(b) else _with(a, axis, b[axis])]
    if len(a) != len(b):
        return case.problem("merge_rank", need)
    differing = [i for i in range(1, len(a)) if i != axis and None not in (a[i], b[i])
                 and a[i] != b[i]]
    if len(a) >= 4 and differing and len(a) - 1 not in differing:
        gaps = [a[i] - b[i] for i in differing]
        if all(0 < abs(gap) <= 3 for gap in gaps):
            smaller = case.trace.source_step(case.step, 1 if gaps[0] > 0 else 0)
            padding = tuple((0, abs(a[i] - b[i])) for i in range(1, len(a) - 1))
            return case.problem("skip_off_by_one", need, smaller=smaller.name if smaller else "?",
                                padding=padding, axes=len(padding),
                                less=min(a[differing[0]], b[differing[0]]),
                                more=max(a[differing[0]], b[differing[0]]))
        return case.problem("merge_images", need)
    if axis is None:
        fix = f"Conv2D({a[-1]}, 1)" if len(a) == 4 else f"Dense({a[-1]})"
        return case.problem("add_sizes", need, size=a[-1], fix=fix)
    if differing and b[axis] == a[axis] and len(differing) == 1:
        return case.problem("concatenate_axis", need, axis=axis, other=differing[0])
    return case.problem("merge_sizes", need)


def _one_input_only(case):
    if len(case.shapes) > 1 and "must be a list of 1 tensors" in case.text:
        return case.problem("one_input_only", case.shapes[0], count=len(case.shapes))
    return None


# Single layers

def _time_distributed(case):
    if case.is_a("TimeDistributed") and case.shape is not None and len(case.shape) == 2:
        message = "return_sequences" if last_step_only(case.before) else "time_distributed_vector"
        return case.problem(message, (None, *SEQUENCE), inner=signature(case.layer.layer))
    return None


def _normalized_axis(case):
    if not case.is_a("BatchNormalization") or case.shape is None:
        return None
    axis = case.layer.axis
    if not -len(case.shape) <= axis < len(case.shape):
        return case.problem("axis_outside", f"axis -{len(case.shape) - 1} ... "
                            f"{len(case.shape) - 1}", axis=axis, axes=len(case.shape))
    need = tuple("number" if i == axis % len(case.shape) else n for i, n in enumerate(case.shape))
    return case.problem("axis_unknown", need, axis=axis)


def _masked(case):
    if "input_mask must be None" in case.text:
        return case.problem("mask", "mask_zero=False")
    return None


def _stateful(case):
    if "stateful layer must know its batch size" not in case.text or case.shape is None:
        return None
    return case.problem("stateful_batch", ("number", *case.shape[1:]), right=case.shape[1:])


def _function(case):
    if case.is_a("Lambda") and not isinstance(case.error, ValueError):
        return case.problem("lambda_error", None, error=case.text)
    return None


def _data(case):
    if "must be a symbolic tensor" in case.text:
        return case.problem("data_as_tensor", "Input(...)")
    return None


def _tensor_as_argument(case):
    """`Flatten(x)` in the place of `Flatten()(x)`."""
    found = re.search(r"got <\w+ '[^']*' shape=(\([^)]*\))", case.text)
    if case.layer is not None or found is None:
        return None
    problem = case.problem("tensor_as_argument", f"{case.step.name}(...)(x)")
    problem.have = f"{case.step.name}(x), x: {found[1]}"
    return problem


def _initial_state(case):
    found = re.search(r"initial_state must be .*? sizes (\[[^]]*\])", case.text)
    if found is None or len(case.shapes) < 2:
        return None
    sizes = [int(n) for n in re.findall(r"\d+", found[1])]
    states = [(None, n) for n in sizes]
    given = case.shapes[1][-1]
    return case.problem("initial_state", [case.shapes[0], *states], size=sizes[0], given=given)


def _units(case):
    """A fraction or a word as the number of units or filters."""
    parts = _GRAMMAR.search(case.text)
    if case.layer is not None or parts is None or parts["what"].strip() not in _COUNTS:
        return None
    value = parts["have"]
    message = "units_word" if value[:1] in "'\"" else "units_fraction" if "." in value else None
    problem = message and case.problem(message, parts["need"].removeprefix("be "), value=value)
    if problem:
        problem.have = f"{parts['what'].strip()} {value}"
    return problem or None


def _what_the_layer_says(case):
    """The parts of a message of the form `what must be X, got Y. How to fix it.`"""
    parts = _GRAMMAR.search(case.text)
    if parts is None:
        return case.problem("error", None, error=case.text)
    problem = case.problem("says", parts["need"].removeprefix("be "), fix=parts["fix"])
    if case.layer is None:
        problem.have = f"{parts['what'].strip()} {parts['have']}"
    return problem


RULES = (
    _tensor_as_argument,
    _units,
    _initial_state,
    _data,
    _masked,
    _stateful,
    _already_flat,
    _time_distributed,
    _wrong_rank,
    _window_too_large,
    _other_size,
    _reshape,
    _cropped_away,
    _flatten_unknown,
    _one_input_only,
    _merge,
    _normalized_axis,
    _function,
)


def _product(sizes):
    product = 1
    for size in sizes:
        if size is None:
            return None
        product *= size
    return product


def _with(shape, axis, size):
    changed = list(shape)
    changed[axis] = size
    return tuple(changed)


def _tuple(sizes):
    """A shape as one writes it in code, without quotes around words."""
    inside = ", ".join(map(str, sizes))
    return f"({inside},)" if len(sizes) == 1 else f"({inside})"
