"""What `fit` adds to the training steps themselves: `python benchmarks/feeding.py`.

Microseconds per step of one small model and one of about a millisecond, fed in every way, with the
progress bar in a pipe and in a terminal; all taken in turn. Ratios are medians [lowest..highest] of
those within a round: of `fit` to `train_on_batch`, of generators to `fit` of arrays.
"""
import contextlib
import os
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import numpy as np  # noqa: E402

from kerastutor.callbacks import Callback  # noqa: E402
from kerastutor.layers import Dense  # noqa: E402
from kerastutor.models import Sequential  # noqa: E402
from kerastutor.utils import Sequence  # noqa: E402

BATCH, ROUNDS = 32, 61


class Watcher(Callback):
    """A callback that is called for every batch."""

    def on_batch_end(self, batch, logs=None):
        self.last = batch


class Batches(Sequence):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x) // BATCH

    def __getitem__(self, i):
        part = slice(i * BATCH, (i + 1) * BATCH)
        return self.x[part], self.y[part]


def forever(batches):
    while True:
        for i in range(len(batches)):
            yield batches[i]


def drain(descriptor):
    """Read what is written into the other end, so that nobody waits."""
    def read():
        with contextlib.suppress(OSError):
            while os.read(descriptor, 65536):
                pass
    threading.Thread(target=read, daemon=True).start()


def outputs():
    """name -> stream: a pipe, and a terminal where the system has them."""
    found = {}
    read, write = os.pipe()
    drain(read)
    found["pipe"] = os.fdopen(write, "w")
    if hasattr(os, "openpty"):
        read, write = os.openpty()
        drain(read)
        found["terminal"] = os.fdopen(write, "w")
    return found


def ways(model, x, y):
    """name -> function that makes one pass over the data."""
    batches = Batches(x, y)
    first = batches[0]

    def steps():
        for _ in range(len(batches)):
            model.train_on_batch(*first)

    def fit(stream=None, **options):
        with contextlib.redirect_stdout(stream or sys.stdout):
            model.fit(x, y, batch_size=BATCH, epochs=1, **options)

    def generator(source, workers):
        model.fit_generator(source(), len(batches), epochs=1, verbose=0, workers=workers)

    found = {"train_on_batch": steps, "fit": lambda: fit(verbose=0),
             "fit, a callback": lambda: fit(verbose=0, callbacks=[Watcher()])}
    for name, stream in outputs().items():
        found[f"fit, progress bar in a {name}"] = lambda s=stream: fit(s, verbose=1)
    found["generator, one worker"] = lambda: generator(lambda: forever(batches), 1)
    found["Sequence, one worker"] = lambda: generator(lambda: batches, 1)
    found["Sequence, no worker"] = lambda: generator(lambda: batches, 0)
    return found


def measure(width, steps):
    """Print a table for a model with two hidden layers of this width."""
    model = Sequential([Dense(width, activation="relu", input_shape=(20,)),
                        Dense(width, activation="relu"), Dense(10, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    x = np.random.RandomState(0).rand(steps * BATCH, 20).astype("float32")
    y = np.eye(10, dtype="float32")[np.arange(len(x)) % 10]
    passes = ways(model, x, y)
    names, times = list(passes), {name: [] for name in passes}
    for round_ in range(ROUNDS + 1):        # the first round plans, compiles, starts threads
        turn = round_ % len(names)
        for name in names[turn:] + names[:turn]:
            start = time.perf_counter()
            passes[name]()
            if round_:
                times[name].append(1e6 * (time.perf_counter() - start) / steps)
    print(f"two hidden layers of {width}, batch {BATCH}, with accuracy: us per step, ratio to ...")
    for name, found in times.items():
        base = "fit" if name.startswith(("generator", "Sequence")) else "train_on_batch"
        ratios = sorted(a / b for a, b in zip(found, times[base], strict=True))
        print(f"  {statistics.median(found):8.1f}  {name:32}"
              f"{statistics.median(ratios):.3f} [{ratios[0]:.3f}..{ratios[-1]:.3f}] to {base}",
              flush=True)


if __name__ == "__main__":
    measure(64, 300)
    measure(600, 40)
