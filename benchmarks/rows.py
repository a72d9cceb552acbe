"""What is measured: models as data, written once, so that every library builds the very same one.

A row's `build` takes the `layers` of a Keras and answers the inputs and outputs of a model; the
rows of `applications` are built by the library itself. PyTorch's side is made from a description of
kerastutor's model (describe.py). Recurrent layers have the gate functions that all libraries share
(sigmoid; in a GRU the reset after the product); each row with some stands here once more with the
ones that Keras 2 has by default (hard_sigmoid; reset before the product).
"""
import math
import zlib
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

SEED = 7
STEPS = 3           # steps of the check that all libraries compute the same thing

NESTEROV = ("sgd", {"lr": 0.01, "momentum": 0.9, "nesterov": True})
# Libraries add epsilon in different places; one so small makes them the same optimizer (where it
# stands under the root, keras_side.py gives its square).
RMSPROP = ("rmsprop", {"lr": 0.001, "epsilon": 1e-14})
ADAM = ("adam", {"lr": 0.001, "epsilon": 1e-14})
ADADELTA = ("adadelta", {"lr": 1.0, "rho": 0.95, "epsilon": 1e-7})

LOSSES = {"classes": "categorical_crossentropy", "binary": "binary_crossentropy",
          "floats": "mean_squared_error"}
SMALL = ("train_on_batch", "fit", "predict", "predict_one", "predict_on_batch")
LARGE = ("train_on_batch", "fit", "predict")


class Row(NamedTuple):
    """A model, its data and what is timed.

    `x` and `y` hold one tuple for each input and output: ``("floats", shape)``, ``("tokens",
    length, how many there are)``, ``("classes", n)`` (one-hot) or ``("binary",)``.
    """

    name: str
    title: str
    x: tuple
    y: tuple
    batch: int
    samples: int
    build: Callable = None
    application: str = None     # name in `applications`, instead of `build`
    optimizer: tuple = NESTEROV
    loss_weights: tuple = None
    shuffle: bool = True
    metrics: tuple = LARGE
    epsilon: float = None       # of all batch normalisations of an application, where they differ
    gain: float = 1.0           # of the initial weights
    gates: str = "sigmoid"      # of recurrent layers
    close: float = 1e-5         # how near losses and predictions have to be (expected.py)

    @property
    def trains(self):
        """Whether the row has training steps (applications are only asked for predictions)."""
        return self.application is None

    @property
    def has_images(self):
        """Whether PyTorch has a choice of memory formats."""
        return any(kind == "floats" and len(args[0]) == 3 for kind, *args in self.x)

    @property
    def losses(self):
        """The loss that belongs to each output."""
        return [LOSSES[kind] for kind, *_ in self.y]

    @property
    def main_metric(self):
        """What stands for the row in the mean over all rows."""
        return "train_on_batch" if self.trains else "predict"


def chain(shape, layers, **options):
    """Builder of a model whose layers follow one another."""
    def build(L):
        first = x = L.Input(shape, **options) if shape else L.Input(**options)
        for layer in layers(L):
            x = layer(x)
        return first, x
    return build


def mlp(features, hidden, rate):
    return chain((features,), lambda L: [
        L.Dense(hidden, activation="relu"), L.Dropout(rate),
        L.Dense(hidden, activation="relu"), L.Dropout(rate), L.Dense(10, activation="softmax")])


def mnist_cnn(L):
    return [L.Conv2D(32, 3, activation="relu"), L.Conv2D(64, 3, activation="relu"),
            L.MaxPooling2D(2), L.Dropout(0.25), L.Flatten(), L.Dense(128, activation="relu"),
            L.Dropout(0.5), L.Dense(10, activation="softmax")]


def vgg_like(L):
    layers = []
    for filters in (32, 64):
        layers += [L.Conv2D(filters, 3, activation="relu"), L.Conv2D(filters, 3, activation="relu"),
                   L.MaxPooling2D(2), L.Dropout(0.25)]
    return layers + [L.Flatten(), L.Dense(256, activation="relu"), L.Dropout(0.5),
                     L.Dense(10, activation="softmax")]


def conv1d_text(L):
    return [L.Conv1D(64, 3, activation="relu"), L.Conv1D(64, 3, activation="relu"),
            L.MaxPooling1D(3), L.Conv1D(128, 3, activation="relu"),
            L.Conv1D(128, 3, activation="relu"), L.GlobalAveragePooling1D(), L.Dropout(0.5),
            L.Dense(1, activation="sigmoid")]


