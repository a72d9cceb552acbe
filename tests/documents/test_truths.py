"""Where the notes are wrong, outdated or misspelt: what is true, and the error that a slip gets.

Keys are document:line of the notes.
"""
import inspect

import numpy as np
import pytest

import kerastutor as keras
from kerastutor import backend as K
from kerastutor import callbacks, constraints, layers, losses, models, optimizers
from kerastutor.engine.network import Network
from kerastutor.layers import (
    GRU,
    LSTM,
    ActivityRegularization,
    Add,
    BatchNormalization,
    Conv2D,
    Conv2DTranspose,
    Cropping2D,
    Dense,
    Dot,
    Dropout,
    Embedding,
    Flatten,
    Input,
    Masking,
    MaxPooling1D,
    SeparableConv2D,
    SimpleRNN,
    TimeDistributed,
)
from tests.documents.parts import SEQ, X, Y, chain, close, ev, mlp, of, raises, shape


def trained(layer, x):
    """Output in training, and updates of the layer."""
    return of(layer, x, 1)


def dense_per_step():
    dense = Dense(2)
    x = Input((5, 3))
    a, b = models.Model(x, TimeDistributed(dense)(x)), models.Model(x, dense(x))
    merged = SEQ.reshape(20, 3) @ dense.get_weights()[0]
    return close(a.predict(SEQ), b.predict(SEQ)) and close(a.predict(SEQ).reshape(20, 2), merged)


def state_goes_to_the_same_row():
    model = models.Sequential([SimpleRNN(2, batch_input_shape=(4, 5, 3), stateful=True)])
    model.predict(SEQ, batch_size=4)
    state = K.get_value(model.layers[0].states[0])
    model.layers[0].reset_states(states=np.roll(state, 1, 0))
    rolled = model.predict(np.roll(SEQ, 1, 0), batch_size=4)
    model.layers[0].reset_states(states=state)
    return close(np.roll(model.predict(SEQ, batch_size=4), 1, 0), rolled)


def stateless_rows_start_at_zero():
    model = models.Sequential([LSTM(2, input_shape=(5, 3))])
    return close(model.predict(SEQ)[2:], model.predict(SEQ[2:]))


def trainable_alone():
    trainable = False                       # noqa: F841 (binds a name, freezes nothing)
    model = mlp()
    before = model.get_weights()[0]
    model.train_on_batch(X, Y)
    return not close(before, model.get_weights()[0], 0)


def global_norm():
    model = models.Sequential([Dense(1, input_shape=(4,)), Dense(1)])
    optimizer = optimizers.SGD(1., clipnorm=0.1)
    model.compile(optimizer, "mse")
    before = model.get_weights()
    model.train_on_batch(X, np.full((32, 1), 100.))
    steps = [a - b for a, b in zip(before, model.get_weights(), strict=True)]
    return close(np.sqrt(sum((s ** 2).sum() for s in steps)), 0.1, 1e-2)


def activity_is_summed():
    model = models.Sequential([ActivityRegularization(l1=1., input_shape=(4,))])
    model.compile("sgd", lambda t, p: 0 * p)
    return close(model.evaluate(X, X, verbose=0), abs(X).sum(), 1e-3)


def frozen_normalization():
    layer = BatchNormalization(input_shape=(4,))
    model = models.Sequential([layer])
    layer.trainable = False
    f = K.function([model.input, K.learning_phase()], [model.output])
    return layer.updates == [] and close(f([X * 5 + 3, 1])[0].mean(0), 0, 1e-3)


def load_weights_forgets_the_optimizer(path="w.h5"):
    model = mlp(optimizer="adam")
    model.train_on_batch(X, Y)
    model.save_weights(path)
    again = mlp(optimizer="adam")
    again.load_weights(path)
    whole = models.load_model(_saved(model))
    return K.get_value(again.optimizer.iterations) == 0 and K.get_value(
        whole.optimizer.iterations) == 1


def _saved(model):
    model.save("m.h5")
    return "m.h5"


def transpose_of_ones(padding, bias):
    layer = Conv2DTranspose(1, 3, padding=padding, kernel_initializer="ones",
                            bias_initializer=bias)
    return of(layer, np.ones((1, 2, 2, 1), "float32"))[0, :, :, 0].tolist()


