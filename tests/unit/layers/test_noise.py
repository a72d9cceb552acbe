"""GaussianNoise, GaussianDropout, AlphaDropout: moments in training, nothing in testing."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.layers import AlphaDropout, Dense, GaussianDropout, GaussianNoise, Input
from kerastutor.testing import check_layer

LOWEST = -1.6732632423543772 * 1.0507009873554805


def run(layer, x, training):
    tensor = Input(x.shape[1:])
    return K.function([tensor, K.learning_phase()], [layer(tensor)])([x, training])[0]


@pytest.mark.parametrize("cls, options", [
    (GaussianNoise, {"stddev": .5}), (GaussianDropout, {"rate": .4}),
    (AlphaDropout, {"rate": .4, "noise_shape": (None, 1), "seed": 3})])
def test_checker(cls, options):
    check_layer(cls, options, input_shape=(4, 5))


@pytest.mark.parametrize("layer", [GaussianNoise(1.), GaussianDropout(.5), AlphaDropout(.5)])
def test_nothing_happens_when_testing(layer):
    x = np.random.RandomState(0).randn(10, 11).astype("float32")
    np.testing.assert_array_equal(run(layer, x, 0), x)
    assert not np.array_equal(run(layer, x, 1), x)


def test_gaussian_noise():
    out = run(GaussianNoise(2.), np.ones((200, 300)), 1)
    assert abs(out.mean() - 1) < .05 and abs(out.std() - 2) < .05


def test_gaussian_dropout():
    out = run(GaussianDropout(.2), np.full((200, 300), 3.), 1)
    assert abs(out.mean() - 3) < .05 and abs(out.std() - 3 * .5) < .05


@pytest.mark.parametrize("rate", [0, 1])
def test_rates_at_the_ends_do_nothing(rate):
    x = np.ones((3, 4))
    assert (run(GaussianDropout(rate), x, 1) == 1).all()
    assert (run(AlphaDropout(rate), x, 1) == 1).all()


@pytest.mark.parametrize("rate", [.1, .5])
def test_alpha_dropout_keeps_mean_and_variance(rate):
    x = np.random.RandomState(0).randn(300, 400)
    out = run(AlphaDropout(rate), x, 1)
    assert abs(out.mean()) < .03 and abs(out.std() - 1) < .03
    scale = ((1 - rate) * (1 + rate * LOWEST ** 2)) ** -.5
    dropped = np.isclose(out, scale * LOWEST - scale * LOWEST * rate, atol=1e-5)
    assert abs(dropped.mean() - rate) < .01


def test_alpha_dropout_noise_shape():
    out = run(AlphaDropout(.5, noise_shape=(None, 1)), np.ones((50, 6)), 1)
    assert (out == out[:, :1]).all() and len(np.unique(out)) == 2


def test_selu_network_keeps_its_scale():
    tensor = x = Input((100,))
    for _ in range(20):
        x = Dense(100, activation="selu", kernel_initializer="lecun_normal")(x)
        x = AlphaDropout(.05)(x)
    data = np.random.RandomState(0).randn(200, 100)
    out = K.function([tensor, K.learning_phase()], [x])([data, 1])[0]
    assert .6 < out.std() < 1.5 and abs(out.mean()) < .3
