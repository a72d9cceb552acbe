"""What the notes that the course grew from mention, each in one line: it is there and does that.

Ids are the sections of the inventory. What has tests of its own (layers, datasets, applications,
plots ...) is not repeated here.
"""
import inspect

import numpy as np
import pytest

import kerastutor as keras
import kerastutor.compat.tensorflow as tf
from kerastutor import backend as K
from kerastutor import callbacks, initializers, layers, losses, metrics, models, optimizers
from kerastutor import regularizers as reg
from kerastutor.layers import (
    GRU,
    LSTM,
    RNN,
    Activation,
    Add,
    Bidirectional,
    Concatenate,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    Dot,
    Dropout,
    Embedding,
    Flatten,
    Input,
    Lambda,
    Masking,
    MaxPooling2D,
    Permute,
    RepeatVector,
    Reshape,
    SimpleRNN,
    SpatialDropout1D,
    TimeDistributed,
    UpSampling2D,
    ZeroPadding2D,
)
from tests.documents.parts import SEQ, X, Y, chain, close, ev, mlp, of, raises, shape

A = np.arange(6, dtype="float32").reshape(2, 3)
IMAGE = np.arange(32, dtype="float32").reshape(1, 4, 4, 2)


def shared():
    layer = Dense(2)
    return layer, layer(Input((3,))), layer(Input((3,)))


def nodes():
    layer, a, b = shared()
    return (len(layer._inbound_nodes) == 2 and layer.get_output_at(0) is a
            and layer.get_output_at(1) is b and b._keras_history == (layer, 1, 0))


def two_outputs():
    a, b = Input((4,), name="a"), Input((2,), name="b")
    h = Concatenate()([a, b])
    return models.Model([a, b], [Dense(1, name="main")(h), Dense(1, name="aux")(h)])


def by_name():
    model = two_outputs()
    model.compile("sgd", {"main": "mse", "aux": "mae"}, loss_weights={"main": 1., "aux": 0.2})
    z, t = np.ones((32, 2)), np.ones((32, 1))
    total, main, aux = model.evaluate({"a": X, "b": z}, {"main": t, "aux": t}, verbose=0)
    return close(total, main + 0.2 * aux) and model.metrics_names == [
        "loss", "main_loss", "aux_loss"]


def three_routes():
    model = mlp()
    inner = models.Model(model.input, model.get_layer("first").output)
    f = K.function([model.layers[0].input, K.learning_phase()], [model.layers[0].output])
    g = K.function([model.layers[0].input], [model.layers[0].output])
    return close(inner.predict(X), f([X, 0])[0]) and close(f([X, 1])[0], g([X])[0])


def stateful():
    model = models.Sequential([LSTM(2, batch_input_shape=(4, 5, 3), stateful=True)])
    first, second = model.predict(SEQ, batch_size=4), model.predict(SEQ, batch_size=4)
    model.reset_states()
    again = model.predict(SEQ, batch_size=4)
    model.layers[0].reset_states()
    return close(first, again) and not close(first, second) and close(
        first, model.predict(SEQ, batch_size=4)) and raises(
        ValueError, "", lambda: model.predict(SEQ[:3], batch_size=4))


def masked():
    padded = np.concatenate([SEQ, np.zeros_like(SEQ)], 1)
    x, m = Input((None, 3)), LSTM(2)
    model = models.Model(x, m(Masking()(x)))
    return close(model.predict(padded), model.predict(SEQ))


def deterministic(build):
    np.random.seed(3)
    a = build().get_weights()
    np.random.seed(3)
    return all(close(u, v, 0) for u, v in zip(a, build().get_weights(), strict=True))


def frozen():
    layer = Dense(2)
    x = Input((4,))
    y = layer(x)
    layer.trainable = False
    still = models.Model(x, y)
    still.compile("sgd", "mse")
    layer.trainable = True
    moving = models.Model(x, y)
    moving.compile("sgd", "mse")
    before = layer.get_weights()[0]
    with pytest.warns(UserWarning, match="Discrepancy"):
        still.fit(X, X[:, :2], verbose=0)
    same = close(before, layer.get_weights()[0], 0)
    moving.fit(X, X[:, :2], verbose=0)
    return same and not close(before, layer.get_weights()[0], 0)


def split():
    model, seen = mlp(), []
    model.fit(X, Y, validation_split=0.25, verbose=0, callbacks=[callbacks.LambdaCallback(
        on_train_begin=lambda logs: seen.append(1))])
    h = model.history.history
    return seen == [1] and sorted(h) == ["acc", "loss", "val_acc", "val_loss"]


