"""kerastutor.legacy.layers and recurrent: layers that only Keras 1 had."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import layers
from kerastutor.layers import (
    AtrousConvolution1D,
    AtrousConvolution2D,
    Conv1D,
    Conv2D,
    ConvRecurrent2D,
    Highway,
    Input,
    MaxoutDense,
    Recurrent,
    deserialize,
    serialize,
)
from kerastutor.models import Model, Sequential


def random(*shape):
    return np.random.RandomState(3).normal(size=shape).astype("float32")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_maxout():
    with pytest.warns(UserWarning, match="MaxoutDense.*Keras 1"):
        layer = MaxoutDense(3, nb_feature=4, input_dim=2, W_regularizer="l1", b_constraint="nonneg")
    model = Sequential([layer])
    assert model.output_shape == (None, 3)
    w, b = random(4, 2, 3), random(4, 3)
    layer.set_weights([w, b])
    x = random(5, 2)
    expected = (np.einsum("bi,kio->bko", x, w) + b).max(axis=1)
    np.testing.assert_allclose(model.predict(x), expected, rtol=1e-5, atol=1e-6)


def test_highway():
    with pytest.warns(UserWarning, match="Highway.*Keras 1"):
        layer = Highway(activation="tanh", input_dim=3, transform_bias=1)
    model = Sequential([layer])
    w, carry, b, b_carry = random(3, 3), random(3, 3) + 1, random(3), random(3) + 1
    layer.set_weights([w, carry, b, b_carry])
    x = random(5, 3)
    t = sigmoid(x @ carry + b_carry)
    np.testing.assert_allclose(model.predict(x), t * np.tanh(x @ w + b) + (1 - t) * x,
                               rtol=1e-5, atol=1e-6)


@pytest.mark.filterwarnings("ignore:The .* layer is one of Keras 1")
@pytest.mark.parametrize("make", [lambda: MaxoutDense(3, bias=False, input_dim=2),
                                  lambda: Highway(bias=False, init="normal", input_dim=2)])
def test_config_round_trip(make):
    layer = make()
    again = deserialize(serialize(layer))
    assert again.get_config() == layer.get_config()
    model = Sequential([again])
    model.compile("sgd", "mse")
    model.train_on_batch(random(4, 2), model.predict(random(4, 2)))


def test_first_weights():
    weights = [random(4, 2, 3), random(4, 3)]
    with pytest.warns(UserWarning, match="Keras 1"):
        layer = MaxoutDense(3, input_dim=2, weights=weights)
    Sequential([layer])
    assert all(np.array_equal(a, b) for a, b in zip(layer.get_weights(), weights, strict=True))


def test_atrous_convolutions():
    with pytest.warns(UserWarning, match=r"Conv1D\(..., dilation_rate=2\)"):
        one = AtrousConvolution1D(3, 2, atrous_rate=2)
    with pytest.warns(UserWarning, match=r"Conv2D\(..., dilation_rate=\(2, 2\)\)"):
        two = AtrousConvolution2D(3, (2, 2), atrous_rate=(2, 2))
    assert type(one) is Conv1D and one.dilation_rate == (2,)
    assert type(two) is Conv2D and two.dilation_rate == (2, 2)


class Running(Recurrent):
    """Adds up its inputs, times a weight."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.states = [None]

    def build(self, input_shape):
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        from_batch = input_shape[0] if self.stateful else None
        self.w = self.add_weight(name="w", shape=(self.units,), initializer="ones")
        self.input_spec[0].shape = (from_batch, None, input_shape[-1])
        if self.stateful:
            self.reset_states()
        self.built = True

    def step(self, inputs, states):
        total = states[0] + inputs * self.w
        return total, [total]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def test_own_recurrent_layer():
    x = random(2, 3, 4)
    model = Sequential([Running(4, return_sequences=True, input_shape=(3, 4))])
    assert model.output_shape == (None, 3, 4)
    np.testing.assert_allclose(model.predict(x), np.cumsum(x, axis=1), rtol=1e-5, atol=1e-6)
    last = Sequential([Running(4, go_backwards=True, input_shape=(3, 4))])
    np.testing.assert_allclose(last.predict(x), x.sum(1), rtol=1e-5, atol=1e-6)
    again = Running.from_config(model.layers[0].get_config())
    assert again.return_sequences and again.units == 4


