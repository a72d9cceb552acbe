"""Random tensors: types, distributions, seeds."""

import numpy as np
import pytest

from kerastutor import backend as K

MAKERS = [
    (K.random_normal, {"mean": 2.0, "stddev": 3.0}, 2.0, 3.0),
    (K.random_uniform, {"minval": -1.0, "maxval": 5.0}, 2.0, 6 / np.sqrt(12)),
    (K.random_binomial, {"p": 0.3}, 0.3, np.sqrt(0.21)),
    (K.truncated_normal, {"mean": 1.0, "stddev": 2.0}, 1.0, 2 * 0.8796),
]
IDS = ["normal", "uniform", "binomial", "truncated"]


@pytest.mark.parametrize("make, arguments, mean, deviation", MAKERS, ids=IDS)
def test_distribution(make, arguments, mean, deviation):
    y = make((100, 100), seed=11, **arguments)
    assert K.int_shape(y) == (100, 100) and K.dtype(y) == "float32"
    value = K.eval(y)
    assert value.dtype == np.float32
    assert value.mean() == pytest.approx(mean, abs=5 * deviation / 100)
    assert value.std() == pytest.approx(deviation, rel=0.05)
    if make is K.random_uniform:
        assert value.min() >= -1 and value.max() < 5
    if make is K.random_binomial:
        assert set(np.unique(value).tolist()) == {0.0, 1.0}
    if make is K.truncated_normal:
        assert abs(value - 1).max() <= 4


@pytest.mark.parametrize("make, arguments, mean, deviation", MAKERS, ids=IDS)
def test_seeds(make, arguments, mean, deviation):
    y, z = make((30,), seed=4, **arguments), make((30,), seed=4, **arguments)
    f, g = K.function([], [y]), K.function([], [z])
    first, second = f([])[0], f([])[0]
    assert (first != second).any()  # a new draw at each run
    np.testing.assert_array_equal(g([])[0], first)  # the same seed, the same sequence
    np.testing.assert_array_equal(g([])[0], second)
    np.random.seed(1)
    a = K.eval(make((30,), **arguments))
    np.random.seed(1)
    np.testing.assert_array_equal(K.eval(make((30,), **arguments)), a)
    assert (K.eval(make((30,), **arguments)) != a).any()  # another seed from the same generator


@pytest.mark.parametrize("make, arguments, mean, deviation", MAKERS, ids=IDS)
def test_shapes_and_types(make, arguments, mean, deviation):
    x = K.placeholder((None, 3))
    y = make((K.shape(x)[0], 4), dtype="float64", **arguments)
    assert K.int_shape(y) == (None, 4) and K.dtype(y) == "float64"
    f = K.function([x], [y, make(K.shape(x), **arguments)])
    assert [v.shape for v in f([np.zeros((5, 3))])] == [(5, 4), (5, 3)]
    with pytest.raises(ValueError, match="must not hold None"):
        make((None, 3))
    with pytest.raises(TypeError, match="seed must be an integer"):
        make((2,), seed="a")


@pytest.mark.parametrize(
    "make, mean, deviation",
    [(K.random_normal_variable, 1.0, 2.0), (K.random_uniform_variable, 1.5, 1 / np.sqrt(12))],
)
def test_random_variables(make, mean, deviation):
    v = make((100, 100), 1.0, 2.0, seed=3, name="r", dtype="float64")
    value = K.get_value(v)
    assert (v.name, value.dtype, value.shape) == ("r:0", np.float64, (100, 100))
    assert value.mean() == pytest.approx(mean, abs=0.1) and value.std() == pytest.approx(
        deviation, rel=0.05
    )
    np.testing.assert_array_equal(K.get_value(v), value)  # drawn once
    np.testing.assert_array_equal(
        K.get_value(make((100, 100), 1.0, 2.0, seed=3, dtype="float64")), value
    )
    K.set_value(v, np.zeros((100, 100)))
    np.random.seed(2)
    a = K.get_value(make((3,), 0.0, 1.0))
    np.random.seed(2)
    np.testing.assert_array_equal(K.get_value(make((3,), 0.0, 1.0)), a)


def test_wrong_probability():
    with pytest.raises(ValueError, match=r"p must lie in \[0, 1\]"):
        K.random_binomial((2,), p=1.5)
