"""What the dashboard knows, in plain Python: how far the training is, and its curves."""

import math
from pathlib import Path

from kerastutor.course.messages import catalogue, render

MOST_POINTS = 240                        # of one curve; above, neighbours are averaged
_MESSAGES = Path(__file__).with_name("messages.toml")


def say(message_id, lang, **args):
    """Return a text of the dashboard."""
    return render(catalogue(_MESSAGES)[message_id][lang], args)


class Curve:
    """Values in order, kept in bounded space: each point is the mean of `stride` values.

    # Attributes
        points: the means so far.
        stride: how many values one point stands for.
        last: the last value.
        bad_at: index of the first value that is not finite, or None.
    """

    def __init__(self, most=MOST_POINTS):
        self.points = []
        self.stride = 1
        self.last = math.nan
        self.bad_at = None
        self._most = most
        self._sum = 0.0
        self._count = 0
        self._seen = 0

    def add(self, value):
        """Add one value."""
        self.last = value
        if self.bad_at is None and not math.isfinite(value):
            self.bad_at = self._seen
        self._seen += 1
        self._sum += value
        self._count += 1
        if self._count == self.stride:
            self.points.append(self._sum / self._count)
            self._sum, self._count = 0.0, 0
            if len(self.points) == 2 * self._most:
                pairs = zip(self.points[::2], self.points[1::2])
                self.points = [(a + b) / 2 for a, b in pairs]
                self.stride *= 2

    def pairs(self):
        """Return (position, value) pairs; the position is the number of values so far."""
        stride = self.stride
        return [((i + 1) * stride, value) for i, value in enumerate(self.points)]


class History:
    """The state of one training, fed by events and read by views.

    # Arguments
        epochs: number of epochs.
        steps: number of batches in an epoch, None when it is not known.
        clock: gives the time in seconds.
        first_epoch: index of the epoch with which the training begins.
    """

    def __init__(self, epochs, steps, clock, first_epoch=0):
        self.epochs = epochs
        self.steps = steps
        self.first_epoch = first_epoch
        self.epoch = first_epoch         # epochs that are done, those of earlier trainings too
        self.step = 0                    # batches of the running epoch that are done
        self.batches = 0                 # batches of this training that are done
        self.state = "running"           # then "stopping", "stopped" or "done"
        self.batch_curves = {}           # name -> Curve over batches
        self.epoch_curves = {}           # name -> Curve over epochs
        self.epoch_ends = []             # number of batches at the end of each epoch
        self._clock = clock
        self._start = clock()

    def begin_epoch(self, epoch):
        """The epoch with this index begins."""
        if not self.batches:
            self.first_epoch = epoch
        self.epoch = epoch
        self.step = 0

    def end_batches(self, logs):
        """Some batches are done.

        # Arguments
            logs: list of a dictionary for each; `batch` and `size` in them are not drawn.
        """
        self.batches += len(logs)
        self.step += len(logs)
        for values in logs:
            for name, value in values.items():
                if name != "batch" and name != "size":
                    curve = self.batch_curves.get(name)
                    if curve is None:
                        curve = self.batch_curves[name] = Curve()
                    curve.add(float(value))

    def end_epoch(self, epoch, logs):
        """An epoch is over, with these values."""
        self.epoch = epoch + 1
        self.steps = self.steps or self.step
        self.step = 0
        self.epoch_ends.append(self.batches)
        for name, value in logs.items():
            if isinstance(value, (int, float)) or hasattr(value, "__float__"):
                self.epoch_curves.setdefault(name, Curve()).add(float(value))

    def end(self):
        """The training is over."""
        self.state = "done" if self.state == "running" else "stopped"

    def fraction(self):
        """Return the part that is done, from 0 to 1."""
        total = self.epochs - self.first_epoch
        within = self.step / self.steps if self.steps else 0.0
        return min((self.epoch - self.first_epoch + within) / total, 1.0) if total > 0 else 1.0

    def seconds_left(self):
        """Return the time that is left at the pace so far, or None while nobody can know it."""
        done = self.fraction()
        if done == 0.0:
            return None
        return (self._clock() - self._start) * (1 - done) / done

    def values(self):
        """Return {name: last value}: those of the last epoch, before its end those of the batch."""
        curves = self.epoch_curves or self.batch_curves
        names = sorted(curves, key=lambda name: (name.startswith("val_"), name != "loss"))
        return {name: curves[name].last for name in names}

    def text(self, lang="en"):
        """Return one line: how far, how long, and the last values."""
        filled = int(20 * self.fraction() + 1e-9)
        bar = "=" * filled + "." * (20 - filled)
        within = self.step > 0 or not self.epoch_ends
        epoch = min(self.epoch + within, self.epochs)
        parts = [f"{say('epoch', lang)} {epoch}/{self.epochs} [{bar}]"]
        if self.state == "running":
            left = self.seconds_left()
            parts.append(f"ETA {'...' if left is None else duration(left)}")
        elif self.state == "stopping":
            parts.append(say("stopping", lang))
        elif self.state == "stopped":
            parts.append(say("stopped_within" if self.step else "stopped", lang, batch=self.step))
        parts += [f"{name} {value:.4g}" for name, value in self.values().items()]
        return "  ".join(parts)

    def notes(self, lang="en"):
        """Return sentences about what the picture does not show by itself."""
        notes = []
        bad = [(c.bad_at, name) for name, c in self.batch_curves.items() if c.bad_at is not None]
        if bad:
            at, name = min(bad)
            notes.append(say("not_finite", lang, name=name, batch=at + 1))
        stride = max((c.stride for c in self.batch_curves.values()), default=1)
        if stride > 1:
            notes.append(say("thinned", lang, count=stride))
        return notes


def duration(seconds):
    """Return a time as `12 s`, `2:05 min` or `1:02:05 h`."""
    seconds = math.ceil(seconds)
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02d} min"
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d} h"
