"""A row in a Keras: kerastutor, tf_keras, or Keras 3 on JAX or PyTorch."""
import importlib
import os

import numpy as np

from benchmarks import rows

PEERS = {"kerastutor": ("kerastutor", None), "tf_keras": ("tf_keras", None),
         "keras_jax": ("keras", "jax"), "keras_torch": ("keras", "torch")}
OPTIMIZERS = {"sgd": "SGD", "adam": "Adam", "rmsprop": "RMSprop", "adadelta": "Adadelta"}


def load(peer):
    """Import the library that a peer stands for."""
    module, backend = PEERS[peer]
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if backend:
        os.environ["KERAS_BACKEND"] = backend
    return importlib.import_module(module)


def leaf(weight):
    """Name of a weight without those of its layers."""
    return weight.name.rsplit("/", 1)[-1].split(":")[0]


def first_weights(layer, row):
    """What the weights of a layer begin with, in its order."""
    kind, values = type(layer).__name__, layer.get_weights()
    names = [leaf(w) for w in layer.weights]
    if kind == "DepthwiseConv2D":               # Keras 3 calls it "kernel"
        names = ["bias" if name == "bias" else "depthwise_kernel" for name in names]
    return [rows.weight(kind, i, name, value.shape, row.gain)
            for i, (name, value) in enumerate(zip(names, values, strict=True))]


def hard_sigmoid_of(keras):
    """Keras 2's hard_sigmoid for Keras 3, whose own one is relu6(x + 3) / 6."""
    @keras.saving.register_keras_serializable("benchmarks")     # Bidirectional copies its layer
    def hard_sigmoid(x):
        return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)
    return hard_sigmoid


class Layers:
    """The layers of a Keras as a row wants them: with its gates, and with Dropout or without."""

    def __init__(self, keras, row, dropout):
        self._layers, self._dropout = keras.layers, dropout
        self._gates, self._reset_after = row.gates, row.gates == "sigmoid"
        if row.gates == "hard_sigmoid" and keras.__name__ == "keras":
            self._gates = hard_sigmoid_of(keras)

    def __getattr__(self, name):
        return getattr(self._layers, name)

    def Dropout(self, rate):
        return self._layers.Dropout(rate if self._dropout else 0.0)

    def LSTM(self, units, **options):
        return self._layers.LSTM(units, recurrent_activation=self._gates, **options)

    def GRU(self, units):
        return self._layers.GRU(units, recurrent_activation=self._gates,
                                reset_after=self._reset_after)


class KerasSide:
    """Builds and drives a row's model; every method named in `Row.metrics` is timed."""

    def __init__(self, peer, row, dropout=True, samples=None, dtype="float32"):
        self.row = row if samples is None else row._replace(samples=samples)
        if dtype != "float32":
            load(peer).backend.set_floatx(dtype)
        x, y = ([a.astype(dtype) if a.dtype.kind == "f" else a for a in arrays]
                for arrays in rows.data(self.row))
        self.x, self.y = single(x), single(y)
        self.model = self.make(peer, row, dropout)
        self.set_weights()
        if row.trains:
            self.compile(peer)
        self.xb, self.yb = (single([a[:row.batch] for a in arrays]) for arrays in (x, y))
        self.one = single([a[:1] for a in x])

    @staticmethod
    def make(peer, row, dropout):
        """The model, with the weights that the library gave it."""
        keras = load(peer)
        if row.application:
            applications = importlib.import_module(keras.__name__ + ".applications")
            model = getattr(applications, row.application)(weights=None)
            for layer in model.layers:
                if row.epsilon and type(layer).__name__ == "BatchNormalization":
                    layer.epsilon = row.epsilon
            return model
        return keras.models.Model(*row.build(Layers(keras, row, dropout)))

    def set_weights(self):
        for layer in self.model.layers:
            if layer.get_weights():
                layer.set_weights(first_weights(layer, self.row))

    def compile(self, peer):
        name, options = self.row.optimizer
        options = dict(options)
        if peer != "kerastutor":
            options["learning_rate"] = options.pop("lr")
            if name == "rmsprop":               # there epsilon stands under the root
                options["epsilon"] **= 2
        optimizer = getattr(load(peer).optimizers, OPTIMIZERS[name])(**options)
        weights = self.row.loss_weights and list(self.row.loss_weights)
        self.model.compile(optimizer=optimizer, loss=single(self.row.losses), loss_weights=weights)

    def check(self):
        """Losses of the first steps on one batch, and some of the predictions after them."""
        losses = []
        for _ in range(rows.STEPS if self.row.trains else 0):
            loss = self.model.train_on_batch(self.xb, self.yb)
            losses.append(float(loss if np.ndim(loss) == 0 else loss[0]))
        return losses, some(self.model.predict(self.xb, batch_size=self.row.batch, verbose=0))

    def train_on_batch(self, repeats):
        for _ in range(repeats):
            self.model.train_on_batch(self.xb, self.yb)
        return repeats

    def fit(self, repeats):
        self.model.fit(self.x, self.y, batch_size=self.row.batch, epochs=repeats, verbose=0,
                       shuffle=self.row.shuffle)
        return repeats * -(-self.row.samples // self.row.batch)

    def predict(self, repeats):
        for _ in range(repeats):
            self.model.predict(self.x, batch_size=self.row.batch, verbose=0)
        return repeats

    def predict_one(self, repeats):
        for _ in range(repeats):
            self.model.predict(self.one, verbose=0)
        return repeats

    def predict_on_batch(self, repeats):
        for _ in range(repeats):
            self.model.predict_on_batch(self.one)
        return repeats


def single(values):
    """The one value of a list with one, else the list."""
    return values[0] if len(values) == 1 else list(values)


def some(outputs):
    """Forty numbers of each output, taken from all over it."""
    found = []
    for output in outputs if isinstance(outputs, list) else [outputs]:
        flat = np.asarray(output).ravel()
        found += flat[::max(1, flat.size // 40)][:40].tolist()
    return found