def pooled(L, layers):
    return [*layers, L.GlobalAveragePooling2D(), L.Dense(10, activation="softmax")]


def bn_block(L):
    return pooled(L, [layer for _ in range(4) for layer in (
        L.Conv2D(64, 3, padding="same"), L.BatchNormalization(), L.Activation("relu"))])


def separable(L):
    return pooled(L, [L.SeparableConv2D(128, 3, padding="same", activation="relu")
                      for _ in range(2)])


def depthwise(L):
    return pooled(L, [L.DepthwiseConv2D(3, padding="same", activation="relu") for _ in range(2)])


def conv_transpose(L):
    return [L.Conv2D(64, 3, padding="same", activation="relu"),
            L.Conv2DTranspose(32, 3, strides=2, padding="same")]


def stacked_lstm(stateful):
    def layers(L):
        return [L.LSTM(32, return_sequences=True, stateful=stateful),
                L.LSTM(32, return_sequences=True, stateful=stateful),
                L.LSTM(32, stateful=stateful), L.Dense(10, activation="softmax")]
    return chain(None, layers, batch_shape=(32, 8, 16)) if stateful else chain((8, 16), layers)


def siamese_lstm(L):
    left, right, shared = L.Input((140, 256)), L.Input((140, 256)), L.LSTM(64)
    both = L.Concatenate()([shared(left), shared(right)])
    return [left, right], L.Dense(1, activation="sigmoid")(both)


def headline(L):
    main, extra = L.Input((100,), dtype="int32"), L.Input((5,))
    read = L.LSTM(32)(L.Embedding(10000, 512)(main))
    x = L.Concatenate()([read, extra])
    for _ in range(3):
        x = L.Dense(64, activation="relu")(x)
    return [main, extra], [L.Dense(1, activation="sigmoid")(x),
                           L.Dense(1, activation="sigmoid")(read)]


def text(length, words, width, units, rate=0.0):
    """Embedding, LSTM, a single answer."""
    return chain((length,), lambda L: [
        L.Embedding(words, width), L.LSTM(units), *([L.Dropout(rate)] if rate else []),
        L.Dense(1, activation="sigmoid")], dtype="int32")


def answered(shape, layer):
    """A recurrent layer and a single answer."""
    return chain(shape, lambda L: [layer(L), L.Dense(1, activation="sigmoid")])


def floats(*shape):
    return (("floats", shape),)


