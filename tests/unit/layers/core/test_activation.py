"""Activation, ActivityRegularization and Masking."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor.layers import LSTM, Activation, ActivityRegularization, Conv1D, Dense, Masking
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)


@pytest.mark.parametrize("activation", ["relu", "softmax", K.tanh])
def test_activation(activation):
    check_layer(Activation, {"activation": activation}, input_shape=(3, 2, 4))


def test_three_forms_of_an_activation_are_equal():
    x = generator.randn(5, 3)
    outs = []
    for layers in ([Dense(4, activation="tanh", input_shape=(3,))],
                   [Dense(4, activation=K.tanh, input_shape=(3,))],
                   [Dense(4, input_shape=(3,)), Activation("tanh")]):
        model = Sequential(layers)
        model.set_weights([np.arange(12.).reshape(3, 4) / 10, np.arange(4.)])
        outs.append(model.predict(x))
    np.testing.assert_array_equal(outs[0], outs[1])
    np.testing.assert_array_equal(outs[0], outs[2])


def test_activity_regularization():
    check_layer(ActivityRegularization, {"l1": .1, "l2": .2}, input_shape=(3, 2))
    model = Sequential([ActivityRegularization(l1=.1, l2=.01, input_shape=(3,))])
    model.compile("sgd", "mse")
    x = generator.randn(4, 3)
    expected = .1 * abs(x).sum() + .01 * (x ** 2).sum()      # a sum over the batch
    np.testing.assert_allclose(model.evaluate(x, x, verbose=0), expected, **VALUE)


def test_masking_masks_steps_where_all_features_have_the_value():
    x = np.array([[[0., 0.], [1., 0.], [0., 0.]], [[0., 2.], [0., 0.], [3., 4.]]])
    layer = Masking()
    tensor = K.placeholder((None, 3, 2))
    out = layer(tensor)
    mask = layer.compute_mask(tensor)
    values, masks = K.function([tensor], [out, mask])([x])
    np.testing.assert_array_equal(masks, [[0, 1, 0], [1, 0, 1]])
    np.testing.assert_array_equal(values, x)
    check_layer(Masking, {"mask_value": 1.}, input_shape=(3, 2, 4))


def test_masked_values_become_zero():
    model = Sequential([Masking(5., input_shape=(2, 2))])
    x = np.array([[[5., 5.], [5., 1.]]])
    np.testing.assert_array_equal(model.predict(x), [[[0., 0.], [5., 1.]]])


def test_lstm_after_masking_equals_the_shortened_sequence():
    model = Sequential([Masking(input_shape=(None, 3)), LSTM(4)])
    short = generator.randn(2, 3, 3)
    x = np.zeros((2, 5, 3))
    x[:, [0, 2, 3]] = short
    np.testing.assert_allclose(model.predict(x), model.predict(short), **VALUE)


def test_a_layer_without_masking_refuses_a_mask():
    model = Sequential([Masking(input_shape=(5, 3))])
    with pytest.raises(TypeError, match="does not support masking"):
        model.add(Conv1D(2, 2))
        model.build()
