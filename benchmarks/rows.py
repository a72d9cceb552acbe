"""What is measured: small models as data, so that every library builds the very same one.

A layer is a tuple: ``("dense", units, activation)``, ``("dropout", rate)``,
``("conv", filters, size, activation)``, ``("pool", size)``, ``("flatten",)`` or
``("lstm", units)`` (sigmoid gates, answers the last step). Images are channels last here;
PyTorch gets them in its own order before anything is timed.
"""
from typing import NamedTuple

import numpy as np

SEED = 7
STEPS = 5           # steps of the check that all libraries compute the same thing
CLOSE = 2e-4        # and how close their losses and predictions have to be (relative, absolute)

NESTEROV = ("sgd", {"lr": 0.01, "momentum": 0.9, "nesterov": True})
# PyTorch adds epsilon in another place than Keras; one so small makes them the same optimizer.
ADAM = ("adam", {"lr": 0.001, "epsilon": 1e-10})
ALL = ("train_on_batch", "fit", "predict", "predict_one")


class Row(NamedTuple):
    """A model, its data and what is timed."""

    name: str
    title: str
    shape: tuple            # of one sample
    layers: tuple
    batch: int
    samples: int
    optimizer: tuple = NESTEROV
    metrics: tuple = ALL

    @property
    def loss(self):
        """The loss that belongs to the last layer."""
        one = self.layers[-1][1] == 1
        return "binary_crossentropy" if one else "categorical_crossentropy"


def mlp(hidden, rate=None):
    """Two hidden Dense layers, perhaps with Dropout, and a softmax over 10 classes."""
    block = (("dense", hidden, "relu"),) + ((("dropout", rate),) if rate else ())
    return block * 2 + (("dense", 10, "softmax"),)


CNN = (("conv", 32, 3, "relu"), ("conv", 64, 3, "relu"), ("pool", 2), ("flatten",),
       ("dense", 128, "relu"), ("dense", 10, "softmax"))

ROWS = {row.name: row for row in (
    Row("mlp_b32", "MLP 20-64-64-10, batch 32", (20,), mlp(64), 32, 1024),
    Row("mlp_b128", "MLP 20-64-64-10, batch 128", (20,), mlp(64), 128, 1024),
    Row("mnist_mlp", "MLP 784-512-512-10, dropout, batch 128", (784,), mlp(512, 0.2), 128, 2560,
        ADAM),
    Row("cnn_b32", "CNN conv32-conv64-pool-128-10, batch 32", (28, 28, 1), CNN, 32, 128),
    Row("cnn_b128", "CNN conv32-conv64-pool-128-10, batch 128", (28, 28, 1), CNN, 128, 256),
    Row("lstm32", "LSTM(32), 8 steps, batch 64", (8, 16), (("lstm", 32), ("dense", 10, "softmax")),
        64, 1024),
    Row("lstm128", "LSTM(128), 80 steps, batch 32", (80, 128),
        (("lstm", 128), ("dense", 1, "sigmoid")), 32, 128, ADAM),
)}


def data(row):
    """Inputs and targets of a row."""
    rng = np.random.RandomState(SEED)
    x = rng.uniform(-1, 1, (row.samples,) + row.shape).astype("float32")
    classes = row.layers[-1][1]
    if classes == 1:
        return x, rng.randint(0, 2, (row.samples, 1)).astype("float32")
    return x, np.eye(classes, dtype="float32")[rng.randint(0, classes, row.samples)]


def weights(row):
    """Initial weights in the Keras layout: one list for each layer of the row."""
    rng = np.random.RandomState(SEED + 1)

    def matrix(fan_in, fan_out, shape):
        limit = np.sqrt(6.0 / (fan_in + fan_out))
        return rng.uniform(-limit, limit, shape).astype("float32")

    def bias(n):
        return rng.uniform(-0.05, 0.05, n).astype("float32")

    result, shape = [], row.shape
    for kind, *args in row.layers:
        own = []
        if kind == "dense":
            own = [matrix(shape[-1], args[0], (shape[-1], args[0])), bias(args[0])]
            shape = shape[:-1] + (args[0],)
        elif kind == "conv":
            filters, size = args[:2]
            area = size * size
            own = [matrix(area * shape[-1], area * filters, (size, size, shape[-1], filters)),
                   bias(filters)]
            shape = (shape[0] - size + 1, shape[1] - size + 1, filters)
        elif kind == "pool":
            shape = (shape[0] // args[0], shape[1] // args[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "lstm":
            units = args[0]
            own = [matrix(shape[-1], 4 * units, (shape[-1], 4 * units)),
                   matrix(units, 4 * units, (units, 4 * units)), bias(4 * units)]
            shape = (units,)
        result.append(own)
    return result