CLASSES, BINARY = (("classes", 10),), (("binary",),)
TRAINED = (
    Row("mlp_b32", "MLP 20-64-64-10, batch 32", floats(20), CLASSES, 32, 1024,
        mlp(20, 64, 0.5), metrics=SMALL),
    Row("mlp_b128", "MLP 20-64-64-10, batch 128", floats(20), CLASSES, 128, 1024,
        mlp(20, 64, 0.5), metrics=SMALL),
    Row("mnist_mlp", "MLP 784-512-512-10, batch 128", floats(784), CLASSES, 128, 2560,
        mlp(784, 512, 0.2), optimizer=RMSPROP, metrics=SMALL),
    Row("mnist_cnn", "CNN 28x28, batch 128", floats(28, 28, 1), CLASSES, 128, 256,
        chain((28, 28, 1), mnist_cnn), optimizer=ADADELTA, metrics=SMALL, close=1e-4),
    Row("vgg_like", "VGG-like 100x100, batch 32", floats(100, 100, 3), CLASSES, 32, 64,
        chain((100, 100, 3), vgg_like), close=1e-3),
    Row("imdb_lstm", "Embedding, LSTM(128), 80 steps, batch 32", (("tokens", 80, 20000),), BINARY,
        32, 128, text(80, 20000, 128, 128), optimizer=ADAM, metrics=SMALL),
    Row("embed_lstm", "Embedding 256, LSTM(128), 100 steps, batch 16", (("tokens", 100, 1024),),
        BINARY, 16, 64, text(100, 1024, 256, 128, 0.5), optimizer=RMSPROP),
    Row("stacked_lstm", "3 x LSTM(32), 8 steps, batch 64", floats(8, 16), CLASSES, 64, 1024,
        stacked_lstm(False), optimizer=RMSPROP, metrics=SMALL),
    Row("stateful_lstm", "the same, stateful, batch 32", floats(8, 16), CLASSES, 32, 320,
        stacked_lstm(True), optimizer=RMSPROP, shuffle=False),
    Row("siamese_lstm", "siamese LSTM(64), 140 steps, batch 32", floats(140, 256) * 2, BINARY, 32,
        96, siamese_lstm, optimizer=RMSPROP),
    Row("gru", "GRU(128), 80 steps, batch 32", floats(80, 128), BINARY, 32, 128,
        answered((80, 128), lambda L: L.GRU(128)), optimizer=ADAM),
    Row("bilstm", "BiLSTM(64), 100 steps, batch 32", floats(100, 128), BINARY, 32, 128,
        answered((100, 128), lambda L: L.Bidirectional(L.LSTM(64))), optimizer=ADAM),
    Row("headline", "two inputs, two outputs, batch 32", (("tokens", 100, 10000), *floats(5)),
        BINARY * 2, 32, 128, headline, optimizer=RMSPROP, loss_weights=(1.0, 0.2)),
    Row("conv1d_text", "Conv1D text, 200 steps, batch 16", floats(200, 100), BINARY, 16, 128,
        chain((200, 100), conv1d_text), optimizer=RMSPROP, close=3e-4),
    Row("bn_block", "4 x conv 64 + batch norm, 32x32, batch 32", floats(32, 32, 64), CLASSES, 32,
        64, chain((32, 32, 64), bn_block)),
    Row("separable", "2 x separable conv 128, batch 16", floats(28, 28, 128), CLASSES, 16, 64,
        chain((28, 28, 128), separable)),
    Row("depthwise", "2 x depthwise conv 128, batch 16", floats(28, 28, 128), CLASSES, 16, 64,
        chain((28, 28, 128), depthwise)),
    Row("conv_transpose", "conv + transposed conv, batch 32", floats(14, 14, 64),
        floats(28, 28, 32), 32, 128, chain((14, 14, 64), conv_transpose)),
)
RECURRENT = ("imdb_lstm", "embed_lstm", "stacked_lstm", "stateful_lstm", "siamese_lstm", "gru",
             "bilstm", "headline")
HARD = tuple(row._replace(name=f"{row.name}_hard", title=f"{row.title}, hard_sigmoid",
                          gates="hard_sigmoid") for row in TRAINED if row.name in RECURRENT)
NETWORKS = (("ResNet50", 224, {"epsilon": 1e-3}), ("VGG16", 224, {"gain": 1.4}),
            ("MobileNet", 224, {"gain": 1.6}), ("InceptionV3", 299, {"gain": 1.4}),
            ("DenseNet121", 224, {"gain": 1.3}))
ROWS = {row.name: row for row in TRAINED + HARD + tuple(
    Row(f"{name.lower()}_b{batch}", f"predict {name}, batch {batch}", floats(size, size, 3),
        (("classes", 1000),), batch, batch, application=name, metrics=("predict",), **options)
    for name, size, options in NETWORKS for batch in (1, 8))}


def data(row):
    """Lists of inputs and targets."""
    rng = np.random.RandomState(SEED)

    def draw(kind, *args):
        if kind == "floats":
            return rng.uniform(-1, 1, (row.samples, *args[0])).astype("float32")
        if kind == "tokens":
            return rng.randint(1, args[1], (row.samples, args[0])).astype("int32")
        if kind == "binary":
            return rng.randint(0, 2, (row.samples, 1)).astype("float32")
        return np.eye(args[0], dtype="float32")[rng.randint(0, args[0], row.samples)]

    return [draw(*x) for x in row.x], [draw(*y) for y in row.y]


def weight(kind, index, name, shape, gain=1.0):
    """First value of the weight `name`, number `index` of a layer of class `kind`.

    Layers of one kind and shape begin with the same values, so the order in which a library
    lists its layers does not matter.
    """
    rng = np.random.RandomState(zlib.crc32(f"{kind} {index} {name} {tuple(shape)}".encode()))
    if name in ("gamma", "moving_variance"):
        low, high = 0.8, 1.2
    elif len(shape) < 2 or name in ("bias", "embeddings"):
        low, high = -0.05, 0.05
    else:
        area = math.prod(shape[:-2])
        spread = gain * math.sqrt(6 / (area * (shape[-2] + shape[-1])))
        if name == "depthwise_kernel":
            spread = gain * math.sqrt(3 / area)
        low, high = -spread, spread
    return rng.uniform(low, high, shape).astype("float32")
