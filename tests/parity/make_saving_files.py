"""Writes small model and weight files with other Keras 2 versions, for test_saving_files.py.

    python -m tests.parity.make_saving_files                    tf_keras -> data/saving_later.zip
    python -m tests.parity.make_saving_files --keras FOLDER     2.2.4    -> data/saving_2_2_4.zip

FOLDER holds Keras 2.2.4 (see keras_224.py). Each model is trained a few steps and saved;
`arrays.npz` in the archive keeps an input for it, what it predicts, and its trainable weights after
one more step, which show whether the optimizer's state came across. (Not the running means of batch
normalization: 2.2.4 corrects them with counters that it does not save.)
"""

import argparse
import importlib
import io
import os
import random
import tempfile
import zipfile
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"
ROWS = 6


def dense(keras, optimizer):
    L = keras.layers
    model = keras.models.Sequential([
        L.Dense(6, activation="relu", input_shape=(4,),
                kernel_regularizer=keras.regularizers.l2(0.01)),
        L.BatchNormalization(), L.Dropout(0.), L.Dense(3, activation="softmax")])
    model.compile(optimizer("Adam", 0.01), "categorical_crossentropy", metrics=["accuracy"])
    return model, ["normal"], [("one_hot", 3)]


def recurrent(keras, optimizer):
    L = keras.layers
    tokens = L.Input((5,), dtype="int32")
    x = L.Embedding(10, 4, mask_zero=True)(tokens)
    x = L.LSTM(3, return_sequences=True)(x)
    x = L.Bidirectional(L.GRU(3))(x)
    model = keras.models.Model(tokens, L.Dense(1)(x))
    model.compile(optimizer("SGD", 0.1, momentum=0.9, nesterov=True), "mse", metrics=["mae"])
    return model, ["tokens"], [("normal", (1,))]


def images(keras, optimizer):
    L = keras.layers
    image = L.Input((8, 8, 3))
    x = L.Conv2D(4, 3, padding="same", kernel_constraint=keras.constraints.max_norm(2.))(image)
    x = L.SeparableConv2D(4, 3)(x)
    x = L.DepthwiseConv2D(2)(x)
    x = L.MaxPooling2D()(x)
    x = L.Conv2DTranspose(2, 2, strides=2)(x)
    x = L.GlobalAveragePooling2D()(x)
    x = L.Reshape((2, 2))(L.concatenate([x, x]))
    model = keras.models.Model(image, L.TimeDistributed(L.Dense(2))(x))
    model.compile(optimizer("RMSprop", 1e-3), "mse")
    return model, ["image"], [("normal", (2, 2))]


def nested(keras, optimizer):
    L = keras.layers
    inner_in = L.Input((4,))
    inner = keras.models.Model(
        inner_in, L.BatchNormalization()(L.Dense(3, activation="tanh")(inner_in)))
    a, b = L.Input((4,), name="a"), L.Input((4,), name="b")
    both = L.subtract([inner(a), inner(b)])
    outputs = [L.Dense(2, name="left")(both), L.Dense(1, name="right")(L.PReLU()(both))]
    model = keras.models.Model([a, b], outputs)
    model.compile(optimizer("Adamax", 0.02), {"left": "mse", "right": "mae"},
                  metrics={"right": "mse"}, loss_weights={"left": 1., "right": 0.5})
    return model, ["normal", "normal"], [("normal", (2,)), ("normal", (1,))]


def data(kind, rng, size=(4,)):
    if kind == "tokens":
        return rng.integers(0, 10, (ROWS, 5)).astype("int32")
    if kind == "image":
        return rng.normal(size=(ROWS, 8, 8, 3)).astype("float32")
    if kind == "one_hot":
        return np.eye(size, dtype="float32")[rng.integers(0, size, ROWS)]
    return rng.normal(size=(ROWS,) + size).astype("float32")


def write(keras, optimizer, archive):
    """Trains and saves every model, and adds the files and arrays to a zip archive."""
    kept = {"version": keras.__version__}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files, \
            tempfile.TemporaryDirectory() as folder:
        for make in (dense, recurrent, images, nested):
            name = make.__name__
            random.seed(7)
            np.random.seed(7)
            keras.backend.clear_session()
            model, inputs, targets = make(keras, optimizer)
            rng = np.random.default_rng(3)
            x = [data(kind, rng) for kind in inputs]
            y = [data(kind, rng, size) for kind, size in targets]
            batch = [arrays[0] if len(arrays) == 1 else arrays for arrays in (x, y)]
            for _ in range(3):
                model.train_on_batch(*batch)
            model.save(f"{folder}/{name}.h5")
            model.save_weights(f"{folder}/{name}_weights.h5")
            prediction = model.predict(batch[0], verbose=0)
            model.train_on_batch(*batch)
            later = [keras.backend.get_value(w) for w in model.trainable_weights]
            for label, arrays in (("x", x), ("y", y), ("prediction", prediction),
                                  ("later", later)):
                for i, array in enumerate(arrays if isinstance(arrays, list) else [arrays]):
                    kept[f"{name}_{label}{i}"] = array
            for file in (f"{name}.h5", f"{name}_weights.h5"):
                files.write(f"{folder}/{file}", file)
        arrays = io.BytesIO()
        np.savez(arrays, **kept)
        files.writestr("arrays.npz", arrays.getvalue())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keras", help="folder with Keras 2.2.4")
    folder = parser.parse_args().keras
    if folder:
        keras = importlib.import_module("tests.parity.keras_224").load(folder)
        # Without this a gradient may see a weight that the same step has already changed.
        importlib.import_module("tensorflow").enable_resource_variables()
        write(keras, lambda name, lr, **options: getattr(keras.optimizers, name)(lr=lr, **options),
              DATA / "saving_2_2_4.zip")
    else:
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
        keras = importlib.import_module("tf_keras")
        older = {"RMSprop": keras.optimizers.legacy}        # one of the two generations it has
        write(keras, lambda name, lr, **options:
              getattr(older.get(name, keras.optimizers), name)(lr, **options),
              DATA / "saving_later.zip")


if __name__ == "__main__":
    main()
