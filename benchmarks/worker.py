"""One process: one library, one row. Driven by JSON lines on stdin; answers on stdout.

    python -m benchmarks.worker <peer> <row>

{"do": "check"}                                -> {"losses": [...]}, an error if they are wrong
{"do": "setup"}                                -> {"setup_s": seconds}
{"do": "time", "metric": m, "seconds": s}      -> {"ms": per step or call, "cpu_s", "wall_s"}
{"do": "memory"}                               -> {"rss_mb": peak}
"""
import importlib
import json
import os
import sys
import time
import warnings

from benchmarks import expected
from benchmarks.machine import cpu_seconds, peak_rss_mb
from benchmarks.rows import ROWS

TORCH_PEERS = ("torch", "torch_channels_last")
KERAS_PEERS = ("kerastutor", "tf_keras")


def make_side(peer, row, **options):
    """The row's model in this peer's library."""
    if peer in TORCH_PEERS:
        return importlib.import_module("benchmarks.torch_side").TorchSide(peer, row, **options)
    return importlib.import_module("benchmarks.keras_side").KerasSide(peer, row, **options)


class Worker:
    """Answers the commands."""

    def __init__(self, peer, row):
        self.peer, self.row = peer, row
        self.side, self.speed = None, {}

    def check(self):
        # Dropout is random: the check runs the same model with its rates at zero.
        losses, predictions = make_side(self.peer, self.row, dropout=False).check()
        expected.check(self.row, losses, predictions)
        return {"losses": losses}

    def setup(self):
        start = time.perf_counter()
        self.side = make_side(self.peer, self.row)
        for metric in self.row.metrics:     # the first call traces, compiles, allocates
            getattr(self.side, metric)(1)
        for metric in self.row.metrics:
            begin = time.perf_counter()
            getattr(self.side, metric)(2)
            self.speed[metric] = (time.perf_counter() - begin) / 2
        return {"setup_s": time.perf_counter() - start}

    def time(self, metric, seconds):
        repeats = max(1, min(20000, int(seconds / self.speed[metric])))
        cpu, start = cpu_seconds(), time.perf_counter()
        units = getattr(self.side, metric)(repeats)
        wall = time.perf_counter() - start
        self.speed[metric] = wall / repeats
        return {"ms": 1e3 * wall / units, "cpu_s": cpu_seconds() - cpu, "wall_s": wall}

    def memory(self):
        return {"rss_mb": peak_rss_mb()}


def main():
    peer, row = sys.argv[1], ROWS[sys.argv[2]]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)                           # whatever a library prints goes to stderr
    warnings.filterwarnings("ignore")
    worker = Worker(peer, row)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            reply = dict(getattr(worker, command.pop("do"))(**command), ok=True)
        except Exception as error:
            reply = {"ok": False, "error": f"{type(error).__name__}: {str(error)[:400]}"}
        answers.write(json.dumps(reply) + "\n")
        answers.flush()
    os._exit(0)                             # some libraries take seconds to leave


if __name__ == "__main__":
    main()
