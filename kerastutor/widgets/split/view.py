"""The strip of samples coloured by class, with the cut of `validation_split`."""

from pathlib import Path

import numpy as np

from kerastutor.course import language
from kerastutor.course.messages import catalogue, render
from kerastutor.utils.graph_svg import NOTEBOOK, PAPER, Drawing, document, text
from kerastutor.widgets.live import framed

MOST_BARS = 120
_MESSAGES = Path(__file__).with_name("messages.toml")
_BAR, _HEIGHT = 6, 34
# Light and dark alternate, and wide bars carry their class as text: never colour alone.
_COLOURS = ("#1f4e9c", "#f2b134", "#2a8c6e", "#e58fb0", "#5b2a86", "#9fd356", "#a63d2f", "#7cc6e8",
            "#4a4a4a", "#d9b48f")  # fmt: skip


def show_split(y, validation_split=0.2):
    """Show where `fit` cuts the validation part off, and what it shuffles afterwards.

    # Arguments
        y: the labels, integers of shape (samples,) in the order in which the data come.
        validation_split: the share of `fit`, between 0 and 1.

    # Returns
        A `SplitView`: a notebook shows it as a picture, `print` as text.

    # Raises
        ValueError: for labels of another form or a share outside of 0 to 1.
    """
    labels = np.asarray(y)
    if labels.ndim != 1 or not len(labels) or labels.dtype.kind not in "iu":
        raise ValueError(
            f"show_split: y must be integers of shape (samples,), got {labels.dtype} of shape "
            f"{labels.shape}. For one-hot labels take np.argmax(y, axis=1)."
        )
    if not 0 < validation_split < 1:
        raise ValueError(
            f"show_split: validation_split must be between 0 and 1, got {validation_split!r}. "
            "0.2 cuts the last fifth off."
        )
    return SplitView(labels, validation_split)


class SplitView:
    """What `show_split` shows: text and picture.

    # Attributes
        cut: how many samples are left for the training.
    """

    def __init__(self, labels, share, lang=None):
        self.labels = labels
        self.share = share
        self.cut = int(len(labels) * (1 - share))
        self.lang = lang or language.current()

    def fed(self):
        """Return the labels in an order in which `fit` may use them."""
        order = np.random.RandomState(0).permutation(self.cut)
        return np.concatenate([self.labels[: self.cut][order], self.labels[self.cut :]])

    def text(self):
        """Return how many samples of each class either part has."""
        lines = [self._say("title", share=self.share, count=len(self.labels))]
        for part, labels in (("training", self.labels[: self.cut]),
                             ("exam", self.labels[self.cut :])):  # fmt: skip
            classes, counts = np.unique(labels, return_counts=True)
            pairs = ", ".join(f"{a}: {b}" for a, b in zip(classes, counts, strict=True))
            lines.append(self._say("counts", part=self._say(part), counts=pairs or "-"))
        return "\n".join(lines)

    def svg(self, colours=NOTEBOOK):
        """Return the picture; `colours` are `NOTEBOOK`, or `PAPER` for a file."""
        count = min(len(self.labels), MOST_BARS)
        places = np.arange(count) * len(self.labels) // count
        width = count * _BAR
        at = _BAR * int(np.searchsorted(places, self.cut))
        elements, top = [], 0
        for name, labels in (("given", self.labels), ("fed", self.fed())):
            elements.append(text(0, top + 14, self._say(name), colours["text"], anchor="start"))
            elements += self._strip(labels[places], top + 22)
            top += _HEIGHT + 36
        elements.append(
            f'<line x1="{at}" y1="14" x2="{at}" y2="{top - 6}" stroke="{colours["failed"]}" '
            'stroke-width="3" stroke-dasharray="7 4"/>'
        )
        for name, x, anchor in (("training", at - 6, "end"), ("exam", at + 6, "start")):
            elements.append(text(x, top + 8, self._say(name), colours["text"], anchor=anchor))
        if count < len(self.labels):
            note = self._say("sampled", size=round(len(self.labels) / count))
            elements.append(text(0, top + 30, note, colours["quiet"], anchor="start", size=12))
        title, *words = self.text().splitlines()
        drawing = Drawing(elements, width, top + 36)
        return document(drawing, colours, title, "\n".join(words), margin=8)

    def _strip(self, labels, top):
        """Return one bar for each run of equal labels, with the label where there is room."""
        starts = [0, *(np.flatnonzero(np.diff(labels)) + 1)]
        for start, end in zip(starts, [*starts[1:], len(labels)], strict=True):
            label = int(labels[start])
            x, width = _BAR * start, _BAR * (end - start)
            colour = _COLOURS[label % len(_COLOURS)]
            yield (
                f'<rect x="{x}" y="{top}" width="{width}" height="{_HEIGHT}" fill="{colour}"/>'
            )
            if width >= 16:
                light = label % len(_COLOURS) % 2 == 1
                fill = "#111111" if light else "#ffffff"
                yield text(x + width / 2, top + _HEIGHT / 2 + 5, str(label), fill, bold=True)

    def _say(self, name, **args):
        return render(catalogue(_MESSAGES)[name][self.lang], args)

    def __str__(self):
        return self.text()

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.text(), "text/html": framed(self.svg()),
                "image/svg+xml": self.svg(PAPER)}  # fmt: skip
