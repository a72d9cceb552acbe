"""ConvLSTM2D against a loop over Conv2D layers; shapes, states, dropout."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor.layers import RNN, Conv2D, ConvLSTM2D, ConvLSTM2DCell, ConvRNN2D, Input
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)
X = generator.randn(2, 3, 5, 6, 2)


def conv(x, kernel, **options):
    layer = Conv2D(kernel.shape[-1], kernel.shape[:2], use_bias=False, input_shape=x.shape[1:],
                   **options)
    model = Sequential([layer])
    model.set_weights([kernel])
    return model.predict(x)


def loop(x, weights, filters, **options):
    kernel, recurrent, bias = weights
    h = c = None
    outputs = []
    for t in range(x.shape[1]):
        z = conv(x[:, t], kernel, **options) + bias
        if h is not None:
            z = z + conv(h, recurrent, padding="same")
        else:
            c = 0
        i, f, g, o = np.split(z, 4, -1)
        i, f, o = (np.clip(.2 * gate + .5, 0, 1) for gate in (i, f, o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, 1), h, c


@pytest.mark.parametrize("options", [{}, {"padding": "same"}, {"strides": 2},
                                     {"dilation_rate": 2}])
def test_values(options):
    layer = ConvLSTM2D(3, 2, return_sequences=True, return_state=True, bias_initializer="normal",
                       **options)
    x = Input((3, 5, 6, 2))
    found = K.function([x], layer(x))([X])
    expected = loop(X, layer.get_weights(), 3, **options)
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, **VALUE)
    shapes = layer.compute_output_shape((None, 3, 5, 6, 2))
    assert shapes == [(None, *b.shape[1:]) for b in expected]


def test_channels_first():
    last = Sequential([ConvLSTM2D(3, 2, input_shape=(3, 5, 6, 2))])
    first = Sequential([ConvLSTM2D(3, 2, data_format="channels_first", input_shape=(3, 2, 5, 6))])
    first.set_weights(last.get_weights())
    np.testing.assert_allclose(first.predict(np.moveaxis(X, -1, 2)),
                               np.moveaxis(last.predict(X), -1, 1), **VALUE)
    assert first.output_shape == (None, 3, 4, 5)


@pytest.mark.parametrize("options, shape", [
    ({}, (2, 3, 4, 5, 2)), ({"return_sequences": True, "padding": "same"}, (2, 3, None, None, 2)),
    ({"go_backwards": True, "dropout": .2, "recurrent_dropout": .2}, (2, 3, 4, 4, 2))])
def test_checker(options, shape):
    check_layer(ConvLSTM2D, {"filters": 2, "kernel_size": 2, **options}, input_shape=shape)


def test_open_image_sizes():
    x = Input((None, None, None, 2))
    layer = ConvLSTM2D(3, 2)
    out = K.function([x], [layer(x)])([X])[0]
    np.testing.assert_allclose(out, loop(X, layer.get_weights(), 3)[1], **VALUE)


def test_weights_and_options():
    layer = ConvLSTM2D(3, (2, 3), kernel_regularizer="l2")
    layer(Input((3, 5, 6, 2)))
    assert [w.shape for w in layer.get_weights()] == [(2, 3, 2, 12), (2, 3, 3, 12), (12,)]
    np.testing.assert_array_equal(layer.get_weights()[2], [0] * 3 + [1] * 3 + [0] * 6)
    assert layer.filters == 3 and layer.kernel_size == (2, 3) and len(layer.losses) == 1
    config = layer.get_config()
    assert "cell" not in config
    assert ConvLSTM2D.from_config(config).get_config() == config


def test_stateful():
    layer = ConvLSTM2D(3, 2, stateful=True, batch_input_shape=(2, None, 5, 6, 2))
    model = Sequential([layer])
    expected = loop(X, model.get_weights(), 3)[1]
    model.predict(X[:, :1], batch_size=2)
    np.testing.assert_allclose(model.predict(X[:, 1:], batch_size=2), expected, **VALUE)
    model.reset_states()
    np.testing.assert_allclose(model.predict(X, batch_size=2), expected, **VALUE)
    with pytest.raises(ValueError, match="must know the shapes of its states"):
        ConvLSTM2D(3, 2, stateful=True)(Input(batch_shape=(2, 3, None, 6, 2)))


def test_initial_state():
    x, h, c = Input((3, 5, 6, 2)), Input((4, 5, 3)), Input((4, 5, 3))
    layer = ConvLSTM2D(3, 2)
    y = layer(x, initial_state=[h, c])
    zeros = np.zeros((2, 4, 5, 3))
    out = K.function([x, h, c], [y])([X, zeros, zeros])[0]
    np.testing.assert_allclose(out, loop(X, layer.get_weights(), 3)[1], **VALUE)


def test_dropout():
    x = Input((3, 5, 6, 2))
    y = ConvLSTM2D(3, 2, dropout=.5, recurrent_dropout=.5)(x)
    assert y._uses_learning_phase
    f = K.function([x, K.learning_phase()], [y])
    assert not np.array_equal(f([X, 1])[0], f([X, 1])[0])
    np.testing.assert_array_equal(f([X, 0])[0], f([X, 0])[0])


def test_own_cell():
    layer = ConvRNN2D(ConvLSTM2DCell(3, 2), return_sequences=True)
    x = Input((3, 5, 6, 2))
    out = K.function([x], [layer(x)])([X])[0]
    np.testing.assert_allclose(out, loop(X, layer.get_weights(), 3)[0], **VALUE)
    assert isinstance(layer, RNN)
    assert ConvRNN2D.from_config(layer.get_config()).get_config() == layer.get_config()


def test_errors():
    with pytest.raises(TypeError, match="unroll must be False"):
        ConvLSTM2D(3, 2, unroll=True)
    with pytest.raises(TypeError, match="cannot be stacked"):
        ConvRNN2D([ConvLSTM2DCell(3, 2)])
    with pytest.raises(ValueError, match="the channel dimension of its input must be defined"):
        ConvLSTM2D(3, 2)(Input((3, 5, 6, None)))
