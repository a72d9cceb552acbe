"""Whole-sequence recurrent ops against their cells as graphs, step by step."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, gradients, registry
from kerastutor.ops.samples import numbers

B, T, D, H = 3, 5, 4, 2
KINDS = {
    "simple_rnn_sequence": (1, 1, {}),
    "lstm_sequence": (2, 4, {}),
    "gru_sequence": (1, 3, {}),
    "gru_sequence after": (1, 3, {"reset_after": True}),
}
mask = np.array([[0, 1, 0, 1, 1], [1, 1, 1, 0, 0], [0, 0, 0, 0, 0]], bool)


def case(kind, masked=False):
    """(name, states, arrays, attributes)."""
    states, gates, attrs = KINDS[kind]
    bias = numbers(2, gates * H) if attrs else numbers(gates * H)
    arrays = [numbers(B, T, D), *(numbers(B, H) for _ in range(states)), numbers(D, gates * H)]
    arrays += [numbers(H, gates * H), bias] + ([mask] if masked else [])
    return kind.split()[0], states, arrays, dict(attrs)


def run(name, arrays, attrs):
    """Values of all outputs."""
    tensors = [K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in arrays]
    return K.function(tensors, list(getattr(F, name)(*tensors, **attrs)))(arrays)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_equals_the_composed_graph(kind, masked, reverse, activation):
    name, states, arrays, attrs = case(kind, masked)
    attrs.update(reverse=reverse, activation=activation)
    tensors = [K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in arrays]
    fast = list(getattr(F, name)(*tensors, **attrs))[: states + 1]
    slow = registry[name](**attrs).composed(tensors)
    wanted = tensors[: states + 4]
    weights = [K.constant(numbers(*[int(n) for n in y.shape])) for y in fast]
    values = []
    for outs in (fast, slow):
        loss = sum(K.sum(y * w) for y, w in zip(outs, weights, strict=True))
        values.append(K.function(tensors, [*outs, *gradients(loss, wanted)])(arrays))
    for a, b in zip(*values, strict=True):
        assert a.shape == b.shape and np.allclose(a, b, 1e-4, 1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_time_major_is_the_same_transposed(kind):
    name, states, arrays, attrs = case(kind, masked=True)
    want = run(name, arrays, attrs)
    turned = [arrays[0].swapaxes(0, 1), *arrays[1:-1], arrays[-1].T]
    got = run(name, turned, {**attrs, "time_major": True})
    assert np.allclose(got[0].swapaxes(0, 1), want[0], 1e-5, 1e-6)
    for a, b in zip(got[1 : states + 1], want[1 : states + 1], strict=True):
        assert np.allclose(a, b, 1e-5, 1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_reverse_is_a_reversed_input(kind):
    """Outputs are in the order of the steps, as K.rnn with go_backwards gives them."""
    name, _, arrays, attrs = case(kind, masked=True)
    want = run(name, [arrays[0][:, ::-1], *arrays[1:-1], arrays[-1][:, ::-1]], attrs)
    for a, b in zip(run(name, arrays, {**attrs, "reverse": True}), want, strict=True):
        assert np.allclose(a, b, 1e-5, 1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_masked_steps_keep_the_state(kind):
    name, states, arrays, attrs = case(kind, masked=True)
    outs = run(name, arrays, attrs)
    h = outs[0]
    assert np.array_equal(h[0, 0], arrays[1][0])  # masked first step: the first state
    assert np.array_equal(h[0, 2], h[0, 1])
    assert np.array_equal(h[1, 4], h[1, 2])
    for k in range(states):  # a row that is masked throughout
        assert np.array_equal(outs[1 + k][2], arrays[1 + k][2])
    assert np.array_equal(outs[1], h[:, -1])


@pytest.mark.parametrize("kind", KINDS)
def test_no_steps(kind):
    name, states, arrays, attrs = case(kind)
    arrays[0] = arrays[0][:, :0]
    outs = run(name, arrays, attrs)
    assert outs[0].shape == (B, 0, H)
    for k in range(states):
        assert np.array_equal(outs[1 + k], arrays[1 + k])


def test_lstm_by_hand():
    """One unit, one step, against the formulas."""
    sigmoid = lambda v: 1 / (1 + np.exp(-v))  # noqa: E731
    x, h0, c0 = 0.5, 0.25, -0.75
    w, u, b = (
        np.array([0.1, 0.2, 0.3, 0.4]),
        np.array([0.5, -0.6, 0.7, -0.8]),
        np.array([0, 1, 0, 0.5]),
    )
    i, f, g, o = x * w + h0 * u + b
    c = sigmoid(f) * c0 + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    arrays = [np.full((1, 1, 1), x), np.full((1, 1), h0), np.full((1, 1), c0)]
    arrays = [a.astype("float32") for a in (*arrays, w[None], u[None], b)]
    outs = run("lstm_sequence", arrays, {"recurrent_activation": "sigmoid"})
    assert np.allclose(outs[0], h, 1e-5) and np.allclose(outs[1], h, 1e-5)
    assert np.allclose(outs[2], c, 1e-5)


def test_unknown_batch_and_time():
    x = K.placeholder(shape=(None, None, D))
    zeros = [K.placeholder(shape=(None, H)) for _ in range(2)]
    weights = [K.constant(numbers(*s)) for s in ((D, 4 * H), (H, 4 * H), (4 * H,))]
    outs = F.lstm_sequence(x, *zeros, *weights)
    assert tuple(outs[0].shape) == (None, None, H) and tuple(outs[1].shape) == (None, H)
    function = K.function([x, *zeros], [outs[0]])
    for batch, steps in ((2, 3), (4, 1)):
        feeds = [numbers(batch, steps, D), np.zeros((batch, H)), np.zeros((batch, H))]
        assert function(feeds)[0].shape == (batch, steps, H)


def test_reserve_cannot_be_differentiated():
    name, _, arrays, attrs = case("lstm_sequence")
    tensors = [K.placeholder(shape=a.shape) for a in arrays]
    gates = getattr(F, name)(*tensors, **attrs)[4]
    with pytest.raises(ValueError, match="after the last states"):
        gradients(gates, [tensors[0]])


def test_errors_name_what_is_wrong():
    name, _, arrays, attrs = case("gru_sequence")
    tensors = [K.placeholder(shape=a.shape) for a in arrays]
    with pytest.raises(ValueError, match=r"bias must have shape \(2, 6\), got \(6,\)"):
        F.gru_sequence(*tensors, reset_after=True)
    with pytest.raises(ValueError, match=r"state must have shape"):
        F.gru_sequence(tensors[0], K.placeholder(shape=(B, H + 1)), *tensors[2:])
    with pytest.raises(TypeError, match="it takes 5 or 6 tensors, got 4"):
        F.gru_sequence(*tensors[:-1])
