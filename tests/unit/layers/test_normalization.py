"""BatchNormalization: both phases, running means, axes, freezing."""
import numpy as np
import pytest
from tolerances import TRAINED, VALUE

from kerastutor import backend as K
from kerastutor.layers import BatchNormalization, Input
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)


def others(x, axis):
    return tuple(i for i in range(x.ndim) if i != axis % x.ndim)


def normalized(x, axis, mean, variance, gamma=1, beta=0, epsilon=1e-3):
    shape = [1] * x.ndim
    shape[axis] = -1
    mean, variance, gamma, beta = (np.reshape(v, shape) if np.ndim(v) else v
                                   for v in (mean, variance, gamma, beta))
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


CASES = [((8, 3), -1), ((8, 5, 3), -1), ((8, 5, 3), 1), ((8, 4, 5, 3), -1), ((8, 3, 4, 5), 1),
         ((4, 2, 3, 4, 3), -1)]


@pytest.mark.parametrize("shape, axis", CASES)
def test_both_phases(shape, axis):
    layer = BatchNormalization(axis=axis, beta_initializer="normal", gamma_initializer="uniform",
                               moving_mean_initializer="normal")
    tensor = Input(shape[1:])
    y = layer(tensor)
    gamma, beta, moving_mean, moving_variance = layer.get_weights()
    x = 3 * generator.randn(*shape) + 1
    test, = K.function([tensor, K.learning_phase()], [y])([x, 0])
    np.testing.assert_allclose(
        test, normalized(x, axis, moving_mean, moving_variance, gamma, beta), **VALUE)
    train, = K.function([tensor, K.learning_phase()], [y])([x, 1])
    axes = others(x, axis)
    np.testing.assert_allclose(
        train, normalized(x, axis, x.mean(axes), x.var(axes), gamma, beta), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("shape, axis", CASES)
def test_running_means(shape, axis):
    model = Sequential([BatchNormalization(axis=axis, momentum=.8, input_shape=shape[1:])])
    model.compile("sgd", "mse")
    mean, variance = 0, 1
    for _ in range(3):
        x = 3 * generator.randn(*shape) + 1
        axes = others(x, axis)
        n = np.prod([shape[i] for i in axes])
        mean = .8 * mean + .2 * x.mean(axes)
        fused = len(shape) == 4 and axes == (0, 1, 2)      # K gives n / (n - 1) of it there
        batch = x.var(axes, ddof=1 if fused else 0)
        variance = .8 * variance + .2 * batch * n / (n - 1 - 1e-3)
        model.train_on_batch(x, x)
    np.testing.assert_allclose(model.get_weights()[2], mean, **TRAINED)
    np.testing.assert_allclose(model.get_weights()[3], variance, **TRAINED)


def test_testing_changes_nothing():
    model = Sequential([BatchNormalization(input_shape=(3,))])
    model.compile("sgd", "mse")
    before = model.get_weights()
    x = generator.randn(8, 3)
    model.predict(x)
    model.evaluate(x, x, verbose=0)
    for a, b in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_frozen_layer_keeps_everything():
    model = Sequential([BatchNormalization(input_shape=(3,), trainable=False)])
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.train_on_batch(generator.randn(8, 3), generator.randn(8, 3))
    for a, b in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("options, names", [
    ({}, ["gamma", "beta", "moving_mean", "moving_variance"]),
    ({"scale": False}, ["beta", "moving_mean", "moving_variance"]),
    ({"center": False}, ["gamma", "moving_mean", "moving_variance"]),
    ({"center": False, "scale": False}, ["moving_mean", "moving_variance"])])
def test_weights(options, names):
    K.clear_session()
    layer = BatchNormalization(name="bn", **options)
    layer(Input((4, 3)))
    assert [w.name for w in layer.weights] == [f"bn/{name}:0" for name in names]
    assert len(layer.trainable_weights) == len(names) - 2
    assert all(w.shape == (3,) for w in layer.get_weights())


@pytest.mark.parametrize("options, shape", [
    ({}, (4, 3)), ({"axis": 1}, (4, 3, 5)), ({"epsilon": .1, "momentum": .5}, (4, 2, 2, 3)),
    ({"center": False, "gamma_regularizer": "l2"}, (4, None, 3))])
def test_checker(options, shape):
    check_layer(BatchNormalization, options, input_shape=shape)


def test_training_argument():
    tensor = Input((3,))
    layer = BatchNormalization()
    test = layer(tensor, training=False)
    assert not layer.updates and not test._uses_learning_phase
    assert layer(tensor)._uses_learning_phase and len(layer.updates) == 2
    x = generator.randn(8, 3)
    np.testing.assert_allclose(K.function([tensor], [test])([x])[0], x / np.sqrt(1.001), **VALUE)


def test_training_uses_the_gradient_through_the_statistics():
    tensor = K.placeholder((None, 3))
    layer = BatchNormalization()
    y = layer(tensor, training=True)
    [gradient] = K.gradients(K.sum(y), [tensor])     # the mean of y is beta, whatever x is
    out = K.function([tensor], [gradient])([generator.randn(8, 3)])[0]
    np.testing.assert_allclose(out, np.zeros((8, 3)), atol=1e-5)


def test_errors():
    with pytest.raises(ValueError, match="axis must be an axis of its input, got 3"):
        BatchNormalization(axis=3)(Input((4, 3)))
    with pytest.raises(ValueError, match="axis 1 of its input must be defined"):
        BatchNormalization(axis=1)(Input((None, 3)))