def frames_do_not_mix():
    layer = TimeDistributed(Conv2D(1, 2))
    x = np.random.RandomState(0).normal(size=(1, 3, 4, 4, 1)).astype("float32")
    model = chain(Input((3, 4, 4, 1)), layer)
    y = model.predict(x)
    x[:, 1] = 0
    return close(y[:, 2], model.predict(x)[:, 2])


def go_backwards_stays_backwards():
    layer = SimpleRNN(2, return_sequences=True, go_backwards=True)
    x = Input((5, 3))
    model = models.Model(x, layer(x))
    forward = SimpleRNN(2, return_sequences=True)
    other = models.Model(x, forward(x))
    other.set_weights(model.get_weights())
    return close(model.predict(SEQ), other.predict(SEQ[:, ::-1]))


def keras_1(call):
    with pytest.warns(UserWarning, match="Keras 2 API"):
        return call()


def shuffled_batches():
    seen = []
    model = models.Sequential([Dense(1, input_shape=(1,))])
    model.compile("sgd", "mse")
    x = np.arange(12.)[:, None]

    class Watch(callbacks.Callback):
        def on_batch_begin(self, batch, logs=None):
            seen.append(logs["size"])
    model.fit(x, x, batch_size=4, shuffle="batch", verbose=0, callbacks=[Watch()])
    return seen == [4, 4, 4]


def clipped_rate():
    return Dropout(5).rate == 1 and Dropout(-1).rate == 0 and close(
        trained(Dropout(5), X), X) and close(trained(Dropout(0), X), X)


def relu(x):
    return ev(keras.activations.relu(K.constant(x), alpha=0.1, max_value=3., threshold=1.))


