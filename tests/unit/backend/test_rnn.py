"""K.rnn against a plain loop over time."""

import numpy as np
import pytest

from kerastutor import backend as K

B, T, F, U = 3, 4, 2, 5
rng = np.random.RandomState(0)
X = rng.standard_normal((B, T, F))
W, R = rng.standard_normal((F, U)) * 0.5, rng.standard_normal((U, U)) * 0.5
H0, C0 = rng.standard_normal((B, U)), rng.standard_normal((B, U))
MASK = np.array([[1, 1, 1, 1], [1, 0, 1, 0], [0, 0, 1, 1]])


def reference(x, mask=None, backwards=False, constant=0.0, first=H0):
    """(last output, outputs, states) of h' = tanh(xW + hR) + constant, c' = c + h'; output 2 h'."""
    h, c, outputs, previous = H0, C0, [], first
    for t in reversed(range(T)) if backwards else range(T):
        new_h = np.tanh(x[:, t] @ W + h @ R) + constant
        new_c, out = c + new_h, new_h
        if mask is not None:
            m = mask[:, t, None] > 0
            new_h, new_c, out = (
                np.where(m, new_h, h),
                np.where(m, new_c, c),
                np.where(m, out, previous),
            )
        h, c, previous = new_h, new_c, out
        outputs.append(out)
    return outputs[-1], np.stack(outputs, 1), [h, c]


def build(steps=T, mask=None, dtype="float64", **arguments):
    x = K.placeholder((None, steps, F), dtype=dtype)
    w, r = K.variable(W, dtype), K.variable(R, dtype)

    def step(inputs, states):
        h, c = states[:2]
        h = K.tanh(K.dot(inputs, w) + K.dot(h, r))
        if len(states) > 2:
            h = h + states[2]
        return h, [h, c + h]

    last, outputs, states = K.rnn(
        step, x, [K.constant(H0, dtype), K.constant(C0, dtype)], mask=mask, **arguments
    )
    assert isinstance(states, list) and len(states) == 2
    return x, last, outputs, states, (w, r)


def check(got, expected):
    for a, b in zip(got, [expected[0], expected[1], *expected[2]], strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("unroll", [False, True], ids=["loop", "unrolled"])
@pytest.mark.parametrize("masked", [False, True], ids=["plain", "masked"])
def test_values(backwards, unroll, masked):
    mask = K.placeholder((None, T), dtype="int32") if masked else None
    x, last, outputs, states, _ = build(mask=mask, go_backwards=backwards, unroll=unroll)
    assert K.int_shape(outputs)[1:] == (T, U) and K.int_shape(last)[1:] == (U,)
    f = K.function([x] + ([mask] if masked else []), [last, outputs, *states])
    # before a sample's first step the loop gives out the first state, the unrolled steps give zeros
    first = np.zeros((B, U)) if unroll else H0
    check(
        f([X, MASK] if masked else [X]),
        reference(X, MASK if masked else None, backwards, first=first),
    )


def test_mask_with_a_feature_axis():
    mask = K.constant(MASK[..., None], dtype="bool")
    x, last, outputs, states, _ = build(mask=mask)
    check(K.function([x], [last, outputs, *states])([X]), reference(X, MASK))


@pytest.mark.parametrize("unroll", [False, True])
def test_constants(unroll):
    x, last, outputs, states, _ = build(constants=[K.constant(0.25, "float64")], unroll=unroll)
    check(K.function([x], [last, outputs, *states])([X]), reference(X, constant=0.25))


def test_free_number_of_steps():
    x, last, outputs, states, _ = build(steps=None)
    assert K.int_shape(outputs) in [(B, None, U), (None, None, U)]
    f = K.function([x], [outputs])
    np.testing.assert_allclose(f([X])[0], reference(X)[1], rtol=1e-9)
    assert f([X[:, :2]])[0].shape == (B, 2, U)
    _, _, known, _, _ = build(steps=None, input_length=T)
    assert K.int_shape(known)[1] == T


@pytest.mark.parametrize("unroll", [False, True], ids=["loop", "unrolled"])
@pytest.mark.parametrize("masked", [False, True], ids=["plain", "masked"])
def test_gradients(unroll, masked):
    mask = K.constant(MASK, dtype="bool") if masked else None
    x, last, outputs, states, (w, r) = build(mask=mask, unroll=unroll)
    loss = K.sum(K.square(outputs)) + K.sum(last * states[1])
    gradients = K.gradients(loss, [x, w, r])
    f = K.function([x], [loss, *gradients])
    _, gx, gw, gr = f([X])
    direction = rng.standard_normal(X.shape)
    slope = (f([X + 1e-6 * direction])[0] - f([X - 1e-6 * direction])[0]) / 2e-6
    assert np.sum(gx * direction) == pytest.approx(slope, rel=1e-5)
    for variable, value, g in ((w, W, gw), (r, R, gr)):
        direction = rng.standard_normal(value.shape)
        ends = []
        for sign in (1, -1):
            K.set_value(variable, value + sign * 1e-6 * direction)
            ends.append(f([X])[0])
        K.set_value(variable, value)
        assert np.sum(g * direction) == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5)


