"""Models whose first weights are compared with Keras 2.2.4's, after the same NumPy seed.

    python tests/parity/first_weights.py FOLDER     records them in data/first_weights.npz

FOLDER holds Keras 2.2.4 as `keras_224` says, where the Python to use is described too.
"""
import sys
from pathlib import Path

import numpy as np

DATA = Path(__file__).with_name("data") / "first_weights.npz"


def sequence(layers, models):
    """Recurrent layers, both directions, dropout inside and between."""
    return models.Sequential([
        layers.Embedding(20, 6, input_length=5),
        layers.LSTM(4, return_sequences=True, dropout=0.2),
        layers.Conv1D(3, 2, kernel_initializer="he_normal"),
        layers.Bidirectional(layers.GRU(3)),
        layers.Dense(5, kernel_initializer="lecun_uniform"),
        layers.Dropout(0.5),
        layers.Dense(2, kernel_initializer="truncated_normal", bias_initializer="random_normal"),
    ])


def image(layers, models):
    """Convolutions of several kinds, and a layer that is used twice."""
    x = layers.Input((8, 8, 3))
    shared = layers.Conv2D(3, 3, padding="same", kernel_initializer="glorot_normal")
    y = layers.add([shared(x), layers.SeparableConv2D(3, 3, padding="same")(shared(x))])
    y = layers.Conv2DTranspose(2, 3, kernel_initializer="he_uniform")(y)
    return models.Model(x, layers.Dense(4, kernel_initializer="random_uniform")(
        layers.Flatten()(y)))


MODELS = {"sequence": sequence, "image": image}


def observe(name, layers, models):
    """The first weights, and the number that NumPy's generator gives afterwards."""
    np.random.seed(1337)
    weights = MODELS[name](layers, models).get_weights()
    return [*weights, np.array(np.random.rand())]


def main(folder):
    from keras_224 import load
    keras = load(folder)
    found = {f"{name}/{i:02}": array for name in MODELS
             for i, array in enumerate(observe(name, keras.layers, keras.models))}
    np.savez_compressed(DATA, **found)


if __name__ == "__main__":
    main(sys.argv[1])
