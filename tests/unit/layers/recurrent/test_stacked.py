"""StackedRNNCells: equal to stacked layers; states, weights, config."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor.layers import (
    GRU,
    LSTM,
    RNN,
    GRUCell,
    Input,
    LSTMCell,
    SimpleRNNCell,
    StackedRNNCells,
)
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)
X = generator.randn(3, 5, 4)
MASK = np.array([[1, 1, 0, 1, 0], [0, 0, 1, 1, 1], [1, 1, 1, 1, 1]], bool)


def both():
    """A layer of two cells, and two layers with the same weights."""
    one = Sequential([RNN([LSTMCell(3), GRUCell(2)], input_shape=(None, 4))])
    two = Sequential([LSTM(3, return_sequences=True, input_shape=(None, 4)), GRU(2)])
    two.set_weights(one.get_weights())
    return one, two


def test_equal_to_stacked_layers():
    one, two = both()
    np.testing.assert_allclose(one.predict(X), two.predict(X), **VALUE)


def test_sizes():
    cell = StackedRNNCells([LSTMCell(3), GRUCell(2), SimpleRNNCell(6)])
    assert cell.state_size == (3, 3, 2, 6) and cell.output_size == 6
    layer = RNN(cell, return_state=True)
    assert [K.int_shape(y) for y in layer(Input((5, 4)))] == [(None, n) for n in (6, 3, 3, 2, 6)]


def test_states_in_reverse_order():
    with pytest.warns(UserWarning, match="reverse_state_order should be left out"):
        turned = StackedRNNCells([LSTMCell(3), GRUCell(2)], reverse_state_order=True)
    assert turned.state_size == (2, 3, 3)
    layer = RNN(turned, return_state=True)
    x = Input((5, 4))
    out, h2, h1, c1 = K.function([x], layer(x))([X])
    np.testing.assert_array_equal(out, h2)
    natural = RNN([LSTMCell(3), GRUCell(2)], return_state=True)
    y = natural(x)
    natural.set_weights(layer.get_weights())
    expected = K.function([x], y)([X])
    for a, b in zip([out, h1, c1, h2], expected, strict=True):
        np.testing.assert_allclose(a, b, **VALUE)


def test_masks_with_cells_of_different_sizes():
    layer = RNN([LSTMCell(3), GRUCell(2)], return_sequences=True)
    x, mask = Input((5, 4)), K.placeholder((None, 5), dtype="bool")
    out = K.function([x, mask], [layer(x, mask=mask)])([X, MASK])[0]
    np.testing.assert_array_equal(out[0, 2], out[0, 1])
    np.testing.assert_array_equal(out[1, :2], np.zeros((2, 2)))
    one = Sequential([RNN([LSTMCell(3), GRUCell(2)], input_shape=(None, 4))])
    one.set_weights(layer.get_weights())
    np.testing.assert_allclose(out[0, -1], one.predict(X[:1, [0, 1, 3]])[0], **VALUE)


def test_weights():
    layer = RNN([LSTMCell(3), GRUCell(2, use_bias=False)])
    layer(Input((5, 4)))
    cell = layer.cell
    assert [w.shape for w in layer.get_weights()] == [(4, 12), (3, 12), (12,), (3, 6), (2, 6)]
    values = [generator.randn(*w.shape) for w in cell.get_weights()]
    cell.set_weights(values)
    for a, b in zip(cell.get_weights(), values, strict=True):
        np.testing.assert_allclose(a, b, **VALUE)
    with pytest.raises(ValueError, match="weights must be arrays of the shapes"):
        cell.set_weights(values[:-1])
    cell.trainable = False
    assert cell.trainable_weights == [] and len(cell.non_trainable_weights) == 5
    assert layer.trainable_weights == []


def test_losses():
    layer = RNN([SimpleRNNCell(3, kernel_regularizer="l2"),
                 SimpleRNNCell(2, bias_regularizer="l1")])
    layer(Input((5, 4)))
    assert len(layer.losses) == 2 and len(layer.get_losses_for(None)) == 2


def test_the_same_cell_twice():
    cell = SimpleRNNCell(4)
    model = Sequential([RNN([cell, cell], input_shape=(5, 4))])
    assert model.predict(X).shape == (3, 4)


def test_dropout_and_training():
    x = Input((5, 4))
    layer = RNN([SimpleRNNCell(3, dropout=.5), LSTMCell(2, recurrent_dropout=.5)])
    assert layer(x)._uses_learning_phase
    test = K.function([x], [layer(x, training=False)])
    train = K.function([x], [layer(x, training=True)])
    np.testing.assert_array_equal(test([X])[0], test([X])[0])
    assert not np.array_equal(train([X])[0], train([X])[0])


def test_checker():
    check_layer(RNN, {"cell": StackedRNNCells([LSTMCell(3), SimpleRNNCell(3)])},
                input_shape=(2, 4, 3), gradients=False)


def test_cells_are_checked():
    with pytest.raises(ValueError, match="all cells must have the attributes call and state_size"):
        StackedRNNCells([LSTMCell(3), object()])