TRUTHS = {
    "000:111 states": lambda: [len(c(2, return_state=True)(Input((5, 3))))
                               for c in (SimpleRNN, GRU, LSTM)] == [2, 2, 3],
    "000:97 shuffle": lambda: _default(models.Model.fit, "shuffle") is True,
    "000:100 stateless": stateless_rows_start_at_zero,
    "000:102 stateful": state_goes_to_the_same_row,
    "000:92 one cell": lambda: chain(Input((28, 3)), LSTM(2)).count_params() == chain(
        Input((5, 3)), LSTM(2)).count_params(),
    "000:49 batch and time are merged": dense_per_step,
    "000:118 input_shape on a called layer": lambda: shape(LSTM(2, input_shape=(7, 9)), 5, 3)
    == (None, 2),
    "000:31 deconv2d": lambda: "conv2d_transpose" in str(_warned(lambda: K.deconv2d(
        K.ones((1, 2, 2, 1)), K.ones((3, 3, 1, 1)), (1, 4, 4, 1)))),
    "000:52 keras.optimizer": lambda: raises(ImportError, "optimizer", lambda: __import__(
        "kerastutor.optimizer")),
    "000:56 complie": lambda: raises(AttributeError, "complie", lambda: mlp().complie),
    "000:64 trainable": trainable_alone,
    "000:72 pop": lambda: not hasattr(models.Model, "pop") and chain(
        Input((4,)), Dense(3), Dense(2)).layers[-2].output.shape == (None, 3),
    "000:78 predict needs x": lambda: raises(TypeError, "x", lambda: mlp().predict()),
    "000:143 keys are layer names": lambda: raises(ValueError, "aux", _variable_names),
    "001:90 penalizes activations": activity_is_summed,
    "001:113 separable": lambda: [w.name.split("/")[1] for w in _weights(
        SeparableConv2D(2, 3), 5, 5, 3)] == ["depthwise_kernel:0", "pointwise_kernel:0", "bias:0"],
    "001:128 with bias 1": lambda: transpose_of_ones("valid", "ones") == [
        [2, 3, 3, 2], [3, 5, 5, 3], [3, 5, 5, 3], [2, 3, 3, 2]],
    "001:128 same": lambda: transpose_of_ones("same", "ones") == [[5, 5], [5, 5]],
    "001:128 with bias 0": lambda: transpose_of_ones("valid", "zeros")[:2] == [
        [1, 2, 2, 1], [2, 4, 4, 2]] and transpose_of_ones("same", "zeros") == [[4, 4], [4, 4]],
    "001:144 frames": frames_do_not_mix,
    "001:150 two ints": lambda: shape(Cropping2D((1, 2)), 10, 10, 1) == (None, 8, 6, 1),
    "001:183 units": lambda: raises(TypeError, "units", lambda: SimpleRNN()),
    "001:180 unshared": lambda: chain(Input((5, 2)), layers.LocallyConnected1D(
        3, 2)).count_params() > chain(Input((5, 2)), layers.Conv1D(3, 2)).count_params(),
    "001:262 Embedding after a tensor": lambda: shape(Embedding(9, 2), 4) == (None, 4, 2),
    "001:337 callback": lambda: raises(TypeError, "callback", lambda: mlp().fit(
        X, Y, callback=[])),
    "001:334 load_weights": load_weights_forgets_the_optimizer,
    "001:550 history": lambda: isinstance(mlp().fit(X, Y, verbose=0).history, dict)
    and not hasattr(callbacks.History(), "histroy"),
    "001:461 global norm": global_norm,
    "001:597 cosine": lambda: losses.cosine is losses.cosine_proximity,
    "001:626 regularizer": lambda: raises(ImportError, "regularizer", lambda: __import__(
        "kerastutor.regularizer")),
    "001:692 rate is clipped": clipped_rate,
    "001:71 subclass": lambda: issubclass(models.Model, Network),
    "002:147 Model(input=)": lambda: keras_1(lambda: _old_model()).output_shape == (None, 2),
    "002:186 validation_spilt": lambda: raises(TypeError, "validation_spilt", lambda: mlp().fit(
        X, Y, validation_spilt=0.2)),
    "002:255 frozen normalization": frozen_normalization,
    "002:439 ids below input_dim": lambda: raises(ValueError, "must lie in", lambda: chain(
        Input((1,)), Embedding(4, 2)).predict(np.array([[4]]))),
    "002:575 AttributeError": lambda: raises(
        AttributeError, "hence the notion of \"layer output\" is ill-defined", _twice),
    "002:640 axis 1": lambda: K.int_shape(layers.concatenate(
        [Input((256, 256, 64)) for _ in range(3)], axis=1)) == (None, 768, 256, 64),
    "002:775 units twice": lambda: raises(TypeError, "units", lambda: Dense(32, units=784)),
    "002:808 compile": lambda: len(_names(models.Model.compile)) >= 7,
    "002:1010 before Flatten": lambda: raises(ValueError, "fully defined", lambda: chain(
        Input((None,)), Embedding(9, 2), Flatten(), Dense(1))),
    "002:1174 kernel_constraints": lambda: raises(TypeError, "kernel_constraints", lambda: Dense(
        1, kernel_constraints=constraints.non_neg())),
    "002:1278 Dense keeps the rank": lambda: shape(Dense(2), 3, 4, 5) == (None, 3, 4, 2),
    "002:1347 channels_last": lambda: _flattened() == (None, 6144),
    "002:1511 all features": lambda: of(Masking(1.), np.array([[[1., 1.], [1., 0.]]], "float32"))
    .tolist() == [[[0, 0], [1, 0]]],
    "002:1601 SubStract": lambda: not hasattr(layers, "SubStract"),
    "002:1658 Dot": lambda: K.int_shape(Dot(1)([Input((4,)), Input((4,))])) == (None, 1),
    "002:1757 maximum": lambda: close(ev(layers.Maximum()._merge_function(
        [K.constant([1., 5.]), K.constant([3., 2.])])), [3, 5]),
    "002:1837 before gamma and beta": lambda: close(trained(BatchNormalization(), X).std(0), 1,
                                                    1e-2),
    "002:1870 halves": lambda: [shape(MaxPooling1D(2, padding=p), 5, 1)[1]
                                for p in ("valid", "same")] == [2, 3],
    "002:1893 global average": lambda: shape(layers.GlobalAveragePooling2D(), 4, 4, 3)
    == (None, 3),
    "002:1907 columns": lambda: [_weights(c(2), 5, 3)[0].shape[1] for c in (SimpleRNN, GRU, LSTM)]
    == [2, 6, 8],
    "002:1909 go_backwards": go_backwards_stays_backwards,
    "002:1912 implementation 0": lambda: _implementation() == 1,
    "002:1930 LSTM after LSTM": lambda: raises(ValueError, "expected ndim=3, found ndim=2",
                                               lambda: chain(Input((5, 3)), LSTM(4), LSTM(2))),
    "002:1957 batch_size is an int": lambda: models.Sequential([LSTM(
        2, input_shape=(5, 3), batch_size=4, stateful=True)]).input_shape == (4, 5, 3),
    "002:1963 SimpleRNN": lambda: raises(TypeError, "recurrent_activation", lambda: SimpleRNN(
        2, recurrent_activation="tanh")),
    "002:2082 TimeDistributedDense": lambda: not hasattr(layers, "TimeDistributedDense"),
    "002:2136 nb_epoch": lambda: "epochs" in str(_warned(lambda: mlp().fit(
        X, Y, nb_epoch=1, verbose=0))),
    "002:2142 ouput_a": lambda: raises(ValueError, "ouput_a", lambda: mlp(
        loss={"ouput_a": "mse"})),
    "002:2270 shuffle='batch'": shuffled_batches,
    "002:2404 sparse targets": lambda: np.isfinite(mlp(
        loss="sparse_categorical_crossentropy").evaluate(X, Y.argmax(1), verbose=0)[0]),
    "002:2468 num_classes": lambda: keras.utils.to_categorical([0, 1]).shape == (2, 2),
    "002:2677 elu": lambda: close(ev(K.elu(K.constant([-50., -1e-3]), 2.)), [-2, -2e-3], 1e-4),
    "002:2740 relu": lambda: close(relu([5., 2., 0.]), [3, 2, -0.1]),
    "003:57 Network": lambda: issubclass(models.Model, Network),
    "003:66 rank of targets": lambda: K.ndim(mlp().targets[0]) == 2,
    "003:120 steps": lambda: raises(ValueError, "steps_per_epoch", lambda: mlp().fit_generator(
        iter([(X, Y)]))),
    "003:176 experimental": lambda: callable(keras.experimental.load_from_saved_model),
    "004:30 built at the first batch": lambda: _late() == (None, 3),
    "004:43 a scalar without metrics": lambda: np.ndim(mlp(metrics=None).evaluate(
        X, Y, verbose=0)) == 0,
    "004:181 shape stays": lambda: layers.Layer().compute_output_shape((None, 3)) == (None, 3),
    "merge needs equal shapes": lambda: raises(ValueError, "", lambda: Add()(
        [Input((3,)), Input((4,))])),
}


