"""LeakyReLU, PReLU, ELU, ThresholdedReLU, Softmax, ReLU."""
import numpy as np
import pytest

from kerastutor.layers import ELU, Input, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

X = np.random.RandomState(0).randn(3, 4, 5) * 2
POSITIVE = np.maximum(X, 0)
NEGATIVE = np.minimum(X, 0)


@pytest.mark.parametrize("cls, options, expected", [
    (LeakyReLU, {}, POSITIVE + .3 * NEGATIVE),
    (LeakyReLU, {"alpha": .1}, POSITIVE + .1 * NEGATIVE),
    (ELU, {}, POSITIVE + np.exp(NEGATIVE) - 1),
    (ELU, {"alpha": .5}, POSITIVE + .5 * (np.exp(NEGATIVE) - 1)),
    (ThresholdedReLU, {}, X * (X > 1)),
    (ThresholdedReLU, {"theta": .5}, X * (X > .5)),
    (Softmax, {}, np.exp(X) / np.exp(X).sum(-1, keepdims=True)),
    (Softmax, {"axis": 1}, np.exp(X) / np.exp(X).sum(1, keepdims=True)),
    (ReLU, {}, POSITIVE),
    (ReLU, {"max_value": 1.5}, np.minimum(POSITIVE, 1.5)),
    (ReLU, {"negative_slope": .2}, POSITIVE + .2 * NEGATIVE),
    (ReLU, {"max_value": 1.5, "negative_slope": .2, "threshold": .5},
     np.where(X > .5, np.minimum(X, 1.5), .2 * (X - .5))),
    (PReLU, {}, POSITIVE),
    (PReLU, {"alpha_initializer": "ones"}, X),
])
def test_values(cls, options, expected):
    check_layer(cls, options, input_data=X, expected_output=expected)


@pytest.mark.parametrize("shared, shape", [
    (None, (4, 5)), ([1], (1, 5)), ([2], (4, 1)), ((1, 2), (1, 1)), (1, (1, 5))])
def test_prelu_shares_axes(shared, shape):
    layer = PReLU("uniform", shared_axes=shared, input_shape=(4, 5))
    model = Sequential([layer])
    [alpha] = layer.get_weights()
    assert alpha.shape == shape
    np.testing.assert_allclose(model.predict(X), POSITIVE + alpha * NEGATIVE, rtol=1e-5, atol=1e-6)
    assert PReLU.from_config(layer.get_config()).get_config() == layer.get_config()


def test_prelu_with_open_sizes():
    PReLU(shared_axes=[1])(Input((None, 5)))
    with pytest.raises(ValueError, match="every axis that is not shared of its input must be def"):
        PReLU()(Input((None, 5)))


@pytest.mark.parametrize("options, message", [
    ({"max_value": -1.}, "max_value must be at least 0 or None, got -1"),
    ({"negative_slope": -.5}, "negative_slope must be at least 0, got -0.5")])
def test_relu_refuses(options, message):
    with pytest.raises(ValueError, match=message):
        ReLU(**options)
