"""What the training view knows, in plain Python: counts, times, curves; as text and picture."""

import html
import math

MOST_POINTS = 200
_WIDTH, _HEIGHT, _MARGIN = 420, 120, 8
_DASHES = ("", "6 3", "2 2", "8 3 2 3")  # lines differ in dashes too, never in colour alone
_COLOURS = (
    "var(--jp-brand-color1, #1976d2)",
    "var(--jp-warn-color1, #f57c00)",
    "var(--jp-success-color1, #388e3c)",
    "var(--jp-error-color1, #d32f2f)",
)


class TrainingProgress:
    """The state of one training, fed by events and read by views.

    # Arguments
        epochs: number of epochs.
        steps: number of batches in an epoch, None when it is not known.
        clock: gives the time in seconds.
    """

    def __init__(self, epochs, steps, clock):
        self.epochs = epochs
        self.steps = steps
        self.epoch = 0
        self.step = 0
        self.ended = False
        self.curves = {}
        self._clock = clock
        self._start = clock()
        self._steps_done = 0

    def begin_epoch(self, epoch):
        """The epoch with this index begins."""
        self.epoch = epoch
        self.step = 0

    def end_batch(self):
        """One more batch is done."""
        self.step += 1
        self._steps_done += 1

    def end_epoch(self, epoch, logs):
        """An epoch is over, with these values."""
        self.epoch = epoch + 1
        self.step = 0
        for name, value in logs.items():
            self.curves.setdefault(name, []).append(float(value))

    def end(self):
        """The training is over."""
        self.ended = True

    def fraction(self):
        """Return the part that is done, from 0 to 1."""
        within = self.step / self.steps if self.steps else 0.0
        return min((self.epoch + within) / self.epochs, 1.0) if self.epochs else 1.0

    def seconds_left(self):
        """Return the time that is left at the pace so far, or None while nobody can know it."""
        done = self.fraction()
        if done == 0.0:
            return None
        return (self._clock() - self._start) * (1 - done) / done

    def text(self):
        """Return one line: how far, how long, and the last values."""
        filled = int(20 * self.fraction())
        bar = "=" * filled + "." * (20 - filled)
        parts = [f"epoch {min(self.epoch + (not self.ended), self.epochs)}/{self.epochs} [{bar}]"]
        if not self.ended:
            left = self.seconds_left()
            parts.append("ETA ..." if left is None else f"ETA {math.ceil(left)} s")
        parts += [f"{name} {values[-1]:.4g}" for name, values in self.curves.items()]
        return "  ".join(parts)

    def svg(self):
        """Return the curves of the losses as a picture; its title says the same in words."""
        named = {name: values for name, values in self.curves.items() if "loss" in name}
        finite = [v for values in named.values() for v in values if math.isfinite(v)]
        low, high = min(finite, default=0.0), max(finite, default=1.0)
        lines = [
            self._line(index, name, values, low, high)
            for index, (name, values) in enumerate(named.items())
        ]
        head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDTH}"'
        title = f"<title>{html.escape(self.text())}</title>"
        return f'{head} height="{_HEIGHT + 20}">{title}{"".join(lines)}</svg>'

    def _line(self, index, name, values, low, high):
        colour, dash = _COLOURS[index % len(_COLOURS)], _DASHES[index % len(_DASHES)]
        points = " ".join(
            f"{_place(i, max(len(values) - 1, 1), _WIDTH):.1f},"
            f"{_HEIGHT - _place(value - low, high - low or 1.0, _HEIGHT):.1f}"
            for i, value in _thinned(values)
            if math.isfinite(value)
        )
        style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
        label = html.escape(f"{name} {values[-1]:.4g}")
        return (
            f'<polyline {style} points="{points}"/>'
            f'<text x="{_MARGIN + 140 * index}" y="{_HEIGHT + 14}" fill="{colour}" '
            f'font-size="12">{label}</text>'
        )


def _place(value, largest, size):
    return _MARGIN + value / largest * (size - 2 * _MARGIN)


def _thinned(values):
    """Return (index, value) pairs, at most MOST_POINTS of them, the last one always."""
    stride = -(-len(values) // MOST_POINTS)
    pairs = list(enumerate(values))
    kept = pairs[::stride]
    return kept if kept[-1] == pairs[-1] else [*kept, pairs[-1]]
