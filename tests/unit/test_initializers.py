"""Initializers: shapes, distributions, seeds, names."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import initializers
from kerastutor.registry import CustomObjectScope

RANDOM = ["RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "Orthogonal"]


def values(initializer, shape):
    return K.get_value(K.variable(initializer(shape)))


def test_fixed_values():
    assert (values(initializers.Zeros(), (2, 3)) == 0).all()
    assert (values(initializers.Ones(), (2, 3)) == 1).all()
    assert (values(initializers.Constant(2.5), (2, 3)) == 2.5).all()
    assert values(initializers.Zeros(), (2, 3)).dtype == K.floatx()
    np.testing.assert_array_equal(values(initializers.Constant([[1, 2], [3, 4]]), (2, 2)),
                                  [[1, 2], [3, 4]])


@pytest.mark.parametrize("initializer, mean, deviation, low, high", [
    (initializers.RandomNormal(1., 2., seed=1), 1, 2, -9, 11),
    (initializers.RandomUniform(-1., 3., seed=1), 1, 4 / 12 ** .5, -1, 3),
    (initializers.TruncatedNormal(1., 2., seed=1), 1, 2 * .8796, -3, 5),
    (initializers.lecun_uniform(1), 0, (1 / 300) ** .5, -.1, .1),
    (initializers.lecun_normal(1), 0, (1 / 300) ** .5, -.132, .132),
    (initializers.glorot_uniform(1), 0, (2 / 500) ** .5, -.1096, .1096),
    (initializers.glorot_normal(1), 0, (2 / 500) ** .5, -.144, .144),
    (initializers.he_uniform(1), 0, (2 / 300) ** .5, -.1415, .1415),
    (initializers.he_normal(1), 0, (2 / 300) ** .5, -.186, .186),
    (initializers.VarianceScaling(3., "fan_out", "normal", 1), 0, (3 / 200) ** .5, -.279, .279),
], ids=lambda x: type(x).__name__ if hasattr(x, "seed") else "")
def test_distribution(initializer, mean, deviation, low, high):
    x = values(initializer, (300, 200))
    error = 5 * deviation / x.size ** .5
    assert abs(x.mean() - mean) < error
    assert abs(x.std() - deviation) < error
    assert low <= x.min() < x.max() <= high
    assert x.min() < low + (high - low) / 4 and x.max() > high - (high - low) / 4


@pytest.mark.parametrize("shape, format, fans", [
    ((5, 7), "channels_last", (5, 7)),
    ((3, 5, 7), "channels_last", (15, 21)),
    ((3, 2, 5, 7), "channels_last", (30, 42)),
    ((2, 3, 2, 5, 7), "channels_last", (60, 84)),
    ((7, 5, 3, 2), "channels_first", (30, 42)),
    ((16,), "channels_last", (4, 4)),
])
def test_fans(shape, format, fans):
    assert initializers._compute_fans(shape, format) == fans


@pytest.mark.parametrize("name", RANDOM)
def test_seeds(name):
    cls = getattr(initializers, name)
    np.testing.assert_array_equal(values(cls(seed=3), (4, 5)), values(cls(seed=3), (4, 5)))
    assert not np.array_equal(values(cls(seed=3), (4, 5)), values(cls(seed=4), (4, 5)))
    unseeded = cls()
    assert not np.array_equal(values(unseeded, (4, 5)), values(unseeded, (4, 5)))


@pytest.mark.parametrize("name", RANDOM)
def test_numpy_seed_makes_unseeded_ones_repeat(name):
    results = []
    for _ in range(2):
        np.random.seed(11)
        results.append(values(getattr(initializers, name)(), (4, 5)))
    np.testing.assert_array_equal(*results)


def test_a_seed_leaves_numpys_generator_alone():
    np.random.seed(5)
    expected = np.random.rand()
    np.random.seed(5)
    values(initializers.Orthogonal(seed=1), (4, 4))
    assert np.random.rand() == expected


@pytest.mark.parametrize("shape", [(6, 4), (4, 6), (2, 3, 5)])
def test_orthogonal(shape):
    x = values(initializers.Orthogonal(gain=2., seed=1), shape).reshape(-1, shape[-1])
    products = x.T @ x if x.shape[0] >= x.shape[1] else x @ x.T
    np.testing.assert_allclose(products, 4 * np.eye(min(x.shape)), atol=1e-5)


def test_identity():
    np.testing.assert_array_equal(values(initializers.Identity(2.), (3, 3)), 2 * np.eye(3))
    np.testing.assert_array_equal(values(initializers.Identity(), (4, 2)),
                                  np.concatenate([np.eye(2)] * 2))
    np.testing.assert_array_equal(values(initializers.Identity(), (2, 4)),
                                  np.concatenate([np.eye(2)] * 2, axis=1))
    with pytest.raises(ValueError, match="long side must be a multiple"):
        initializers.Identity()((3, 2))
    with pytest.raises(ValueError, match="shape must be that of a matrix"):
        initializers.Identity()((3,))


@pytest.mark.parametrize("call, message", [
    (lambda: initializers.VarianceScaling(scale=0), "scale must be a positive number, got 0"),
    (lambda: initializers.VarianceScaling(mode="fan"), "mode must be one of fan_in"),
    (lambda: initializers.VarianceScaling(distribution="x"), "distribution must be one of normal"),
    (lambda: initializers.Orthogonal()((3,)), "at least 2 axes"),
    (lambda: initializers.get(None), "must be a name or a function"),
    (lambda: initializers.get(3), "must be a name or a function"),
    (lambda: initializers.get("nope"), "Unknown initializer: nope"),
])
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_modes_are_taken_in_any_case():
    assert initializers.VarianceScaling(mode="FAN_AVG").mode == "fan_avg"


@pytest.mark.parametrize("name", [
    "zeros", "zero", "ones", "one", "constant", "normal", "random_normal", "uniform",
    "random_uniform", "truncated_normal", "orthogonal", "identity", "lecun_uniform",
    "lecun_normal", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal"])
def test_names_and_configs(name):
    initializer = initializers.get(name)
    config = initializers.serialize(initializer)
    copy = initializers.get(config)
    assert type(copy) is type(initializer)
    assert initializers.serialize(copy) == config
    assert values(copy, (2, 2)).shape == (2, 2)


def test_own_initializer():
    def halves(shape, dtype=None):
        return .5 * np.ones(shape)

    assert initializers.get(halves) is halves
    with CustomObjectScope({"halves": halves}):
        assert initializers.get("halves") is halves

    class Threes(initializers.Initializer):
        def __call__(self, shape, dtype=None):
            return np.full(shape, 3.)

    with CustomObjectScope({"Threes": Threes}):
        config = initializers.serialize(Threes())
        assert (values(initializers.get(config), (2,)) == 3).all()
        assert (values(initializers.get("Threes"), (2,)) == 3).all()


def test_an_initializer_without_call_says_so():
    with pytest.raises(NotImplementedError, match=r"must have a method __call__\(shape"):
        initializers.Initializer()((2,))


def test_dtype_in_a_config_is_ignored():
    config = {"class_name": "RandomNormal", "config": {"mean": 0., "stddev": 1., "seed": 2,
                                                       "dtype": "float32"}}
    assert initializers.get(config).stddev == 1.
