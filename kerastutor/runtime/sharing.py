"""Whether helper threads pay right now.

By sizes alone a plan is worth sharing (compiler/schedule.py). But where another program keeps a
processor busy, a helper loses it in the middle of a task, and waiting for that task can take longer
than the whole step. So each plan compares its own times: one of its first runs is on one thread,
and when sharing takes longer on average, it goes on alone, for one run, then two, four ..., and
tries again. It stays alone no longer than it takes for the loss of the last try to be a small part
of the time. Results are the same bits either way.
"""

FIRST = 4  # shared runs before the first one alone, which tells what to compare with
WEIGHT = 0.25  # of the newest time in an average
LOSS = 0.02  # of the time may go into tries
LONGEST = 2.0  # seconds until the next try, at most


class Sharing:
    """The times of one plan, and what follows from them.

    # Attributes
        alone, shared: average seconds of a run, or None.
        rest: how many of the next runs are alone.
        pause: how many runs the next pause takes.
    """

    def __init__(self):
        self.alone = self.shared = None
        self.rest, self.pause, self.runs = 0, 1, 0

    def wanted(self):
        """Whether helpers should take part in the next run."""
        return not self.rest

    def note(self, shared, seconds):
        """Tell how long a run took."""
        if not shared:
            self.alone = _average(self.alone, seconds)
            self.rest -= 1
            return
        self.shared = _average(self.shared, seconds)
        if self.alone is None:
            self.runs += 1
            if self.runs == FIRST:
                self.rest, self.shared = 1, None
        elif self.shared > self.alone:
            most = min((self.shared - self.alone) / LOSS, LONGEST) / self.alone
            self.rest, self.shared = min(self.pause, int(most) + 1), None
            self.pause = min(2 * self.pause, int(most) + 1)
        elif self.shared < 0.8 * self.alone:
            self.pause = max(self.pause // 2, 1)


def _average(old, new):
    return new if old is None else old + WEIGHT * (new - old)
