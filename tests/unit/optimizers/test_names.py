"""Optimizers by name, config and object; optimizers in the style of TensorFlow 1."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import optimizers
from kerastutor.layers import Dense
from kerastutor.models import Sequential

NAMES = ["SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam"]


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    cls = getattr(optimizers, name)
    assert getattr(optimizers, name.lower()) is cls
    for text in (name, name.lower(), name.upper()):
        assert type(optimizers.get(text)) is cls
    config = optimizers.serialize(cls(lr=.5))
    assert config["class_name"] == name
    copy = optimizers.get(config)
    assert type(copy) is cls
    assert copy.get_config() == config["config"]
    assert config["class_name"] == name         # get leaves its argument alone


def test_objects():
    optimizer = optimizers.SGD()
    assert optimizers.get(optimizer) is optimizer


def test_own_class():
    class Mine(optimizers.SGD):
        pass

    copy = optimizers.deserialize(optimizers.serialize(Mine(lr=.5)), {"Mine": Mine})
    assert type(copy) is Mine

    class Adam(optimizers.Adam):
        pass

    copy = optimizers.deserialize(optimizers.serialize(Adam()), {"Adam": Adam})
    assert type(copy) is Adam


@pytest.mark.parametrize("identifier, message", [
    (3, "must be a name, a config or an Optimizer object, got 3"),
    (None, "must be a name, a config or an Optimizer object, got None"),
    (optimizers.Adam, "must be a name, a config or an Optimizer object"),
    ("sdg", "Unknown optimizer: sdg"),
])
def test_errors(identifier, message):
    with pytest.raises(ValueError, match=message):
        optimizers.get(identifier)


class GradientDescent:
    """What an optimizer of TensorFlow 1 looks like from outside."""

    def __init__(self, lr):
        self.lr = lr

    def compute_gradients(self, loss, params):
        return list(zip(K.gradients(loss, params), params, strict=True))

    def apply_gradients(self, pairs, global_step=None):
        return [K.update_add(global_step, 1)] + [K.update_sub(p, self.lr * g) for g, p in pairs]


def test_tensorflow_style():
    optimizer = optimizers.get(GradientDescent(.5))
    assert isinstance(optimizer, optimizers.TFOptimizer)
    model = Sequential([Dense(1, input_shape=(1,), kernel_initializer="ones")])
    model.compile(optimizer, "mse")
    model.train_on_batch(np.array([[1.]]), np.array([[3.]]))
    kernel, bias = model.get_weights()
    np.testing.assert_allclose(kernel, [[3.]])      # gradient 2 * (1 - 3) = -4
    np.testing.assert_allclose(bias, [2.])
    assert K.get_value(optimizer.iterations) == 1


def test_tensorflow_style_keeps_its_state_to_itself():
    optimizer = optimizers.TFOptimizer(GradientDescent(.5))
    for ask in (lambda: optimizer.weights, optimizer.get_config,
                lambda: optimizers.TFOptimizer.from_config({})):
        with pytest.raises(NotImplementedError, match="compile the model with 'sgd'"):
            ask()


def test_tensorflow_style_needs_its_methods():
    with pytest.raises(TypeError, match="must have the methods compute_gradients"):
        optimizers.TFOptimizer(optimizers.SGD())


def test_deserialize_leaves_the_name_in_lower_case_as_keras_does():
    config = optimizers.serialize(optimizers.Adam())
    assert isinstance(optimizers.deserialize(config), optimizers.Adam)
    assert config["class_name"] == "adam"