def test_own_recurrent_layer_with_first_and_last_state():
    inputs, state = Input((3, 4)), Input((4,))
    outputs = Running(4, return_state=True)(inputs, initial_state=state)
    model = Model([inputs, state], outputs)
    x, s = random(2, 3, 4), random(2, 4)
    last, kept = model.predict([x, s])
    np.testing.assert_allclose(last, x.sum(1) + s, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(last, kept)


def test_own_stateful_recurrent_layer():
    layer = Running(4, stateful=True, batch_input_shape=(2, 3, 4))
    model = Sequential([layer])
    x = random(2, 3, 4)
    for n in (1, 2, 3):
        np.testing.assert_allclose(model.predict(x), n * x.sum(1), rtol=1e-5, atol=1e-5)
    model.reset_states()
    np.testing.assert_allclose(model.predict(x), x.sum(1), rtol=1e-5, atol=1e-6)
    layer.reset_states(np.ones((2, 4)))
    np.testing.assert_allclose(model.predict(x), x.sum(1) + 1, rtol=1e-5, atol=1e-6)
    with pytest.raises(ValueError, match="states must be 1 arrays of shape"):
        layer.reset_states([np.ones((3, 4))])
    with pytest.raises(AttributeError, match="stateful=True"):
        Running(4).reset_states()


def test_errors_of_recurrent():
    inputs = Input((3, 4))
    with pytest.raises(ValueError, match="initial_state must be 1 states, got 2"):
        Running(4)(inputs, initial_state=[Input((4,)), Input((4,))])
    with pytest.raises(ValueError, match="mix"):
        Running(4)(inputs, initial_state=[Input((4,)), K.zeros((2, 4))])
    with pytest.raises(ValueError, match="number of time steps must be known"):
        Running(4, unroll=True)(Input((None, 4)))
    with pytest.raises(NotImplementedError, match="step"):
        Recurrent().step(None, [])


@pytest.mark.parametrize(("data_format", "shape", "expected"), [
    ("channels_last", (2, 5, 8, 9, 3), (4, 4, 6)),
    ("channels_first", (2, 5, 3, 8, 9), (6, 4, 4)),
])
def test_conv_recurrent_shapes(data_format, shape, expected):
    options = {"strides": 2, "data_format": data_format, "padding": "valid"}
    layer = ConvRecurrent2D(6, (2, 3), **options)
    assert layer.compute_output_shape(shape) == (2,) + expected
    layer = ConvRecurrent2D(6, (2, 3), return_sequences=True, return_state=True, **options)
    assert layer.compute_output_shape(shape) == [(2, 5) + expected] + [(2,) + expected] * 2
    config = layer.get_config()
    assert ConvRecurrent2D.from_config(config).get_config() == config


def test_paths_of_the_old_bases():
    from kerastutor.layers import convolutional_recurrent, recurrent
    assert recurrent.Recurrent is convolutional_recurrent.Recurrent is Recurrent
    assert convolutional_recurrent.ConvRecurrent2D is ConvRecurrent2D
    recurrent.Recurrent(return_sequences=True, implementation=0)   # made, but not called


def test_names_where_keras_1_had_them():
    for name in ("AveragePooling1D", "MaxPooling2D", "MaxPooling3D"):
        assert getattr(layers.convolutional, name) is getattr(layers, name)
    assert layers.core.Layer is layers.wrappers.Layer is layers.Layer


def test_atrous_layers_take_strides_and_fail_where_they_are_used():
    with pytest.warns(UserWarning, match="Conv2D"):
        layer = AtrousConvolution2D(5, 3, 3, subsample=(2, 2), atrous_rate=(2, 2))
    with pytest.raises(ValueError, match="must not both be above 1"):
        layer(Input((9, 9, 2)))
