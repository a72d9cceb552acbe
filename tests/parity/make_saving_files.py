"""Writes small model and weight files with the Keras 2 line (tf_keras), for test_saving_files.py.

    python tests/parity/make_saving_files.py

Each model is trained a few steps and saved; `saving.npz` keeps an input for it, what it predicts,
and what it predicts after one more step, which shows whether the optimizer's state came across.
"""

import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tf_keras as keras
from tf_keras import layers as L

DATA = Path(__file__).parent / "data"


def dense():
    model = keras.Sequential([
        L.Dense(6, activation="relu", input_shape=(4,), kernel_regularizer="l2"),
        L.BatchNormalization(), L.Dropout(0.), L.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.01), "categorical_crossentropy", metrics=["accuracy"])
    return model, ["normal"], [("one_hot", 3)]


def recurrent():
    tokens = L.Input((5,), dtype="int32")
    x = L.Embedding(10, 4, mask_zero=True)(tokens)
    x = L.LSTM(3, return_sequences=True)(x)
    x = L.Bidirectional(L.GRU(3))(x)
    model = keras.Model(tokens, L.Dense(1)(x))
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True), "mse",
                  metrics=["mae", keras.metrics.MeanSquaredError()])
    return model, ["tokens"], [("normal", 1)]


def images():
    image = L.Input((8, 8, 3))
    x = L.Conv2D(4, 3, padding="same", kernel_regularizer="l2")(image)
    x = L.SeparableConv2D(4, 3)(x)
    x = L.DepthwiseConv2D(2)(x)
    x = L.MaxPooling2D()(x)
    x = L.Conv2DTranspose(2, 2, strides=2)(x)
    x = L.GlobalAveragePooling2D()(x)
    x = L.Reshape((2, 2))(L.concatenate([x, x]))
    model = keras.Model(image, L.TimeDistributed(L.Dense(2))(x))
    model.compile(keras.optimizers.legacy.RMSprop(1e-3), keras.losses.MeanSquaredError())
    return model, ["image"], [("normal", (2, 2))]


def nested():
    inner_in = L.Input((4,))
    inner = keras.Model(inner_in, L.BatchNormalization()(L.Dense(3, activation="tanh")(inner_in)))
    a, b = L.Input((4,), name="a"), L.Input((4,), name="b")
    both = L.subtract([inner(a), inner(b)])
    outputs = [L.Dense(2, name="left")(both), L.Dense(1, name="right")(L.PReLU()(both))]
    model = keras.Model([a, b], outputs)
    model.compile(keras.optimizers.legacy.Adam(0.02), {"left": "mse", "right": "mae"},
                  metrics={"right": "mse"}, loss_weights={"left": 1., "right": 0.5})
    return model, ["normal", "normal"], [("normal", 2), ("normal", 1)]


def data(kind, rng, size=4):
    if kind == "tokens":
        return rng.integers(0, 10, (6, 5)).astype("int32")
    if kind == "image":
        return rng.normal(size=(6, 8, 8, 3)).astype("float32")
    if kind == "one_hot":
        return np.eye(size, dtype="float32")[rng.integers(0, size, 6)]
    shape = size if isinstance(size, tuple) else (size,)
    return rng.normal(size=(6,) + shape).astype("float32")


def main():
    kept = {}
    for make in (dense, recurrent, images, nested):
        name = make.__name__
        keras.utils.set_random_seed(7)
        keras.backend.clear_session()
        model, inputs, targets = make()
        rng = np.random.default_rng(3)
        x = [data(kind, rng) for kind in inputs]
        y = [data(kind, rng, size) for kind, size in targets]
        batch = [arrays[0] if len(arrays) == 1 else arrays for arrays in (x, y)]
        for _ in range(3):
            model.train_on_batch(*batch)
        model.save(DATA / f"saving_{name}.h5")
        if name == "nested":
            model.save_weights(DATA / "saving_weights.h5")
        predictions = model.predict(batch[0], verbose=0)
        model.train_on_batch(*batch)
        later = model.predict(batch[0], verbose=0)
        for label, arrays in (("x", x), ("y", y), ("prediction", predictions), ("later", later)):
            for i, array in enumerate(arrays if isinstance(arrays, list) else [arrays]):
                kept[f"{name}_{label}{i}"] = array
    np.savez_compressed(DATA / "saving.npz", versions=keras.__version__, **kept)


if __name__ == "__main__":
    main()
