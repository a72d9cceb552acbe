"""`inspect_shapes`: one call for models, lists of layers, code and errors."""

import sys
from pathlib import Path

from kerastutor.course import language
from kerastutor.course.jupyter import under_jupyter
from kerastutor.engine.base_layer import Layer
from kerastutor.engine.network import Network
from kerastutor.utils.graph_svg import NOTEBOOK, PAPER
from kerastutor.widgets.live import attach, framed
from kerastutor.widgets.shapes.data import add_data
from kerastutor.widgets.shapes.notes import add_notes
from kerastutor.widgets.shapes.picture import trace_svg
from kerastutor.widgets.shapes.tracing import (
    Tracer,
    trace_code,
    trace_error,
    trace_layers,
    trace_model,
    without_inner_layers,
)
from kerastutor.widgets.shapes.words import say, step_details, trace_text

_SCRIPT = Path(__file__).with_name("live.js")


def inspect_shapes(model=None, x=None, y=None):
    """Show the shape on every edge of a model, and what to do where one does not fit.

    A wrong model is drawn too: up to the layer that fails, which is marked and gets both shapes
    and the fix, and on from there with unknown shapes.

    # Arguments
        model: what to look at:
            a model; a list of layers (which stay as they are); a function without arguments that
            builds a model (its error is shown, not raised); an exception. Without it the result
            is for a `with` block, whose layers are followed; the error of a layer ends the block
            and is shown, not raised.
        x: data for the inputs of a model, to see whether it fits.
        y: labels for its outputs, to see whether they fit output and loss.

    # Returns
        A `ShapeView`: a notebook shows it as a picture that can be walked through, `print` as
        text.

    # Raises
        ValueError: for a model whose `call` is code, or an error that no layer raised.

    # Example

    ```python
    inspect_shapes([LSTM(8, input_shape=(10, 3)), LSTM(4), Dense(1)])

    with inspect_shapes():
        a = Input((8, 8, 3))
        y = Add()([a, Conv2D(4, 3)(a)])
    ```
    """
    if model is None:
        return _Block()
    if isinstance(model, BaseException):
        trace = trace_error(model)
    elif isinstance(model, Network):
        trace = trace_model(model)
        if x is not None or y is not None:
            add_data(trace, model, x, y)
    elif isinstance(model, (list, tuple)):
        trace = trace_layers(model)
    elif callable(model) and not isinstance(model, (Layer, type)):
        trace = trace_code(model)
    else:
        raise ValueError(
            "inspect_shapes: model must be a model, a list of layers, a function that builds one "
            f"or an exception, got {model!r}. Put a single layer into a list."
        )
    return ShapeView(add_notes(trace))


def last_error():
    """Show the last error that nobody caught, as `inspect_shapes` does.

    # Raises
        ValueError: when there was none, or no layer raised it.
    """
    error = getattr(sys, "last_value", None)
    if error is None:
        raise ValueError("last_error: there must be an error to look at, got none since the start. "
                         "Run the code that fails first.")
    return inspect_shapes(error)


class ShapeView:
    """What `inspect_shapes` shows: text, picture and live view of one trace.

    # Attributes
        trace: the `Trace`.
        error: the exception that a layer raised, or None.
    """

    def __init__(self, trace, lang=None):
        self.trace = trace
        self.lang = lang or language.current()
        self._widget = None

    @property
    def error(self):
        return self.trace.failure.error if self.trace.failure else None

    def text(self):
        """Return everything as text."""
        return trace_text(self.trace, self.lang)

    def svg(self, colours=NOTEBOOK):
        """Return the picture; `colours` are `NOTEBOOK`, or `PAPER` for a file."""
        return trace_svg(self.trace, self.lang, colours)

    def __str__(self):
        return self.text()

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self._widget is None:
            words = {key: say(key, self.lang) for key in ("legend", "batch", "details")}
            details = [step_details(self.trace, i, self.lang)
                       for i in range(len(self.trace.steps))]
            self._widget = attach(_SCRIPT, words=words, details=details)
        return {"text/plain": self.text(), "text/html": framed(self.svg(), self._widget),
                "image/svg+xml": self.svg(PAPER)}


class _Block(ShapeView):
    """Follows the layers of a `with` block, then shows them."""

    def __init__(self):
        self._tracer = Tracer()
        self._watching = None
        super().__init__(self._tracer.trace)

    def __enter__(self):
        self._watching = self._tracer.watching()
        self._watching.__enter__()
        return self

    def __exit__(self, kind, error, traceback):
        self._watching.__exit__(None, None, None)
        if isinstance(error, Exception):
            try:
                self._tracer.explain(error)
            except Exception:
                return False             # not about layers: it goes its way
        elif error is not None:
            return False
        add_notes(without_inner_layers(self.trace))
        show(self)
        return True


def show(view):
    """Put a view in front of the learner: displayed in a notebook, else printed."""
    if under_jupyter():
        sys.modules["IPython"].display.display(view)
    else:
        print(view)
