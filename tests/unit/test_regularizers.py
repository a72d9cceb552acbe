"""Regularizers: penalties, configs, their place in the loss."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.layers import Dense
from kerastutor.models import Sequential

W = np.array([[1., -2.], [3., 0.]])


@pytest.mark.parametrize("regularizer, expected", [
    (regularizers.l1(.5), 3.), (regularizers.l2(.5), 7.), (regularizers.l1_l2(.5, .25), 6.5),
    (regularizers.l1(), .06), (regularizers.l2(), .14), (regularizers.l1_l2(), .2),
])
def test_penalty(regularizer, expected):
    np.testing.assert_allclose(K.eval(regularizer(K.constant(W))), expected, **VALUE)


def test_nothing_is_no_penalty():
    assert regularizers.L1L2()(K.constant(W)) == 0.
    assert regularizers.Regularizer()(K.constant(W)) == 0.


@pytest.mark.parametrize("name", ["l1", "l2", "l1_l2", "L1L2"])
def test_names_and_configs(name):
    regularizer = regularizers.get(name)
    config = regularizers.serialize(regularizer)
    assert config["class_name"] == "L1L2"
    assert regularizers.serialize(regularizers.get(config)) == config


def test_get():
    assert regularizers.get(None) is None
    assert regularizers.serialize(None) is None
    assert regularizers.get(K.sum) is K.sum
    with pytest.raises(ValueError, match="must be None, a name or a function, got 0.1"):
        regularizers.get(.1)
    with pytest.raises(ValueError, match="Unknown regularizer: l3"):
        regularizers.get("l3")


def test_own_class():
    class Spread(regularizers.Regularizer):
        def __call__(self, x):
            return K.max(x) - K.min(x)

        def get_config(self):
            return {}

    config = regularizers.serialize(Spread())
    copy = regularizers.deserialize(config, {"Spread": Spread})
    np.testing.assert_allclose(K.eval(copy(K.constant(W))), 5.)


def test_the_loss_of_a_model_has_all_penalties():
    x = np.array([[1., 2.], [0., -1.], [1., 0.]])
    model = Sequential([Dense(2, input_shape=(2,), kernel_regularizer=regularizers.l2(.1),
                              bias_regularizer="l1", activity_regularizer=lambda y: K.sum(y) * .5)])
    model.layers[0].set_weights([W, np.array([3., -4.])])
    model.compile("sgd", "mse")
    y = x @ W + [3., -4.]
    data_loss = np.mean((y - 1) ** 2)
    penalty = .1 * 14 + .01 * 7 + .5 * y.sum()
    np.testing.assert_allclose(model.evaluate(x, np.ones((3, 2)), verbose=0), data_loss + penalty,
                               **VALUE)
