"""Questions about layers: a layer with random settings, an input, and what the engine makes of it.
"""

import math
from dataclasses import dataclass

from kerastutor import layers
from kerastutor.models import Sequential

FIRST = ("Dense", "Dense on rows", "Flatten", "Dropout")
ALL = (*FIRST, "Conv2D", "Conv1D", "MaxPooling2D", "Embedding", "SimpleRNN", "LSTM", "GRU",
       "BatchNormalization")  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A layer and what goes in.

    # Arguments
        layer: the layer's class name.
        config: its arguments.
        input_shape: the shape of one sample.
        batch: how many samples are fed at a time (which should not matter).
    """

    layer: str
    config: dict
    input_shape: tuple
    batch: int

    @property
    def code(self):
        """The layer as a learner would write it."""
        settings = ", ".join(f"{name}={value!r}" for name, value in self.config.items())
        return f"{self.layer}({settings})"

    def build(self):
        """Return a model of this one layer."""
        made = getattr(layers, self.layer)(**self.config, input_shape=self.input_shape)
        return Sequential([made])

    def output_shape(self):
        """Return the output shape, by the engine; the batch is None."""
        return tuple(self.build().output_shape)

    def parameters(self):
        """Return the number of weights, by the engine."""
        return self.build().count_params()

    def size(self, key):
        """Return a setting as a number; of (3, 3) the first."""
        value = self.config[key]
        return value[0] if isinstance(value, tuple) else value


def draw(rng, names):
    """Return a random `Question` about one of the layers in `names` (of `ALL`)."""
    name = names[int(rng.integers(len(names)))]
    layer, config, shape = _DRAWS[name](rng)
    return Question(layer, config, shape, int(rng.choice([8, 16, 32, 64, 128])))


def windows(length, size, stride, padding):
    """Return how many places a window of `size` has."""
    if padding == "same":
        return math.ceil(length / stride)
    return (length - size) // stride + 1


def _pick(rng, *values):
    return values[int(rng.integers(len(values)))]


def _dense(rng):
    inputs = _pick(rng, 13, 30, 64, 100, 784)
    return "Dense", {"units": _pick(rng, 1, 3, 10, 16, 32, 50)}, (inputs,)


def _dense_on_rows(rng):
    shape = (_pick(rng, 5, 12, 20), _pick(rng, 4, 8, 30))
    return "Dense", {"units": _pick(rng, 3, 10, 16)}, shape


def _flatten(rng):
    return "Flatten", {}, (_pick(rng, 6, 8, 14), _pick(rng, 5, 7, 10), _pick(rng, 1, 3, 16))


def _dropout(rng):
    return "Dropout", {"rate": _pick(rng, 0.2, 0.25, 0.5)}, (_pick(rng, 20, 64, 128),)


def _convolution(rng):
    return {
        "filters": _pick(rng, 4, 8, 16, 24),
        "kernel_size": _pick(rng, 3, 5),
        "strides": _pick(rng, 1, 2, 3),
        "padding": _pick(rng, "valid", "same"),
    }


def _conv2d(rng):
    size = _pick(rng, 20, 28, 31)
    return "Conv2D", _convolution(rng), (size, size + 4, _pick(rng, 1, 3, 6))


def _conv1d(rng):
    return "Conv1D", _convolution(rng), (_pick(rng, 20, 33, 50), _pick(rng, 2, 5, 9))


def _pooling(rng):
    size = _pick(rng, 15, 20, 26)
    config = {"pool_size": _pick(rng, 2, 3), "padding": _pick(rng, "valid", "same")}
    return "MaxPooling2D", config, (size, size + 3, _pick(rng, 4, 8))


def _embedding(rng):
    config = {"input_dim": _pick(rng, 500, 1000, 2000), "output_dim": _pick(rng, 8, 16, 50)}
    return "Embedding", config, (_pick(rng, 10, 20, 40),)


def _recurrent(name):
    def draw_one(rng):
        config = {"units": _pick(rng, 6, 16, 32), "return_sequences": bool(rng.integers(2))}
        return name, config, (_pick(rng, 10, 20, 28), _pick(rng, 3, 8, 12))

    return draw_one


def _normalization(rng):
    return "BatchNormalization", {}, (_pick(rng, 6, 7), _pick(rng, 6, 9), _pick(rng, 3, 8, 16))


_DRAWS = {
    "Dense": _dense,
    "Dense on rows": _dense_on_rows,
    "Flatten": _flatten,
    "Dropout": _dropout,
    "Conv2D": _conv2d,
    "Conv1D": _conv1d,
    "MaxPooling2D": _pooling,
    "Embedding": _embedding,
    "SimpleRNN": _recurrent("SimpleRNN"),
    "LSTM": _recurrent("LSTM"),
    "GRU": _recurrent("GRU"),
    "BatchNormalization": _normalization,
}
