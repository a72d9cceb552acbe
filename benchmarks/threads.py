"""One thread and two, on the same rows, in turn: `python benchmarks/threads.py [row ...]`."""
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from benchmarks.keras_side import KerasSide  # noqa: E402
from benchmarks.rows import ROWS  # noqa: E402
from kerastutor.runtime import set_threads  # noqa: E402

DEFAULT = ("mlp_b32", "mlp_b128", "stacked_lstm", "mnist_mlp", "conv1d_text", "imdb_lstm",
           "mnist_cnn")
ROUNDS = 5


def milliseconds(side, threads):
    """Of one step, over a tenth of a second or a few steps."""
    set_threads(threads)
    side.train_on_batch(1)                  # helpers start
    start, steps = time.perf_counter(), 0
    while time.perf_counter() - start < 0.1 or steps < 2:
        steps += side.train_on_batch(1)
    return 1e3 * (time.perf_counter() - start) / steps


def main():
    for name in sys.argv[1:] or DEFAULT:
        side = KerasSide("kerastutor", ROWS[name], samples=ROWS[name].batch)
        side.train_on_batch(3)
        times = [(milliseconds(side, 1), milliseconds(side, 2)) for _ in range(ROUNDS)]
        one, two = (statistics.median(t) for t in zip(*times, strict=True))
        gains = sorted(a / b for a, b in times)
        print(f"{name:14} one thread {one:.3f} ms, two {two:.3f} ms: "
              f"{statistics.median(gains):.2f} times as fast "
              f"[{gains[0]:.2f}..{gains[-1]:.2f}]", flush=True)


if __name__ == "__main__":
    main()