def own_layer():
    class Own(layers.Layer):
        def build(self, input_shape):
            self.kernel = self.add_weight(name="k", shape=(input_shape[1], 2),
                                          initializer="uniform", trainable=True)
            super().build(input_shape)

        def call(self, x):
            return K.dot(x, self.kernel)

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 2)
    model = models.Sequential([Own(input_shape=(4,))])
    model.compile("sgd", "mse")
    before = model.evaluate(X, X[:, :2], verbose=0)
    model.fit(X, X[:, :2], epochs=5, verbose=0)
    return model.output_shape == (None, 2) and model.evaluate(X, X[:, :2], verbose=0) < before


def subclass():
    class Net(keras.Model):
        def __init__(self):
            super().__init__(name="net")
            self.d = Dense(3, activation="softmax")

        def call(self, x):
            return self.d(x)
    net = Net()
    net.compile("sgd", "categorical_crossentropy")
    unused = raises(ValueError, "eights", lambda: Net().save_weights("never.h5"))
    net.fit(X, Y, verbose=0)
    return unused and raises(NotImplementedError, "", net.to_json) and net.predict(X).shape == (
        32, 3)


def generator():
    def batches():
        while True:
            yield X, Y
    a, b = (models.Sequential([Dense(3, activation="softmax", input_shape=(4,))]) for _ in "ab")
    for m in (a, b):
        m.compile("sgd", "categorical_crossentropy")
    b.set_weights(a.get_weights())
    a.fit_generator(batches(), steps_per_epoch=3, epochs=2, verbose=0)
    for _ in range(6):
        b.train_on_batch(X, Y)
    return close(a.predict(X), b.predict(X))


def train_function():
    model = mlp()
    first = model.train_function is None
    model._make_train_function()
    return first and model.train_function is not None and model.optimizer.weights


def callback_order():
    calls = []

    class Own(callbacks.Callback):
        pass
    for hook in ("on_train_begin", "on_epoch_begin", "on_batch_begin", "on_batch_end",
                 "on_epoch_end", "on_train_end"):
        setattr(Own, hook, lambda self, *a, h=hook, **k: calls.append(h))
    mlp().fit(X, Y, batch_size=32, verbose=0, callbacks=[Own()])
    return calls == ["on_train_begin", "on_epoch_begin", "on_batch_begin", "on_batch_end",
                     "on_epoch_end", "on_train_end"]


def gradient_of(y, x):
    return ev(K.gradients(y, [x])[0])


