"""Losses: their formulas over the last axis, names, own functions."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor import losses

generator = np.random.RandomState(0)
T = generator.uniform(.1, 2., (3, 2, 4))
P = generator.uniform(.1, 2., (3, 2, 4))
SIGNS = np.sign(generator.randn(3, 2, 4))
CLASSES = generator.randint(0, 4, (3, 2))
ONE_HOT = np.eye(4)[CLASSES]
SOFT = P / P.sum(-1, keepdims=True)
EPS = 1e-7


def unit(x):
    return x / np.sqrt((x ** 2).sum(-1, keepdims=True))


CASES = {
    "mean_squared_error": (T, P, ((P - T) ** 2).mean(-1)),
    "mean_absolute_error": (T, P, abs(P - T).mean(-1)),
    "mean_absolute_percentage_error": (T, P, 100 * abs((T - P) / T).mean(-1)),
    "mean_squared_logarithmic_error": (T, P, ((np.log1p(T) - np.log1p(P)) ** 2).mean(-1)),
    "squared_hinge": (SIGNS, P, (np.maximum(1 - SIGNS * P, 0) ** 2).mean(-1)),
    "hinge": (SIGNS, P, np.maximum(1 - SIGNS * P, 0).mean(-1)),
    "categorical_hinge": (ONE_HOT, P, np.maximum(
        ((1 - ONE_HOT) * P).max(-1) - (ONE_HOT * P).sum(-1) + 1, 0)),
    "logcosh": (T, P, np.log(np.cosh(P - T)).mean(-1)),
    "categorical_crossentropy": (ONE_HOT, P, -(ONE_HOT * np.log(SOFT)).sum(-1)),
    "sparse_categorical_crossentropy": (CLASSES[..., None], SOFT,
                                        -(ONE_HOT * np.log(SOFT)).sum(-1)),
    "binary_crossentropy": (ONE_HOT, SOFT, -(ONE_HOT * np.log(SOFT) + (1 - ONE_HOT)
                                             * np.log(1 - SOFT)).mean(-1)),
    "kullback_leibler_divergence": (SOFT, SOFT[::-1], (SOFT * np.log(SOFT / SOFT[::-1])).sum(-1)),
    "poisson": (T, P, (P - T * np.log(P + EPS)).mean(-1)),
    "cosine_proximity": (T, P, -(unit(T) * unit(P)).sum(-1)),
}


def value(name, true, predicted):
    out = losses.get(name)(K.constant(true), K.constant(predicted))
    return K.eval(out)


@pytest.mark.parametrize("name", sorted(CASES))
def test_formula(name):
    true, predicted, expected = CASES[name]
    out = value(name, true, predicted)
    np.testing.assert_allclose(out, expected, **VALUE)
    assert out.shape == (3, 2)


@pytest.mark.parametrize("name", sorted(CASES))
def test_gradient_is_finite(name):
    true, predicted, _ = CASES[name]
    p = K.variable(predicted)
    [gradient] = K.gradients(K.sum(losses.get(name)(K.constant(true), p)), [p])
    assert np.isfinite(K.eval(gradient)).all()


def test_hinge_takes_targets_as_they_are():
    assert value("hinge", [[0., 0.]], [[5., 5.]]) == [1.]


def test_logcosh_at_its_ends():
    np.testing.assert_allclose(value("logcosh", [[0.]], [[.001]]), [.001 ** 2 / 2], atol=1e-7)
    np.testing.assert_allclose(value("logcosh", [[0.]], [[1000.]]), [1000 - np.log(2)], rtol=1e-6)
    np.testing.assert_allclose(value("logcosh", [[1000.]], [[0.]]), [1000 - np.log(2)], rtol=1e-6)


def test_zero_targets_stay_finite():
    zero = np.zeros((2, 3))
    for name in ("mean_absolute_percentage_error", "mean_squared_logarithmic_error",
                 "kullback_leibler_divergence", "poisson", "binary_crossentropy"):
        assert np.isfinite(value(name, zero, zero)).all()


@pytest.mark.parametrize("short, long", [
    ("mse", "mean_squared_error"), ("mae", "mean_absolute_error"),
    ("mape", "mean_absolute_percentage_error"), ("msle", "mean_squared_logarithmic_error"),
    ("kld", "kullback_leibler_divergence"), ("cosine", "cosine_proximity")])
def test_short_names(short, long):
    assert losses.get(short) is getattr(losses, short) is getattr(losses, long)
    if short != "cosine":
        assert losses.get(short.upper()) is losses.get(long)


@pytest.mark.parametrize("name", sorted(CASES))
def test_names_round_trip(name):
    function = losses.get(name)
    assert losses.serialize(function) == name
    assert losses.deserialize(name) is function


def test_get():
    assert losses.get(None) is None

    def own(y_true, y_pred):
        return K.mean(y_pred, axis=-1)

    assert losses.get(own) is own
    assert losses.deserialize("own", {"own": own}) is own
    with pytest.raises(ValueError, match="Unknown loss function: own"):
        losses.get("own")
    with pytest.raises(ValueError, match=r"must be a name or a function \(y_true, y_pred\), got 5"):
        losses.get(5)
