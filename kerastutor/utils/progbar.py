"""The progress bar of fit, evaluate and predict: in a terminal, in a notebook and in a log file."""
import sys
import time


class Progbar:
    """Shows how far a loop is, how long it still takes, and averages of values.

    A terminal and a notebook get one line that is redrawn; a log file gets a line now and then
    and one at the end. Between two drawings `update` only adds numbers.

    # Arguments
        target: Number of steps in all, None when it is not known.
        width: Width of the bar, in characters.
        verbose: 1 draws a bar, 2 writes one line at the end, 0 writes nothing.
        interval: Shortest time between two drawings, in seconds.
        stateful_metrics: Names of values to show as they are instead of averaged.
    """

    log_interval = 30.0          # seconds between two lines of a bar that cannot be redrawn

    def __init__(self, target, width=30, verbose=1, interval=0.05, stateful_metrics=None):
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.stateful_metrics = set(stateful_metrics or ())
        self._redraws = _can_redraw(sys.stdout)
        self._pause = interval if self._redraws else max(interval, self.log_interval)
        self._totals = {}
        self._stateful = {}
        self._order = []
        self._seen = 0
        self._drawn_width = 0
        self._start = time.monotonic()
        self._last_drawn = -float("inf") if self._redraws else self._start

    def update(self, current, values=None):
        """Sets the position.

        # Arguments
            current: Number of steps done so far.
            values: List of pairs (name, value of the steps since the last update); it is averaged
                over the steps, unless the name is in `stateful_metrics`.
        """
        if values:
            self._collect(current - self._seen, values)
        self._seen = current
        done = self.target is not None and current >= self.target
        if self.verbose == 1:
            now = time.monotonic()
            if done or now - self._last_drawn >= self._pause:
                self._last_drawn = now
                self._draw(current, now - self._start, done)
        elif self.verbose == 2 and (done or self.target is None):
            elapsed = time.monotonic() - self._start
            sys.stdout.write(f" - {elapsed:.0f}s{self._values_text()}\n")
            sys.stdout.flush()

    def add(self, n, values=None):
        """Moves the position on by `n` steps; see `update`."""
        self.update(self._seen + n, values)

    def end_line(self):
        """Let what is printed next start on a new line, when a bar stops before its end."""
        if self._drawn_width:
            self._drawn_width = 0
            sys.stdout.write("\n")

    def _collect(self, steps, values):
        totals = self._totals
        for name, value in values:
            if name in self.stateful_metrics:
                if name not in self._stateful:
                    self._order.append(name)
                self._stateful[name] = value
            elif name in totals:
                entry = totals[name]
                entry[0] += value * steps
                entry[1] += steps
            else:
                self._order.append(name)
                totals[name] = [value * steps, steps]

    def _draw(self, current, elapsed, done):
        line = self._bar_text(current)
        per_step = elapsed / current if current else 0.0
        if self.target is not None and not done:
            line += f" - ETA: {_clock(per_step * (self.target - current))}"
        else:
            line += f" - {elapsed:.0f}s {_per_step(per_step)}"
        line += self._values_text()
        if self._redraws:
            padding = " " * (self._drawn_width - len(line))
            self._drawn_width = len(line)
            sys.stdout.write("\r" + line + padding + ("\n" if done else ""))
            if done:
                self._drawn_width = 0
        else:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def _bar_text(self, current):
        if self.target is None:
            return f"{current:7d}/Unknown"
        digits = len(str(self.target))
        filled = int(self.width * min(current / self.target, 1.0)) if self.target else self.width
        bar = "=" * filled
        if 0 < filled and current < self.target:
            bar = bar[:-1] + ">"
        return f"{current:{digits}d}/{self.target} [{bar}{'.' * (self.width - filled)}]"

    def _values_text(self):
        parts = []
        for name in self._order:
            if name in self._stateful:
                value = self._stateful[name]
            else:
                total, steps = self._totals[name]
                value = total / max(1, steps)
            parts.append(f" - {name}: {_number(value)}")
        return "".join(parts)


def _can_redraw(stream):
    """Whether a line of this stream can be overwritten: a terminal, or the output of a cell."""
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty()) or type(stream).__module__.startswith("ipykernel")


def _clock(seconds):
    seconds = int(seconds)
    if seconds >= 3600:
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    if seconds >= 60:
        return f"{seconds // 60}:{seconds % 60:02d}"
    return f"{seconds}s"


def _per_step(seconds):
    if seconds >= 1:
        return f"{seconds:.0f}s/step"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.0f}ms/step"
    return f"{seconds * 1e6:.0f}us/step"


def _number(value):
    try:
        value = float(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{value:.4f}" if abs(value) > 1e-3 else f"{value:.4e}"
