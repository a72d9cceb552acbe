"""switch, in_train_phase, in_test_phase."""

import numpy as np
import pytest

from kerastutor import backend as K


@pytest.mark.parametrize("dtype", ["bool", "float32", "int32"])
def test_switch_scalar(dtype):
    c, x = K.placeholder((), dtype=dtype), K.placeholder((None, 2))
    f = K.function([c, x], [K.switch(c, x * 2, x + 1), K.switch(c, lambda: x, lambda: x - x)])
    assert [y.tolist() for y in f([1, [[3, 4]]])] == [[[6, 8]], [[3, 4]]]
    assert [y.tolist() for y in f([0, [[3, 4]]])] == [[[4, 5]], [[0, 0]]]


def test_switch_elements():
    x = np.arange(12.0).reshape(2, 3, 2)
    for condition in (
        x > 5,
        np.array([True, False]),
        np.array([[True, False, True], [False, True, False]]),
    ):
        wide = condition.reshape(condition.shape + (1,) * (3 - condition.ndim))
        got = K.eval(K.switch(K.constant(condition, dtype="bool"), K.constant(x), K.constant(-x)))
        np.testing.assert_array_equal(got, np.where(wide, x, -x))
    got = K.eval(K.switch(K.constant([1.0, 0.0]), K.constant([1.0, 2.0]), 0.0))
    assert got.tolist() == [1, 0]
    with pytest.raises(ValueError, match="no more axes than the values"):
        K.switch(K.constant([[True]], dtype="bool"), K.constant([1.0]), K.constant([2.0]))
    with pytest.raises(ValueError, match="same shape"):
        K.switch(K.constant(True, dtype="bool"), K.zeros((2,)), K.zeros((3,)))


def test_switch_gradient():
    x, c = K.variable([1.0, 2.0]), K.placeholder((), dtype="bool")
    (g,) = K.gradients(K.switch(c, x * x, x * 5), [x])
    f = K.function([c], [g])
    assert f([True])[0].tolist() == [2, 4] and f([False])[0].tolist() == [5, 5]


@pytest.mark.parametrize(
    "training, taken",
    [
        (1, "x"),
        (True, "x"),
        (0, "alt"),
        (False, "alt"),
        (np.bool_(True), "x"),
        (np.int64(0), "alt"),
    ],
)
def test_known_phase(training, taken):
    x, alt = K.placeholder((1,)), K.placeholder((1,))
    assert K.in_train_phase(x, alt, training=training) is {"x": x, "alt": alt}[taken]
    assert K.in_test_phase(x, alt, training=training) is {"x": alt, "alt": x}[taken]

    def never():
        raise AssertionError("the branch not taken must not be built")

    call = {"x": (lambda: x, never), "alt": (never, lambda: alt)}[taken]
    assert K.in_train_phase(*call, training=training) is {"x": x, "alt": alt}[taken]


def test_phase_that_is_set():
    x, alt = K.placeholder((1,)), K.placeholder((1,))
    K.set_learning_phase(1)
    assert K.in_train_phase(x, alt) is x and K.in_test_phase(x, alt) is alt
    K.set_learning_phase(0)
    assert K.in_train_phase(x, alt) is alt


def test_open_phase():
    x = K.placeholder((1,))
    y = K.in_train_phase(lambda: x * 2, x)
    assert y._uses_learning_phase is True and not getattr(x, "_uses_learning_phase", False)
    f = K.function([x, K.learning_phase()], [y, K.in_test_phase(x + 1, x)])
    assert [v.tolist() for v in f([[3.0], 1])] == [[6], [3]]
    assert [v.tolist() for v in f([[3.0], 0])] == [[3], [4]]


def test_phase_given_as_a_tensor():
    x, phase = K.placeholder((1,)), K.placeholder((), dtype="bool")
    y = K.in_train_phase(x * 2, x, training=phase)
    assert not getattr(y, "_uses_learning_phase", False)
    f = K.function([x, phase], [y])
    assert f([[3.0], True])[0].tolist() == [6] and f([[3.0], False])[0].tolist() == [3]
