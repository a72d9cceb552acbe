"""Whole sequences in one operation, against K.rnn. The layers' tests go through all options."""

import numpy as np
import pytest

from kerastutor import backend as K

B, T, F, U = 3, 4, 2, 5
rng = np.random.RandomState(0)
X = rng.standard_normal((B, T, F)).astype("float32")


def weights(gates):
    return [
        K.variable(rng.standard_normal(shape) * 0.5)
        for shape in ((F, gates * U), (U, gates * U), (gates * U,))
    ]


@pytest.mark.parametrize("mask_shape", [None, (B, T), (B, T, 1)])
@pytest.mark.parametrize("backwards", [False, True])
def test_simple(mask_shape, backwards):
    w, u, b = weights(1)
    x, h = K.placeholder((None, T, F)), K.constant(rng.standard_normal((B, U)))
    mask = None if mask_shape is None else K.constant(rng.rand(*mask_shape) > 0.5)

    def step(inputs, states):
        y = K.tanh(K.dot(inputs, w) + K.dot(states[0], u) + b)
        return y, [y]

    expected = K.rnn(step, x, [h], mask=mask, go_backwards=backwards)
    got = K.simple_rnn_sequence(x, [h], w, u, b, mask=mask, go_backwards=backwards)
    function = K.function([x], [got[0], got[1], *got[2], expected[0], expected[1], *expected[2]])
    results = function([X])
    for a, e in zip(results[:3], results[3:], strict=True):
        np.testing.assert_allclose(a, e, rtol=1e-5, atol=1e-6)
    assert K.int_shape(got[1])[1:] == (T, U) and got[0] is not got[2][0]


def test_bias_may_be_left_out():
    x = K.placeholder((B, T, F))
    for call, gates, states in (
        (K.simple_rnn_sequence, 1, 1),
        (K.lstm_sequence, 4, 2),
        (K.gru_sequence, 3, 1),
        (lambda *a: K.gru_sequence(*a, reset_after=True), 3, 1),
    ):
        w, u, _ = weights(gates)
        last, outputs, lasts = call(x, [K.zeros((B, U))] * states, w, u)
        y, z = K.function([x], [outputs, last])([X])
        assert y.shape == (B, T, U) and len(lasts) == states
        np.testing.assert_array_equal(y[:, -1], z)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"inputs": K.placeholder((None, F))}, "inputs must have 3 axes"),
        ({"inputs": K.placeholder((None, 0, F))}, "at least 1 time step"),
        ({"mask": K.placeholder((None,), dtype="bool")}, "mask must have 2 or 3 axes"),
        ({"activation": "softmax"}, "activations must be among"),
        ({"kernel": K.placeholder((F, U + 1))}, "must have shape"),
    ],
)
def test_errors(change, words):
    w, u, b = weights(1)
    arguments = {
        "inputs": K.placeholder((None, T, F)),
        "initial_states": [K.zeros((1, U))],
        "kernel": w,
        "recurrent_kernel": u,
        "bias": b,
    }
    with pytest.raises(ValueError, match=words):
        K.simple_rnn_sequence(**{**arguments, **change})
