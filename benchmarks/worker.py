"""One process: one library, one row. Driven by JSON lines on stdin; answers on stdout.

    python -m benchmarks.worker <peer> <row> <description of the row's model>

{"do": "check"}                                -> {"apart": distance}, an error if it is too large
{"do": "setup"}                                -> {"setup_s": seconds}
{"do": "time", "metric": m, "seconds": s}      -> {"ms": per step or call, "cpu_s", "wall_s"}
{"do": "expected"}                             -> {"losses", "predictions"} in float64
"""
import importlib
import json
import os
import sys
import time
import warnings

from benchmarks import expected
from benchmarks.machine import cpu_seconds
from benchmarks.rows import ROWS

TORCH_PEERS = ("torch", "torch_channels_last", "torch_compile")


def make_side(peer, row, description, **options):
    """The row's model in this peer's library."""
    if peer not in TORCH_PEERS:
        return importlib.import_module("benchmarks.keras_side").KerasSide(peer, row, **options)
    with open(description, encoding="utf-8") as file:
        described = json.load(file)
    torch_side = importlib.import_module("benchmarks.torch_side")
    return torch_side.TorchSide(peer, row, described, **options)


def comparable(peer, row):
    """Whether a peer computes the row's very function: PyTorch's own layers have no hard_sigmoid
    gates, they take part with sigmoid."""
    return row.gates == "sigmoid" or peer not in TORCH_PEERS


class Worker:
    """Answers the commands."""

    def __init__(self, peer, row, description):
        self.peer, self.row, self.description = peer, row, description
        self.side, self.speed = None, {}

    def make(self, **options):
        return make_side(self.peer, self.row, self.description, **options)

    def check(self):
        # Dropout is random: the check runs the same model with its rates at zero.
        if not comparable(self.peer, self.row):
            return {"apart": None}
        return {"apart": expected.check(self.row, *self.make(dropout=False).check())}

    def expected(self):
        losses, predictions = self.make(dropout=False, dtype="float64").check()
        return {"losses": losses, "predictions": predictions}

    def setup(self):
        start = time.perf_counter()
        self.side = self.make()
        for metric in self.row.metrics:     # the first call traces, compiles, allocates
            getattr(self.side, metric)(1)
        for metric in self.row.metrics:
            begin = time.perf_counter()
            getattr(self.side, metric)(1)
            self.speed[metric] = time.perf_counter() - begin
        return {"setup_s": time.perf_counter() - start}

    def time(self, metric, seconds):
        repeats = max(1, min(20000, int(seconds / self.speed[metric])))
        cpu, start = cpu_seconds(), time.perf_counter()
        units = getattr(self.side, metric)(repeats)
        wall = time.perf_counter() - start
        self.speed[metric] = wall / repeats
        return {"ms": 1e3 * wall / units, "cpu_s": cpu_seconds() - cpu, "wall_s": wall}


def main():
    peer, row, description = sys.argv[1], ROWS[sys.argv[2]], sys.argv[3]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)                           # whatever a library prints goes to stderr
    warnings.filterwarnings("ignore")
    worker = Worker(peer, row, description)
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
