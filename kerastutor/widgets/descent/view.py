"""`show_descent`: the paths of several batch sizes on the bowl of the loss, with a slider."""

from pathlib import Path

from kerastutor.course import language
from kerastutor.course.messages import catalogue, render
from kerastutor.utils.graph_svg import NOTEBOOK, PAPER, Drawing, document, text
from kerastutor.widgets.descent import paths
from kerastutor.widgets.live import attach, framed

_MESSAGES = Path(__file__).with_name("messages.toml")
_SCRIPT = Path(__file__).with_name("live.js")
_WIDTH, _HEIGHT = 460, 320
_LEFT, _RIGHT, _BOTTOM, _TOP = -2.2, 2.8, -2.0, 3.2  # the part of the plane that is shown
_RISES = (0.02, 0.1, 0.3, 0.7, 1.4, 2.5, 4.0)
# (notebook, paper, dashes): paths differ in dashes too, never in colour alone.
_LINES = (
    ("var(--jp-warn-color1, #c25700)", "#c25700", ""),
    ("var(--jp-brand-color1, #1565c0)", "#1565c0", "7 3"),
    ("var(--jp-success-color1, #2e7d32)", "#2e7d32", "2 3"),
)


def show_descent(batch_sizes=(1, 2, 4, 8, 16, 32, 64)):
    """Show how two weights move to the lowest loss, for several batch sizes.

    The picture shows the first, the middle and the last of them; in a notebook with a kernel a
    slider goes through all.

    # Arguments
        batch_sizes: at least one whole number from 1 to 64, the number of points.

    # Returns
        A `DescentView`: a notebook shows it as a picture, `print` as text.

    # Raises
        ValueError: for other batch sizes.
    """
    sizes = list(batch_sizes)
    if not sizes or any(
        not isinstance(size, int) or not 1 <= size <= paths.POINTS for size in sizes
    ):
        raise ValueError(
            f"show_descent: batch_sizes must be whole numbers from 1 to {paths.POINTS}, got "
            f"{batch_sizes!r}. For example (1, 8, 64)."
        )
    return DescentView([paths.path(size) for size in sizes])


class DescentView:
    """What `show_descent` shows: text, picture and slider.

    # Attributes
        paths: a `Path` for each batch size.
    """

    def __init__(self, found, lang=None):
        self.paths = found
        self.lang = lang or language.current()
        self._widget = None

    def lines(self):
        """Return a line of text for each batch size."""
        return [
            self._say("path", batch=path.batch, updates=path.updates, loss=f"{path.loss:.3f}")
            for path in self.paths
        ]

    def text(self):
        """Return everything as text."""
        title = self._say("title", points=paths.POINTS, epochs=paths.EPOCHS)
        return "\n".join([title, *self.lines()])

    def svg(self, colours=NOTEBOOK):
        """Return the picture; `colours` are `NOTEBOOK`, or `PAPER` for a file."""
        elements = [*_ellipses(colours)]
        shown = sorted({0, len(self.paths) // 2, len(self.paths) - 1})
        for index, path in enumerate(self.paths):
            order = shown.index(index) if index in shown else 1
            elements.append(_line(index, path, order, index in shown, colours))
        lowest, _, _ = paths.bowl()
        x, y = _place(lowest)
        elements.append(text(x, y + 5, "★", colours["text"], size=16))
        elements.append(
            f'<rect x="0" y="0" width="{_WIDTH}" height="{_HEIGHT}" fill="none" '
            f'stroke="{colours["edge"]}"/>'
        )
        axes = f"→ {self._say('slope')}    ↑ {self._say('offset')}"
        elements.append(text(0, _HEIGHT + 18, axes, colours["quiet"], anchor="start", size=12))
        for row, index in enumerate(shown):
            y = _HEIGHT + 40 + 20 * row
            stroke = _stroke(row, colours)
            elements.append(f'<g data-path="{index}"><path d="M0 {y - 4} h34" {stroke}/>')
            elements.append(
                text(42, y, self.lines()[index], colours["text"], anchor="start") + "</g>"
            )
        title, *words = self.text().splitlines()
        drawing = Drawing(elements, _WIDTH, _HEIGHT + 36 + 20 * len(shown))
        return document(drawing, colours, title, "\n".join(words), margin=8)

    def _say(self, name, **args):
        return render(catalogue(_MESSAGES)[name][self.lang], args)

    def __str__(self):
        return self.text()

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self._widget is None:
            self._widget = attach(_SCRIPT, lines=self.lines(), label=self._say("slider"))
        return {"text/plain": self.text(), "text/html": framed(self.svg(), self._widget),
                "image/svg+xml": self.svg(PAPER)}  # fmt: skip


def _place(weights):
    """Return where in the picture a pair of weights stands."""
    a, b = weights
    return (
        (a - _LEFT) / (_RIGHT - _LEFT) * _WIDTH,
        (_TOP - b) / (_TOP - _BOTTOM) * _HEIGHT,
    )


def _ellipses(colours):
    """Yield the level lines of the loss, cut off at the frame."""
    (x, y), (along, across), angle = _place(paths.bowl()[0]), *paths.bowl()[1:]
    sx, sy = _WIDTH / (_RIGHT - _LEFT), _HEIGHT / (_TOP - _BOTTOM)
    yield f'<clipPath id="frame"><rect width="{_WIDTH}" height="{_HEIGHT}"/></clipPath>'
    yield '<g clip-path="url(#frame)">'
    for rise in _RISES:
        size = rise**0.5
        yield (
            f'<g transform="translate({x:.1f} {y:.1f}) scale({sx:.2f} {-sy:.2f}) '
            f'rotate({angle:.2f})"><ellipse rx="{along * size:.3f}" ry="{across * size:.3f}" '
            f'fill="none" stroke="{colours["quiet"]}" stroke-width="1" opacity="0.6" '
            'vector-effect="non-scaling-stroke"/></g>'
        )
    yield "</g>"


def _line(index, path, order, shown, colours):
    points = " ".join("{:.1f},{:.1f}".format(*_place(place)) for place in path.places)
    hidden = "" if shown else ' style="display: none"'
    return f'<polyline data-path="{index}"{hidden} points="{points}" {_stroke(order, colours)}/>'


def _stroke(order, colours):
    notebook, paper, dashes = _LINES[order % len(_LINES)]
    colour = notebook if colours["page"] == "none" else paper
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'fill="none" stroke="{colour}" stroke-width="1.8"{dash}'