V = K.variable(3.)
BLUE = K.variable(A)
CASES = {
    "A model of layers": lambda: isinstance(models.Sequential(), models.Model),
    "A batch is not in shapes": lambda: models.Sequential(
        [Dense(2, input_shape=(6, 8))]).input_shape == (None, 6, 8),
    "A summary": lambda: "Total params" in _printed(mlp()),
    "A wrong layer name": lambda: raises(ValueError, "No such layer",
                                         lambda: mlp().get_layer("pool5")),
    "A Keras layer on a tf.placeholder": lambda: close(
        K.get_session().run(Dense(2, kernel_initializer="ones")(_p), {_p: A}),
        A.sum(1, keepdims=True).repeat(2, 1)),
    "B placeholder": lambda: K.ndim(K.placeholder(shape=(2, 4, 5))) == 3,
    "B int_shape and shape": lambda: K.int_shape(BLUE) == (2, 3) and ev(
        K.shape(BLUE)).tolist() == [2, 3],
    "B dtype": lambda: K.dtype(BLUE) == "float32", "B eval": lambda: close(ev(BLUE), A),
    "B dot nd": lambda: K.int_shape(K.dot(K.ones((2, 3, 4)), K.ones((4, 5)))) == (2, 3, 5),
    "B batch_dot": lambda: K.int_shape(K.batch_dot(K.ones((5, 4)), K.ones((5, 4)), axes=1))
    == (5, 1),
    "B one_hot": lambda: close(ev(K.one_hot([0, 2], 3)), np.eye(3)[[0, 2]]),
    "B softmax is stable": lambda: close(ev(K.softmax(K.variable([[1e4, 0.]]))), [[1, 0]]),
    "B gradients": lambda: close(gradient_of(V * V, V), 6),
    "B unconnected gradients": lambda: K.gradients(V * V, [K.variable(1.)]) == [None],
    "B second order": lambda: close(gradient_of(K.gradients(V * V * V, [V])[0], V), 18),
    "B l2_normalize": lambda: close(ev(K.l2_normalize(K.variable([3., 4.]), 0)), [.6, .8]),
    "B dropout seed": lambda: close(ev(K.dropout(K.ones((9, 9)), .5, seed=1)),
                                    ev(K.dropout(K.ones((9, 9)), .5, seed=1))),
    "B deconv2d": lambda: callable(K.deconv2d),
    "B random_normal dtype": lambda: K.dtype(K.random_normal((2,), dtype=None)) == "float32",
    "B in_train_phase": lambda: K.in_train_phase(1, 2, training=1) == 1,
    "B function with updates": lambda: _counted(),
    "B data format": lambda: K.image_data_format() == "channels_last",
    "B backend function as activation": lambda: close(
        of(Dense(2, activation=K.tanh, kernel_initializer="ones"), A),
        np.tanh(A.sum(1, keepdims=True)).repeat(2, 1)),
    "B session": lambda: _sessions(),
    "C nodes": nodes,
    "C ill-defined": lambda: raises(AttributeError, "ill-defined", lambda: shared()[0].output),
    "C names": lambda: layers.Convolution2D is Conv2D,
    "C Dense on 3D": lambda: shape(Dense(2), 5, 3) == (None, 5, 2),
    "C dropout in testing": lambda: close(of(Dropout(0.5), A), A),
    "C dropout scales": lambda: set(np.unique(of(Dropout(0.5), np.ones((50, 4)), 1))) == {0, 2},
    "C Flatten": lambda: shape(Flatten(), 3, 32, 64) == (None, 6144),
    "C Reshape -1": lambda: shape(Reshape((-1, 2, 2)), 12) == (None, 3, 2, 2),
    "C Reshape misfit": lambda: raises(ValueError, "", lambda: shape(Reshape((5,)), 12)),
    "C Permute": lambda: close(of(Permute((2, 1)), SEQ), SEQ.transpose(0, 2, 1)),
    "C RepeatVector": lambda: shape(RepeatVector(3), 4) == (None, 3, 4),
    "C Lambda": lambda: close(of(Lambda(lambda x: x ** 2), A), A ** 2),
    "C masks": masked,
    "C Conv1D refuses masks": lambda: raises(TypeError, "mask", lambda: chain(
        Input((5, 3)), Masking(), Conv1D(2, 2))),
    "C SpatialDropout": lambda: _constant_over_time(of(SpatialDropout1D(0.5),
                                                       np.ones((8, 5, 3)), 1)),
    "C strides and dilation": lambda: raises(ValueError, "", lambda: shape(
        Conv2D(1, 3, strides=2, dilation_rate=2), 9, 9, 1)),
    "C causal": lambda: shape(Conv1D(2, 3, padding="causal"), 10, 4) == (None, 10, 2),
    "C transpose valid": lambda: shape(Conv2DTranspose(1, 3), 2, 2, 1) == (None, 4, 4, 1),
    "C transpose same": lambda: shape(Conv2DTranspose(1, 3, padding="same"), 2, 2, 1)
    == (None, 2, 2, 1),
    "C Cropping2D": lambda: shape(Cropping2D(((2, 2), (4, 4))), 28, 28, 3) == (None, 24, 20, 3),
    "C UpSampling2D": lambda: close(of(UpSampling2D(), IMAGE), np.kron(
        IMAGE, np.ones((1, 2, 2, 1)))),
    "C ZeroPadding2D": lambda: shape(ZeroPadding2D(), 4, 4, 1) == (None, 6, 6, 1),
    "C pooling strides": lambda: shape(MaxPooling2D((2, 2)), 4, 6, 1) == (None, 2, 3, 1),
    "C return_state counts": lambda: [len(cell(2, return_state=True)(Input((5, 3))))
                                      for cell in (SimpleRNN, GRU, LSTM)] == [2, 2, 3],
    "C forget bias": lambda: _built(LSTM(2), 5, 3)[2].tolist() == [0, 0, 1, 1, 0, 0, 0, 0],
    "C stacked cells": lambda: shape(RNN([layers.GRUCell(2), layers.LSTMCell(3)]), 5, 4)
    == (None, 3),
    "C stateful": stateful,
    "C Embedding": lambda: shape(Embedding(1000, 64, input_length=10), 10) == (None, 10, 64),
    "C Embedding range": lambda: raises(ValueError, "must lie in [0, 3)", lambda: models.Sequential(
        [Embedding(3, 2, input_length=1)]).predict(np.array([[3]]))),
    "C merge classes and functions": lambda: K.int_shape(layers.add(
        [Input((4,)), Input((4,))])) == K.int_shape(Add()([Input((4,)), Input((4,))])),
    "C Concatenate misfit": lambda: raises(ValueError, "", lambda: Concatenate(axis=1)(
        [Input((2, 3)), Input((2, 4))])),
    "C Dot": lambda: K.int_shape(Dot(1)([Input((4,)), Input((4,))])) == (None, 1),
    "C own layer": own_layer,
    "C InputSpec": lambda: raises(ValueError, "must have size 3", lambda: _reused()),
    "D TimeDistributed": lambda: shape(TimeDistributed(Dense(8)), 10, 16) == (None, 10, 8),
    "D TimeDistributed counts once": lambda: chain(
        Input((5, 3)), TimeDistributed(Dense(2))).count_params() == 8,
    "D Bidirectional modes": lambda: [_width(mode) for mode in ("concat", "sum", "ave", "mul")]
    == [4, 2, 2, 2] and len(Bidirectional(GRU(2), merge_mode=None)(Input((5, 3)))) == 2,
    "E pop": lambda: _popped(), "E disconnected": lambda: raises(
        ValueError, "Graph disconnected", lambda: models.Model(
            Input((2,)), Dense(1)(Input((2,))))),
    "E fit before compile": lambda: raises(RuntimeError, "compile", lambda: models.Sequential(
        [Dense(1, input_shape=(4,))]).fit(X, X[:, :1])),
    "E names": by_name, "E three routes": three_routes, "E frozen": frozen,
    "E subclass": subclass, "E split": split, "E generator": generator,
    "E predict_classes": lambda: mlp().predict_classes(X).shape == (32,)
    and not hasattr(models.Model, "predict_classes"),
    "E train_function": train_function,
    "E network in the mro": lambda: "Network" in [c.__name__ for c in models.Model.__mro__],
    "E random weights follow NumPy's seed": lambda: deterministic(mlp),
    "F by name": lambda: optimizers.get("adam").get_config()["epsilon"] == K.epsilon(),
    "F names": lambda: {"SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam",
                        "TFOptimizer"} <= set(dir(optimizers)),
    "F TFOptimizer": lambda: np.isfinite(mlp(optimizer=optimizers.TFOptimizer(
        tf.train.GradientDescentOptimizer(0.1))).train_on_batch(X, Y)[0]),
    "F lr can be set": lambda: _lr(mlp()) == 0.5,
    "F clipvalue": lambda: "clipvalue" in optimizers.SGD(clipvalue=0.5).get_config(),
    "G all losses": lambda: all(callable(losses.get(n)) for n in (
        "mse mae mape msle kld cosine hinge squared_hinge categorical_hinge logcosh poisson "
        "categorical_crossentropy sparse_categorical_crossentropy binary_crossentropy").split()),
    "G logcosh limits": lambda: close(ev(losses.logcosh(
        K.constant([[0.]]), K.constant([[1000.]]))), 1000 - np.log(2)),
    "G hinge keeps 0": lambda: close(ev(losses.hinge(K.constant([[0.]]), K.constant([[5.]]))), 1),
    "G cosine is negative": lambda: close(ev(losses.cosine_proximity(
        K.constant(A[1:]), K.constant(A[1:]))).sum(), -1),
    "G own loss": lambda: close(mlp(loss=lambda t, p: K.mean(K.square(p - t), -1)).evaluate(
        X, Y, verbose=0)[0] > 0, True),
    "G one-hot advice": lambda: raises(ValueError, "to_categorical", lambda: mlp().fit(
        X, Y.argmax(1), verbose=0)),
    "H acc": lambda: mlp().metrics_names == ["loss", "acc"],
    "H own metric": lambda: mlp(metrics=[_mean_pred]).metrics_names == ["loss", "_mean_pred"],
    "H names": lambda: metrics.get("mse") is metrics.MSE is losses.mean_squared_error,
    "I order": callback_order,
    "I EarlyStopping": lambda: len(mlp(optimizer=optimizers.SGD(0.)).fit(
        X, Y, epochs=9, validation_split=.5, verbose=0, callbacks=[callbacks.EarlyStopping(
            patience=2)]).epoch) == 3,
    "I all": lambda: {"CSVLogger", "LambdaCallback", "LearningRateScheduler", "ReduceLROnPlateau",
                      "RemoteMonitor", "ProgbarLogger", "TerminateOnNaN", "BaseLogger", "History",
                      "TensorBoard"} <= set(dir(callbacks)),
    "L initializers": lambda: close(_orthogonal(), np.eye(4), 1e-4),
    "L own initializer": lambda: _built(Dense(2, kernel_initializer=lambda shape, dtype=None:
                                              K.ones(shape)), 3)[0].tolist() == [[1, 1]] * 3,
    "L penalties": lambda: _penalty(reg.l2(0.5)) == 0.5 * 6 and _penalty(
        lambda w: 0.1 * K.sum(K.abs(w))) == pytest.approx(0.6),
    "L constraint": lambda: np.all(_trained_nonneg() >= 0),
    "L three forms of activation": lambda: close(of(Activation("tanh"), A), np.tanh(A))
    and close(of(Activation(K.tanh), A), np.tanh(A)),
    "L softmax of a vector": lambda: raises(ValueError, "", lambda: keras.activations.softmax(
        K.placeholder((3,)))),
    "L elu alpha": lambda: close(ev(K.elu(K.constant(-1e3), 2.)), -2),
    "L selu": lambda: 0.7 < _deep_selu().std() < 1.3,
    "M to_categorical": lambda: keras.utils.to_categorical([0, 2]).shape == (2, 3),
    "N config": lambda: tf.ConfigProto(allow_soft_placement=True).gpu_options.allow_growth is False,
    "N device": lambda: _on_device() == "/gpu:1",
    "N SavedModel is ours": lambda: "own" in keras.experimental.export_saved_model.__doc__,
    "paths": lambda: all(inspect.ismodule(__import__(f"kerastutor.{p}", fromlist=["x"])) for p in (
        "layers.core layers.convolutional layers.embeddings layers.noise layers.normalization "
        "layers.pooling layers.recurrent layers.wrappers engine.topology utils.np_utils "
        "backend.tensorflow_backend").split()),
}
_p = tf.placeholder(tf.float32, (None, 3))