def _default(function, name):
    return inspect.signature(function).parameters[name].default


def _names(function):
    return inspect.signature(function).parameters


def _warned(call):
    with pytest.warns(Warning) as record:
        call()
    return [str(w.message) for w in record]


def _variable_names():
    x = Input((4,))
    auxiliary_output = Dense(1, name="aux_output")(x)
    model = models.Model(x, [Dense(1, name="main_output")(x), auxiliary_output])
    model.compile("sgd", "mse")
    model.fit(X, {"main_output": Y[:, :1], "auxiliary_output": Y[:, :1]}, verbose=0)


def _weights(layer, *input_shape):
    layer(Input(input_shape))
    return layer.weights


def _old_model():
    x = Input((4,))
    return models.Model(input=x, output=Dense(2)(x))


def _twice():
    layer = LSTM(2)
    layer(Input((5, 3)))
    layer(Input((5, 3)))
    return layer.output


def _flattened():
    x = Input((3, 32, 32))
    with pytest.warns(UserWarning, match="Conv2D"):
        y = layers.Convolution2D(64, 3, 3, border_mode="same")(x)
    return K.int_shape(Flatten()(y))


def _implementation():
    with pytest.warns(UserWarning, match="implementation"):
        return LSTM(2, implementation=0).implementation


def _late():
    model = models.Sequential([Dense(3)])
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)
    return model.output_shape


@pytest.mark.parametrize("name", TRUTHS)
def test_truth(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert TRUTHS[name]()
