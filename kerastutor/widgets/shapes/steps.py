"""What the shape inspector knows: the calls of layers in order, and what is wrong with them."""

from dataclasses import dataclass, field

from kerastutor.utils.model_graph import kind_of

# Attributes that say what a layer does, in the order in which one writes them.
_SIZES = ("input_dim", "units", "filters", "output_dim", "kernel_size", "pool_size", "cropping",
          "rate", "n", "target_shape", "dims", "size", "state_size")  # fmt: skip
_WHOLE = ("target_shape", "dims")
_OPTIONS = {"strides": 1, "padding": "valid", "dilation_rate": 1, "return_sequences": False,
            "go_backwards": False, "stateful": False, "merge_mode": "concat"}  # fmt: skip


@dataclass
class Step:
    """One call of a layer.

    # Arguments
        name: name of the layer.
        kind: its class.
        layer: the layer itself; None for one that could not be made, or for data.
        sources: for each input (index of the step, which of its outputs), None for one that no
            step made.
        input_shapes: list of shapes.
        output_shapes: list of shapes; empty while they are not known.
        mark: "", "note", "failed" or "unknown".
    """

    name: str
    kind: str
    layer: object = None
    sources: list = field(default_factory=list)
    input_shapes: list = field(default_factory=list)
    output_shapes: list = field(default_factory=list)
    mark: str = ""

    @property
    def signature(self):
        """The layer as one would write it: `Dense(10, softmax)`."""
        return signature(self.layer) if self.layer is not None else self.kind

    @property
    def parameters(self):
        """Number of weights, None while they are not made."""
        if not getattr(self.layer, "built", False):
            return None
        return self.layer.count_params()


@dataclass
class Problem:
    """Something wrong, or worth a look, at one step.

    # Arguments
        id: message id below `advice.`.
        step: index of the step.
        mark: "failed" or "note".
        have: what came: a shape, a list of shapes, or a text.
        need: what is needed: the same; axes may be words such as "steps".
        args: arguments of the message.
        error: the exception, None when none was raised.
    """

    id: str
    step: int
    mark: str
    have: object
    need: object
    args: dict = field(default_factory=dict)
    error: BaseException | None = None


@dataclass
class Trace:
    """Calls of layers, in order, and the problems found.

    # Arguments
        steps: list of `Step`.
        problems: list of `Problem`, failures first.
    """

    steps: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def failure(self):
        """The problem that stops the model, or None."""
        return next((p for p in self.problems if p.mark == "failed"), None)

    def add_problem(self, problem):
        """Add a problem and mark its step."""
        self.problems.append(problem)
        self.problems.sort(key=lambda p: (p.mark != "failed", p.step))
        step = self.steps[problem.step]
        if step.mark != "failed":
            step.mark = problem.mark

    def source_step(self, step, position=0):
        """Return the step that made an input of `step`, or None."""
        if position >= len(step.sources) or step.sources[position] is None:
            return None
        return self.steps[step.sources[position][0]]

    def first_step(self, step):
        """Return the step at which the data of `step` enters the model."""
        while (before := self.source_step(step)) is not None:
            step = before
        return step


def signature(layer):
    """Return how one would write `layer`, with the arguments that say what it does."""
    kind = type(layer).__name__
    wrapped = getattr(layer, "layer", None)
    if hasattr(wrapped, "get_config"):
        return f"{kind}({signature(wrapped)})"
    if hasattr(layer, "layers") or kind == "InputLayer":
        return kind_of(layer)
    parts = []
    for name in _SIZES:
        value = getattr(layer, name, None)
        if value is not None and not callable(value) and _plain(value):
            parts.append(str(tuple(value)) if name in _WHOLE else _value_text(value))
    activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
    if activation not in ("linear", "tanh") or kind == "Activation":
        parts.append(activation)
    for name, usual in _OPTIONS.items():
        value = getattr(layer, name, usual)
        if _plain(value) and _value_text(value) not in (_value_text(usual), "None") and not (
            name == "strides" and value == getattr(layer, "pool_size", None)
        ):
            parts.append(f"{name}={_value_text(value)}")
    return f"{kind}({', '.join(parts)})"


def _plain(value):
    if isinstance(value, (tuple, list)):
        return all(map(_plain, value))
    return isinstance(value, (int, float, str))


def _value_text(value):
    """A value as one would write it: (3, 3) is 3."""
    if isinstance(value, (tuple, list)):
        texts = [_value_text(x) for x in value]
        if len(set(texts)) == 1:
            return texts[0]
        return f"({', '.join(texts)})"
    return str(value)