def test_second_order():
    x, last, _, _, (w, _) = build()
    (first,) = K.gradients(K.sum(K.square(last)), [w])
    norm = K.sum(K.square(first))
    (second,) = K.gradients(norm, [w])
    f = K.function([x], [norm, second])
    direction = rng.standard_normal(W.shape)
    g, ends = f([X])[1], []
    for sign in (1, -1):
        K.set_value(w, W + sign * 1e-5 * direction)
        ends.append(f([X])[0])
    assert np.sum(g * direction) == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-4)


@pytest.mark.parametrize("unroll", [False, True])
def test_output_that_is_no_state_and_higher_rank(unroll):
    x = K.placeholder((None, T, 2, 3))
    mask = K.placeholder((None, T), dtype="bool")

    def step(inputs, states):
        total = states[0] + inputs
        return total * 2, [total]

    start = K.zeros_like(x[:, 0])
    last, outputs, states = K.rnn(step, x, [start], mask=mask, unroll=unroll)
    value = np.arange(B * T * 6.0).reshape(B, T, 2, 3)
    full = np.ones((B, T))
    a, b, c = K.function([x, mask], [last, outputs, *states])([value, full])
    np.testing.assert_allclose(c, value.sum(1))
    np.testing.assert_allclose(b, 2 * np.cumsum(value, 1))
    np.testing.assert_allclose(a, b[:, -1])


def test_no_states():
    x = K.placeholder((None, T, F))
    last, outputs, states = K.rnn(lambda inputs, states: (inputs * 2, []), x, [])
    assert states == []
    a, b = K.function([x], [last, outputs])([X])
    np.testing.assert_allclose(b, 2 * X, rtol=1e-6)
    np.testing.assert_allclose(a, 2 * X[:, -1], rtol=1e-6)


@pytest.mark.parametrize("unroll", [False, True])
def test_learning_phase_is_passed_on(unroll):
    x = K.placeholder((None, T, F))

    def step(inputs, states):
        y = K.in_train_phase(inputs * 2, inputs)
        return y, [y]

    last, outputs, states = K.rnn(step, x, [K.zeros_like(x[:, 0])], unroll=unroll)
    assert (
        last._uses_learning_phase
        and outputs._uses_learning_phase
        and states[0]._uses_learning_phase
    )
    f = K.function([x, K.learning_phase()], [outputs])
    np.testing.assert_allclose(f([X, 1])[0], 2 * X, rtol=1e-6)
    np.testing.assert_allclose(f([X, 0])[0], X, rtol=1e-6)
    plain, _, _ = K.rnn(lambda i, s: (i, [i]), x, [K.zeros_like(x[:, 0])], unroll=unroll)
    assert plain._uses_learning_phase is False


def test_what_a_cell_makes_once_is_the_same_at_every_step():
    x = K.placeholder((None, T, F))
    made = []

    def step(inputs, states):
        if not made:
            made.append(K.dropout(K.ones_like(inputs), 0.5, seed=1))
        y = inputs * made[0]
        return y, [y]

    _, outputs, _ = K.rnn(step, x, [K.zeros_like(x[:, 0])])
    (got,) = K.function([x], [outputs])([np.ones((50, T, F))])
    assert set(np.unique(got).tolist()) == {0.0, 2.0}
    assert (got == got[:, :1]).all()


def step_of_identity(inputs, states):
    return inputs, [inputs]


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: K.rnn(step_of_identity, K.placeholder((None, 3)), []), "at least 3 axes"),
        (
            lambda: K.rnn(
                step_of_identity, K.placeholder((None, None, 3)), [K.zeros((1, 3))], unroll=True
            ),
            "must be known to unroll",
        ),
        (
            lambda: K.rnn(
                lambda i, s: (i, []), K.placeholder((None, 4, 3)), [], mask=K.ones((1, 4))
            ),
            "at least one state",
        ),
        (
            lambda: K.rnn(lambda i, s: (i, []), K.placeholder((None, 4, 3)), [K.zeros((1, 3))]),
            "must return 1 new states",
        ),
        (
            lambda: K.rnn(lambda i, s: (i, [i]), K.placeholder((None, 4, 3)), [K.zeros((1, 5))]),
            "new state must have shape",
        ),
        (
            lambda: K.rnn(step_of_identity, K.placeholder((None, 0, 3)), [K.zeros((1, 3))]),
            "at least 1 time step",
        ),
        (
            lambda: K.rnn(
                step_of_identity, K.placeholder((None, 4, 3)), [K.zeros((1, 3))], mask=K.ones((4,))
            ),
            "mask must have",
        ),
    ],
)
def test_errors(call, words):
    with pytest.raises(ValueError, match=words):
        call()
