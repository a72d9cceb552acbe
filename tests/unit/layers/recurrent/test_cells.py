"""SimpleRNN, GRU and LSTM against loops in NumPy; weights, configs, dropout."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor.layers import GRU, LSTM, Input, SimpleRNN
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)
X = generator.randn(3, 6, 4)
MASK = np.array([[1, 1, 0, 1, 0, 1], [0, 0, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1]], bool)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def hard_sigmoid(x):
    return np.clip(.2 * x + .5, 0, 1)


def simple_step(x, states, weights, gate):
    kernel, recurrent, bias = weights
    h = np.tanh(x @ kernel + states[0] @ recurrent + bias)
    return [h]


def gru_step(x, states, weights, gate):
    kernel, recurrent, bias = weights
    [h] = states
    kz, kr, kh = np.split(kernel, 3, 1)
    uz, ur, uh = np.split(recurrent, 3, 1)
    if bias.ndim == 1:
        bz, br, bh = np.split(bias, 3)
        z, r = gate(x @ kz + bz + h @ uz), gate(x @ kr + br + h @ ur)
        candidate = np.tanh(x @ kh + bh + (r * h) @ uh)
    else:
        (bz, br, bh), (cz, cr, ch) = np.split(bias[0], 3), np.split(bias[1], 3)
        z, r = gate(x @ kz + bz + h @ uz + cz), gate(x @ kr + br + h @ ur + cr)
        candidate = np.tanh(x @ kh + bh + r * (h @ uh + ch))
    return [z * h + (1 - z) * candidate]


def lstm_step(x, states, weights, gate):
    kernel, recurrent, bias = weights
    h, c = states
    i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4, 1)
    c = gate(f) * c + gate(i) * np.tanh(g)
    return [gate(o) * np.tanh(c), c]


def loop(step, x, weights, units, states, mask=None, gate=hard_sigmoid, backwards=False):
    """(outputs, last states)."""
    states = [np.zeros((len(x), units)) for _ in range(states)]
    outputs = []
    order = range(x.shape[1])
    for t in reversed(order) if backwards else order:
        new = step(x[:, t], states, weights, gate)
        if mask is not None:
            new = [np.where(mask[:, t, None], n, s) for n, s in zip(new, states, strict=True)]
        states = new
        outputs.append(states[0])
    return np.stack(outputs, 1), states


KINDS = [
    (SimpleRNN, {}, simple_step, 1, hard_sigmoid),
    (GRU, {}, gru_step, 1, hard_sigmoid),
    (GRU, {"implementation": 2, "recurrent_activation": "sigmoid"}, gru_step, 1, sigmoid),
    (GRU, {"reset_after": True}, gru_step, 1, hard_sigmoid),
    (GRU, {"reset_after": True, "implementation": 2}, gru_step, 1, hard_sigmoid),
    (LSTM, {"recurrent_activation": "sigmoid"}, lstm_step, 2, sigmoid),
    (LSTM, {"implementation": 2}, lstm_step, 2, hard_sigmoid),
]


@pytest.mark.parametrize("cls, options, step, count, gate", KINDS)
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("unroll", [False, True])
@pytest.mark.parametrize("backwards", [False, True])
def test_values(cls, options, step, count, gate, masked, unroll, backwards):
    layer = cls(5, return_sequences=True, return_state=True, unroll=unroll,
                go_backwards=backwards, bias_initializer="normal", **options)
    x, mask = Input((6, 4)), K.placeholder((None, 6), dtype="bool")
    outs = layer(x, mask=mask) if masked else layer(x)
    found = K.function([x, mask] if masked else [x], outs)([X, MASK] if masked else [X])
    outputs, states = loop(step, X, layer.get_weights(), 5, count, MASK if masked else None, gate,
                           backwards)
    for a, b in zip(found, [outputs, *states], strict=True):
        np.testing.assert_allclose(a, b, **VALUE)


@pytest.mark.parametrize("cls, options, step, count, gate", KINDS)
def test_last_output(cls, options, step, count, gate):
    model = Sequential([cls(5, input_shape=(None, 4), **options)])
    outputs, _ = loop(step, X, model.get_weights(), 5, count, gate=gate)
    np.testing.assert_allclose(model.predict(X), outputs[:, -1], **VALUE)
    np.testing.assert_allclose(model.predict(X[:, :2]), outputs[:, 1], **VALUE)
    assert model.output_shape == (None, 5)


@pytest.mark.parametrize("cls, outputs", [(SimpleRNN, 2), (GRU, 2), (LSTM, 3)])
def test_number_of_states(cls, outputs):
    layer = cls(5, return_state=True)
    found = layer(Input((6, 4)))
    assert [K.int_shape(y) for y in found] == [(None, 5)] * outputs
    assert layer.compute_output_shape((None, 6, 4)) == [(None, 5)] * outputs
    layer = cls(5, return_state=True, return_sequences=True)
    assert layer.compute_output_shape((None, 6, 4))[0] == (None, 6, 5)


@pytest.mark.parametrize("cls, options, shapes", [
    (SimpleRNN, {}, [(4, 5), (5, 5), (5,)]), (GRU, {}, [(4, 15), (5, 15), (15,)]),
    (GRU, {"reset_after": True}, [(4, 15), (5, 15), (2, 15)]),
    (LSTM, {}, [(4, 20), (5, 20), (20,)]), (LSTM, {"use_bias": False}, [(4, 20), (5, 20)])])
def test_weights(cls, options, shapes):
    K.clear_session()
    layer = cls(5, name="r", **options)
    layer(Input((6, 4)))
    assert [w.shape for w in layer.get_weights()] == shapes
    names = ["kernel", "recurrent_kernel", "bias"][:len(shapes)]
    assert [w.name for w in layer.weights] == [f"r/{name}:0" for name in names]


def test_first_bias_of_lstm():
    layer = LSTM(3)
    layer(Input((6, 4)))
    np.testing.assert_array_equal(layer.get_weights()[2], [0] * 3 + [1] * 3 + [0] * 6)
    layer = LSTM(3, unit_forget_bias=False, bias_initializer="ones")
    layer(Input((6, 4)))
    np.testing.assert_array_equal(layer.get_weights()[2], [1] * 12)


@pytest.mark.parametrize("cls", [SimpleRNN, GRU, LSTM])
@pytest.mark.parametrize("options, shape", [
    ({}, (3, None, 4)), ({"return_sequences": True, "go_backwards": True}, (3, 5, 4)),
    ({"unroll": True, "use_bias": False}, (2, 3, 4)),
    ({"dropout": .2, "recurrent_dropout": .2}, (2, 3, 4)),
    ({"kernel_regularizer": "l2", "activity_regularizer": "l1",
      "recurrent_constraint": "max_norm"}, (2, 3, 4))])
def test_checker(cls, options, shape):
    check_layer(cls, {"units": 3, **options}, input_shape=shape)


def test_options_are_the_cells():
    layer = LSTM(5, dropout=.3, implementation=2)
    assert layer.units == 5 and layer.dropout == .3 and layer.implementation == 2
    assert layer.activation is layer.cell.activation
    with pytest.raises(AttributeError):
        layer.units = 7


def test_configs_have_no_cell():
    config = GRU(5, reset_after=True).get_config()
    assert "cell" not in config and config["reset_after"] is True
    assert sorted(set(LSTM(5).get_config()) ^ set(GRU(5).get_config())) == [
        "reset_after", "unit_forget_bias"]


def test_old_implementation_numbers():
    with pytest.warns(UserWarning, match="implementation should be 1 or 2, got 0"):
        assert LSTM(3, implementation=0).implementation == 1
    config = dict(GRU(3).get_config(), implementation=0)
    assert GRU.from_config(config).implementation == 1
    with pytest.raises(ValueError, match="GRU: implementation must be 1 .* or 2"):
        GRU(3, implementation=3)
    with pytest.warns(UserWarning, match="SimpleRNN: implementation must be left out, got 2"):
        SimpleRNN(3, implementation=2)


# ---- dropout ----------------------------------------------------------------------------------

def runs(layer, x, training=1.):
    tensor = Input(x.shape[1:])
    return K.function([tensor, K.learning_phase()], [layer(tensor)])([x, training])[0]


@pytest.mark.parametrize("unroll", [False, True])
def test_input_dropout_has_one_mask_for_all_steps(unroll):
    layer = SimpleRNN(1, dropout=.5, activation="linear", kernel_initializer="ones",
                      recurrent_initializer="zeros", return_sequences=True, unroll=unroll)
    out = runs(layer, np.ones((20, 7, 30)))[:, :, 0]
    np.testing.assert_array_equal(out, np.repeat(out[:, :1], 7, 1))
    assert len(np.unique(out[:, 0])) > 3
    assert abs(out.mean() - 30) < 5
    np.testing.assert_array_equal(runs(layer, np.ones((20, 7, 30)), 0.), np.full((20, 7, 1), 30))


@pytest.mark.parametrize("unroll", [False, True])
def test_recurrent_dropout_has_one_mask_for_all_steps(unroll):
    """With an identity as recurrent kernel a unit is either dropped for good or doubled."""
    layer = SimpleRNN(40, recurrent_dropout=.5, activation="linear", kernel_initializer="ones",
                      recurrent_initializer="identity", return_sequences=True, unroll=unroll)
    out = runs(layer, np.ones((5, 4, 1)))
    dropped, kept = np.ones(4), np.array([1, 3, 7, 15])
    rows = out.transpose(0, 2, 1).reshape(-1, 4)
    is_dropped = (rows == dropped).all(1)
    assert (is_dropped | (rows == kept).all(1)).all()
    assert .3 < is_dropped.mean() < .7


def test_gates_have_masks_of_their_own_unless_they_share_a_product():
    x = np.ones((50, 1, 1))
    for implementation, shared in ((1, False), (2, True)):
        layer = LSTM(1, dropout=.5, implementation=implementation, activation="linear",
                     recurrent_activation="linear", kernel_initializer="ones",
                     unit_forget_bias=False)
        out = runs(layer, x)[:, 0]        # i * c * o: 8 where nothing is dropped, else 0
        assert set(np.unique(out)) <= {0., 8.}
        share = (out > 0).mean()
        assert (share > .3) if shared else (share < .3)


@pytest.mark.parametrize("cls", [SimpleRNN, GRU, LSTM])
def test_learning_phase(cls):
    x = Input((6, 4))
    assert not cls(3)(x)._uses_learning_phase
    outs = cls(3, dropout=.5, return_state=True)(x)
    assert all(y._uses_learning_phase for y in outs)
    assert not cls(3, dropout=.5)(x, training=False)._uses_learning_phase
    always = cls(3, recurrent_dropout=.5)(x, training=True)
    f = K.function([x], [always])
    assert not np.array_equal(f([X])[0], f([X])[0])


def test_rates_are_cut_off():
    cell = LSTM(3, dropout=-1, recurrent_dropout=7).cell
    assert (cell.dropout, cell.recurrent_dropout) == (0, 1)
    cell = GRU(3, dropout=2).cell
    assert cell.dropout == 1


@pytest.mark.parametrize("cls", [SimpleRNN, GRU, LSTM])
def test_bad_arguments(cls):
    with pytest.raises(ValueError, match="units must be a whole number"):
        cls(0)
    with pytest.raises(ValueError, match="ndim"):
        cls(3)(Input((4,)))
    with pytest.raises(ValueError, match="the last axis of its input must be defined"):
        cls(3)(Input((4, None)))
    with pytest.raises(ValueError, match="to unroll, the number of time steps must be known"):
        cls(3, unroll=True)(Input((None, 4)))
    with pytest.raises(ValueError, match="to unroll, the number of time steps must be known"):
        cls(3, unroll=True)(Input((1, 4)))
