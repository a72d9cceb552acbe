"""Optimizer, the base class: gradients, clipping, state, own subclasses."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor.layers import Dense
from kerastutor.models import Sequential
from kerastutor.optimizers import SGD, Adam, Optimizer, RMSprop, clip_norm


def gradients_of(optimizer, *starts):
    """Gradients of sum(w^2) / 2 over all weights: they equal the weights, before clipping."""
    weights = [K.variable(w) for w in starts]
    loss = sum(K.sum(K.square(w)) for w in weights) / 2
    return K.function([], optimizer.get_gradients(loss, weights))([])


def test_gradients():
    a, b = gradients_of(SGD(), [3., 0.], [[4.]])
    np.testing.assert_allclose(a, [3, 0])
    np.testing.assert_allclose(b, [[4]])


def test_clipnorm_is_about_all_gradients_together():
    a, b = gradients_of(SGD(clipnorm=1.), [3., 0.], [[4.]])      # the norm of all is 5
    np.testing.assert_allclose(a, [.6, 0], **VALUE)
    np.testing.assert_allclose(b, [[.8]], **VALUE)
    a, b = gradients_of(SGD(clipnorm=10.), [3., 0.], [[4.]])
    np.testing.assert_allclose(b, [[4]], **VALUE)


def test_clipnorm_of_zero_gradients_is_finite():
    [a] = gradients_of(SGD(clipnorm=1.), [0., 0.])
    np.testing.assert_array_equal(a, [0, 0])


def test_clipvalue():
    a, b = gradients_of(SGD(clipvalue=3.5), [3., -5.], [[4.]])
    np.testing.assert_allclose(a, [3, -3.5])
    np.testing.assert_allclose(b, [[3.5]])


def test_clipnorm_comes_before_clipvalue():
    a, b = gradients_of(SGD(clipnorm=1., clipvalue=.7), [3., 0.], [[4.]])
    np.testing.assert_allclose(a, [.6, 0], **VALUE)
    np.testing.assert_allclose(b, [[.7]], **VALUE)


def test_clip_norm_function():
    g = K.constant([3., 4.])
    np.testing.assert_allclose(K.eval(clip_norm(g, 1., K.constant(5.))), [.6, .8], **VALUE)
    np.testing.assert_allclose(K.eval(clip_norm(g, 6., K.constant(5.))), [3, 4], **VALUE)
    assert clip_norm(g, 0, K.constant(5.)) is g


def test_a_weight_without_gradient_is_named():
    w, unused = K.variable(1.), K.variable(2., name="unused")
    with pytest.raises(ValueError, match="None for gradient.*unused"):
        SGD().get_gradients(K.square(w), [w, unused])


def test_unknown_keyword():
    with pytest.raises(TypeError, match="SGD: .*unexpected keyword argument learning_rate=0.1"):
        SGD(learning_rate=.1)


def test_get_updates_must_be_defined():
    with pytest.raises(NotImplementedError, match="Optimizer: .*must have a method get_updates"):
        Optimizer().get_updates(None, [])


def trained(optimizer, steps=3):
    model = Sequential([Dense(2, input_shape=(3,), kernel_initializer="ones")])
    model.compile(optimizer, "mse")
    generator = np.random.RandomState(0)
    data = generator.randn(4, 3), generator.randn(4, 2)
    for _ in range(steps):
        model.train_on_batch(*data)
    return model, data


def test_state_round_trip():
    optimizer = Adam()
    model, data = trained(optimizer)
    state, weights = optimizer.get_weights(), model.get_weights()
    assert state[0] == 3
    model.train_on_batch(*data)
    expected = model.get_weights()
    optimizer.set_weights(state)
    model.set_weights(weights)
    model.train_on_batch(*data)
    for a, b in zip(model.get_weights(), expected, strict=True):
        np.testing.assert_array_equal(a, b)


def test_state_must_fit():
    optimizer = Adam()
    trained(optimizer)
    state = optimizer.get_weights()
    with pytest.raises(ValueError, match="weights must be 7 arrays, got 5"):
        optimizer.set_weights(state[:5])
    changed = [s + 1 for s in state]
    changed[-3] = np.zeros((9, 9))
    with pytest.raises(ValueError, match=r"must have the shape \(2,\), got \(9, 9\)"):
        optimizer.set_weights(changed)
    for a, b in zip(optimizer.get_weights(), state, strict=True):
        np.testing.assert_array_equal(a, b)     # all or nothing


def test_a_step_counter_in_front_is_accepted():
    optimizer = RMSprop()
    trained(optimizer)
    state = optimizer.get_weights()
    optimizer.set_weights([np.array(17), *state])
    assert K.get_value(optimizer.iterations) == 17


def test_updates_start_with_the_step_counter():
    optimizer = SGD()
    w = K.variable([1., 2.])
    updates = optimizer.get_updates(K.sum(w), [w])
    assert updates is optimizer.updates
    assert len(updates) == 3
    assert [x.name for x in optimizer.weights][0] == optimizer.iterations.name
    K.function([], [], updates)([])
    assert K.get_value(optimizer.iterations) == 1


def test_own_optimizer():
    class SignSGD(Optimizer):
        def __init__(self, lr=.5, **kwargs):
            super().__init__(**kwargs)
            self.lr = K.variable(lr, name="lr")

        def get_updates(self, loss, params):
            grads = self.get_gradients(loss, params)
            self.updates = [K.update(p, p - self.lr * K.sign(g))
                            for p, g in zip(params, grads, strict=True)]
            return self.updates

        def get_config(self):
            return {**super().get_config(), "lr": float(K.get_value(self.lr))}

    model = Sequential([Dense(1, input_shape=(2,), use_bias=False, kernel_initializer="zeros")])
    optimizer = SignSGD()
    model.compile(optimizer, "mse")
    model.train_on_batch(np.array([[1., -1.]]), np.array([[3.]]))
    np.testing.assert_allclose(model.get_weights()[0], [[.5], [-.5]])
    K.set_value(optimizer.lr, .25)
    model.train_on_batch(np.array([[1., -1.]]), np.array([[3.]]))
    np.testing.assert_allclose(model.get_weights()[0], [[.75], [-.75]])
    assert SignSGD.from_config(optimizer.get_config()).get_config() == {"lr": .25}