def _printed(model):
    lines = []
    model.summary(print_fn=lines.append)
    return "\n".join(lines)


def _counted():
    v = K.variable(0.)
    f = K.function([], [v], updates=[K.update_add(v, 2.)])
    return f([])[0] == 0 and f([])[0] == 2 and K.get_value(v) == 4


def _sessions():
    session = tf.Session()
    K.set_session(session)
    same = K.get_session() is session
    K.clear_session()
    return same


def _constant_over_time(y):
    return (y == y[:, :1]).all() and 0 < (y == 0).mean() < 1


def _built(layer, *input_shape):
    layer(Input(input_shape))
    return layer.get_weights()


def _reused():
    layer = Dense(2)
    layer(Input((3,)))
    layer(Input((4,)))


def _width(mode):
    return shape(Bidirectional(GRU(2), merge_mode=mode), 5, 3)[-1]


def _popped():
    model = models.Sequential([Dense(3, input_shape=(2,)), Dense(4)])
    model.pop()
    return model.output_shape == (None, 3) and len(model.layers) == 1 and raises(
        TypeError, "", models.Sequential().pop)


def _lr(model):
    K.set_value(model.optimizer.lr, 0.5)
    model.train_on_batch(X, Y)
    return K.get_value(model.optimizer.lr)


def _mean_pred(y_true, y_pred):
    return K.mean(y_pred)


def _orthogonal():
    w = initializers.Orthogonal()((4, 4))
    return w @ w.T


def _penalty(regularizer):
    model = models.Sequential([Dense(2, input_shape=(3,), kernel_initializer="ones",
                                     kernel_regularizer=regularizer)])
    model.compile("sgd", lambda t, p: 0 * p)
    return model.evaluate(A, np.zeros((2, 2)), verbose=0)


def _trained_nonneg():
    model = models.Sequential([Dense(3, input_shape=(4,), kernel_constraint="non_neg")])
    model.compile("sgd", "mse")
    model.fit(X, Y, epochs=3, verbose=0)
    return model.get_weights()[0]


def _deep_selu():
    model = models.Sequential([Dense(200, activation="selu", kernel_initializer="lecun_normal",
                                     input_shape=(200,))]
                              + [Dense(200, activation="selu",
                                       kernel_initializer="lecun_normal") for _ in range(9)])
    return model.predict(np.random.RandomState(0).normal(size=(200, 200)))


def _on_device():
    with tf.device("/gpu:1"):
        return (K.constant(1.) + 1).node.device


@pytest.mark.parametrize("name", CASES)
def test_inventory(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CASES[name]()
