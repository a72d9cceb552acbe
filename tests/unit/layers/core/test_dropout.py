"""Dropout and SpatialDropout: which values are dropped, when, and how often."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.layers import (
    Dropout,
    Input,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)
from kerastutor.testing import check_layer


def run(layer, x, training, batch=None):
    tensor = Input(batch_shape=(batch, *x.shape[1:]))
    return K.function([tensor, K.learning_phase()], [layer(tensor)])([x, training])[0]


@pytest.mark.parametrize("cls, shape", [
    (Dropout, (4, 5)), (SpatialDropout1D, (4, 5, 3)), (SpatialDropout2D, (4, 5, 6, 3)),
    (SpatialDropout3D, (2, 3, 4, 5, 3))])
def test_checker(cls, shape):
    check_layer(cls, {"rate": .5}, input_shape=shape)


def test_nothing_happens_when_testing():
    x = np.random.RandomState(0).randn(20, 30)
    np.testing.assert_array_equal(run(Dropout(.5), x, 0), x.astype("float32"))


@pytest.mark.parametrize("rate", [.1, .5, .8])
def test_share_and_scale_when_training(rate):
    out = run(Dropout(rate), np.ones((200, 300)), 1)
    kept = out != 0
    np.testing.assert_allclose(out[kept], 1 / (1 - rate), rtol=1e-5)
    assert abs(1 - kept.mean() - rate) < 5 * (rate * (1 - rate) / out.size) ** .5


@pytest.mark.parametrize("rate", [0, 1, -1, 2.5])
def test_rates_at_the_ends_do_nothing(rate):
    layer = Dropout(rate)
    assert 0 <= layer.rate <= 1
    assert (run(layer, np.ones((3, 4)), 1) == 1).all()


def test_calls_differ_and_seeds_repeat():
    x = np.ones((10, 10))
    layer = Dropout(.5, seed=3)
    tensor = Input((10,))
    f = K.function([tensor, K.learning_phase()], [layer(tensor)])
    first, second = f([x, 1])[0], f([x, 1])[0]
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(run(Dropout(.5, seed=3), x, 1), first)


@pytest.mark.parametrize("batch", [None, 6])
def test_noise_shape(batch):
    x = np.ones((6, 7, 8))
    out = run(Dropout(.5, noise_shape=(None, 1, None)), x, 1, batch)
    np.testing.assert_array_equal(out, np.repeat(out[:, :1], 7, 1))
    assert 0 < (out[:, 0] == 0).mean() < 1
    out = run(Dropout(.5, noise_shape=(6, 7, 1)), x, 1, batch)
    np.testing.assert_array_equal(out, np.repeat(out[..., :1], 8, -1))


def test_noise_shape_must_fit():
    with pytest.raises(ValueError, match="noise_shape must have one entry for each of the 2 axes"):
        Dropout(.5, noise_shape=(1, 2, 3))(Input((4,)))


@pytest.mark.parametrize("layer, shape, axes", [
    (SpatialDropout1D(.5), (6, 7, 8), (1,)),
    (SpatialDropout2D(.5), (6, 4, 5, 8), (1, 2)),
    (SpatialDropout2D(.5, data_format="channels_first"), (6, 8, 4, 5), (2, 3)),
    (SpatialDropout3D(.5), (6, 3, 4, 5, 8), (1, 2, 3)),
    (SpatialDropout3D(.5, data_format="channels_first"), (6, 8, 3, 4, 5), (2, 3, 4))])
def test_spatial_dropout_drops_whole_maps(layer, shape, axes):
    out = run(layer, np.ones(shape), 1)
    low, high = out.min(axis=axes), out.max(axis=axes)
    np.testing.assert_array_equal(low, high)
    assert 0 < (low == 0).mean() < 1
    assert type(layer).from_config(layer.get_config()).get_config() == layer.get_config()


def test_training_argument():
    x, tensor = np.ones((20, 20)), Input((20,))
    layer = Dropout(.5)
    always, never = layer(tensor, training=True), layer(tensor, training=False)
    a, b = K.function([tensor], [always, never])([x])
    assert (a == 0).any() and (b == 1).all()
    assert not always._uses_learning_phase and layer(tensor)._uses_learning_phase
