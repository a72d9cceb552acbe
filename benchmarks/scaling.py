"""How the cost of a training step grows: `python benchmarks/scaling.py` (table and picture).

One hidden layer over a growing batch and a growing width, and a growing number of hidden layers;
each should grow in proportion. Building and planning a deep model is timed too.
"""
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import numpy as np  # noqa: E402

from benchmarks import report  # noqa: E402
from kerastutor.layers import Dense, Input  # noqa: E402
from kerastutor.models import Model  # noqa: E402

SERIES = {
    "batch": [dict(batch=n, width=128, depth=2) for n in (128, 256, 512, 1024, 2048)],
    "width": [dict(batch=256, width=n, depth=1) for n in (128, 256, 512, 1024, 2048)],
    "depth": [dict(batch=128, width=64, depth=n) for n in (4, 8, 16, 32, 64)],
}
ROUNDS = 9


def model_and_data(batch, width, depth):
    first = x = Input((64,))
    for _ in range(depth):
        x = Dense(width, activation="relu")(x)
    model = Model(first, Dense(10, activation="softmax")(x))
    model.compile("sgd", "categorical_crossentropy")
    labels = np.eye(10, dtype="float32")[np.arange(batch) % 10]
    return model, np.ones((batch, 64), "float32"), labels


def milliseconds(model, x, y):
    """Of one training step, over a few of them."""
    start, steps = time.perf_counter(), 0
    while time.perf_counter() - start < 0.05:
        model.train_on_batch(x, y)
        steps += 1
    return 1e3 * (time.perf_counter() - start) / steps


def measure(series):
    """Median milliseconds of each model of a series, taken in turn."""
    models = [model_and_data(**sizes) for sizes in series]
    for made in models:
        milliseconds(*made)
    rounds = [[milliseconds(*made) for made in models] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def deep(layers):
    """Seconds to build, compile and plan a model of so many layers, and for its first step."""
    start = time.perf_counter()
    model, x, y = model_and_data(32, 16, layers)
    model.train_on_batch(x, y)
    return time.perf_counter() - start


def main():
    from matplotlib import use
    use("Agg")
    from matplotlib import pyplot as plt
    figure, all_axes = plt.subplots(1, len(SERIES), figsize=(11, 3.5), layout="constrained")
    for (name, series), axes in zip(SERIES.items(), all_axes, strict=True):
        sizes, times = [sizes[name] for sizes in series], measure(series)
        axes.loglog(sizes, times, "o-", base=2, label="measured")
        axes.loglog(sizes, [times[0] * n / sizes[0] for n in sizes], "--", base=2,
                    label="in proportion")
        axes.set(xlabel=name, ylabel="ms per step")
        axes.legend()
        each = " ".join(f"{n}: {t:.3f}" for n, t in zip(sizes, times, strict=True))
        growth = (times[-1] / times[0]) / (sizes[-1] / sizes[0])
        print(f"{name:6} {each} ms; {growth:.2f} of what proportion gives", flush=True)
    deep(10)
    print(f"1000 layers: {deep(1000):.2f} s from the first layer to the end of the first step")
    path = report.path_of("scaling")[:-len(".json")] + ".png"
    figure.savefig(path, dpi=120)
    print("written: " + os.path.relpath(path))


if __name__ == "__main__":
    main()
