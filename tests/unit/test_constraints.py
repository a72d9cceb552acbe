"""Constraints: what they make of weights, configs, and that updates obey them."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor import constraints
from kerastutor.layers import Dense
from kerastutor.models import Sequential

W = np.random.RandomState(0).randn(5, 4) * [.1, 1, 2, 3]
NORMS = np.sqrt((W ** 2).sum(0))


def apply(constraint, w=W):
    return K.eval(constraint(K.constant(w)))


def test_max_norm():
    np.testing.assert_allclose(apply(constraints.max_norm(2.)), W * np.minimum(1, 2. / NORMS),
                               **VALUE)
    rows = np.sqrt((W ** 2).sum(1, keepdims=True))
    np.testing.assert_allclose(apply(constraints.max_norm(1., axis=1)), W * np.minimum(1, 1 / rows),
                               **VALUE)


def test_several_axes():
    w = np.random.RandomState(1).randn(3, 3, 2, 4)
    out = apply(constraints.unit_norm(axis=[0, 1, 2]), w)
    np.testing.assert_allclose((out ** 2).sum((0, 1, 2)), np.ones(4), **VALUE)


def test_non_neg():
    np.testing.assert_array_equal(apply(constraints.non_neg()), np.maximum(W, 0).astype("float32"))


def test_unit_norm():
    np.testing.assert_allclose(apply(constraints.unit_norm()), W / NORMS, **VALUE)


def test_min_max_norm():
    out = apply(constraints.min_max_norm(1., 2.))
    np.testing.assert_allclose(np.sqrt((out ** 2).sum(0)), np.clip(NORMS, 1, 2), **VALUE)
    out = apply(constraints.min_max_norm(1., 2., rate=.25))
    np.testing.assert_allclose(np.sqrt((out ** 2).sum(0)),
                               .25 * np.clip(NORMS, 1, 2) + .75 * NORMS, **VALUE)


def test_zero_weights_stay_finite():
    for name in ("max_norm", "unit_norm", "min_max_norm"):
        assert (apply(constraints.get(name), np.zeros((2, 2))) == 0).all()


@pytest.mark.parametrize("name", [
    "max_norm", "maxnorm", "MaxNorm", "non_neg", "nonneg", "NonNeg", "unit_norm", "unitnorm",
    "UnitNorm", "min_max_norm", "MinMaxNorm"])
def test_names_and_configs(name):
    constraint = constraints.get(name)
    config = constraints.serialize(constraint)
    copy = constraints.get(config)
    assert type(copy) is type(constraint)
    assert constraints.serialize(copy) == config


def test_get():
    assert constraints.get(None) is None
    assert constraints.get(abs) is abs
    with pytest.raises(ValueError, match="must be None, a name or a function, got 2"):
        constraints.get(2)
    with pytest.raises(ValueError, match="Unknown constraint: max_nrom"):
        constraints.get("max_nrom")
    assert (apply(constraints.Constraint()) == W.astype("float32")).all()


def test_weights_obey_after_each_update():
    model = Sequential([Dense(3, input_shape=(4,), kernel_constraint=constraints.unit_norm(),
                              bias_constraint="non_neg")])
    model.compile("sgd", "mse")
    generator = np.random.RandomState(0)
    for _ in range(3):
        model.train_on_batch(generator.randn(8, 4), generator.randn(8, 3) - 5)
        kernel, bias = model.get_weights()
        np.testing.assert_allclose((kernel ** 2).sum(0), np.ones(3), **VALUE)
        assert (bias >= 0).all()
