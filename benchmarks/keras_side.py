"""A row in a Keras: kerastutor or tf_keras."""
import importlib
import os

import numpy as np

from benchmarks import rows

OPTIMIZERS = {"sgd": "SGD", "adam": "Adam"}


def load(peer):
    """Import the library that a peer stands for."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return importlib.import_module(peer)


class KerasSide:
    """Builds and drives a row's model; every method named in `Row.metrics` is timed."""

    def __init__(self, peer, row, dropout=True):
        self.keras, self.row = load(peer), row
        self.x, self.y = rows.data(row)
        self.model = self.build(peer, dropout)
        self.xb, self.yb = self.x[:row.batch], self.y[:row.batch]

    def build(self, peer, dropout):
        layers, row = self.keras.layers, self.row
        model = self.keras.models.Sequential()
        first = {"input_shape": row.shape}
        for kind, *args in row.layers:
            if kind == "dense":
                layer = layers.Dense(args[0], activation=args[1], **first)
            elif kind == "dropout":
                layer = layers.Dropout(args[0] if dropout else 0.0)
            elif kind == "conv":
                layer = layers.Conv2D(args[0], args[1], activation=args[2], **first)
            elif kind == "pool":
                layer = layers.MaxPooling2D(args[0])
            elif kind == "flatten":
                layer = layers.Flatten()
            else:
                layer = layers.LSTM(args[0], recurrent_activation="sigmoid", **first)
            model.add(layer)
            first = {}
        model.set_weights([w for own in rows.weights(row) for w in own])
        name, options = row.optimizer
        options = dict(options)
        if peer == "tf_keras":
            options["learning_rate"] = options.pop("lr")
        model.compile(optimizer=getattr(self.keras.optimizers, OPTIMIZERS[name])(**options),
                      loss=row.loss)
        return model

    def check(self):
        """Losses of the first steps on one batch, and predictions after them."""
        losses = [float(self.model.train_on_batch(self.xb, self.yb)) for _ in range(rows.STEPS)]
        return losses, np.asarray(self.model.predict(self.x[:4], verbose=0)).ravel().tolist()

    def train_on_batch(self, repeats):
        for _ in range(repeats):
            self.model.train_on_batch(self.xb, self.yb)
        return repeats

    def fit(self, repeats):
        self.model.fit(self.x, self.y, batch_size=self.row.batch, epochs=repeats, verbose=0)
        return repeats * -(-self.row.samples // self.row.batch)

    def predict(self, repeats):
        for _ in range(repeats):
            self.model.predict(self.x, batch_size=self.row.batch, verbose=0)
        return repeats

    def predict_one(self, repeats):
        one = self.x[:1]
        for _ in range(repeats):
            self.model.predict(one, verbose=0)
        return repeats
