"""The update rules of all optimizers, step by step against NumPy in float64."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import constraints, optimizers
from kerastutor.testing import check_optimizer

A = np.array([[1., .3, -.5], [.3, 2., .1], [-.5, .1, 1.5]])
START = np.array([1., -2., .5])
STEPS = 6


def gradient(w):
    """Gradient of sum(w . A w) / 2 - sum(w)."""
    return A @ w - 1


def sgd(w, lr=.01, momentum=0., decay=0., nesterov=False):
    v = 0
    for t in range(STEPS):
        rate, g = lr / (1 + decay * t), gradient(w)
        v = momentum * v - rate * g
        w = w + (momentum * v - rate * g if nesterov else v)
        yield w


def rmsprop(w, lr=.001, rho=.9, epsilon=1e-7, decay=0.):
    a = 0
    for t in range(STEPS):
        g = gradient(w)
        a = rho * a + (1 - rho) * g ** 2
        w = w - lr / (1 + decay * t) * g / (np.sqrt(a) + epsilon)
        yield w


def adagrad(w, lr=.01, epsilon=1e-7, decay=0.):
    a = 0
    for t in range(STEPS):
        g = gradient(w)
        a = a + g ** 2
        w = w - lr / (1 + decay * t) * g / (np.sqrt(a) + epsilon)
        yield w


def adadelta(w, lr=1., rho=.95, epsilon=1e-7, decay=0.):
    a = d = 0
    for t in range(STEPS):
        g = gradient(w)
        a = rho * a + (1 - rho) * g ** 2
        u = g * np.sqrt(d + epsilon) / np.sqrt(a + epsilon)
        w = w - lr / (1 + decay * t) * u
        d = rho * d + (1 - rho) * u ** 2
        yield w


def adam(w, lr=.001, beta_1=.9, beta_2=.999, epsilon=1e-7, decay=0., amsgrad=False):
    m = v = largest = 0
    for t in range(1, STEPS + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g ** 2
        largest = np.maximum(largest, v)
        rate = lr / (1 + decay * (t - 1)) * np.sqrt(1 - beta_2 ** t) / (1 - beta_1 ** t)
        w = w - rate * m / (np.sqrt(largest if amsgrad else v) + epsilon)
        yield w


def adamax(w, lr=.002, beta_1=.9, beta_2=.999, epsilon=1e-7, decay=0.):
    m = u = 0
    for t in range(1, STEPS + 1):
        g = gradient(w)
        m = beta_1 * m + (1 - beta_1) * g
        u = np.maximum(beta_2 * u, abs(g))
        w = w - lr / (1 + decay * (t - 1)) / (1 - beta_1 ** t) * m / (u + epsilon)
        yield w


def nadam(w, lr=.002, beta_1=.9, beta_2=.999, epsilon=1e-7, schedule_decay=.004):
    m = v = 0
    schedule = 1
    for t in range(1, STEPS + 1):
        g = gradient(w)
        now = beta_1 * (1 - .5 * .96 ** (t * schedule_decay))
        following = beta_1 * (1 - .5 * .96 ** ((t + 1) * schedule_decay))
        schedule *= now
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g ** 2
        mean = ((1 - now) * g / (1 - schedule)
                + following * m / (1 - schedule * following))
        w = w - lr * mean / (np.sqrt(v / (1 - beta_2 ** t)) + epsilon)
        yield w


RULES = {"SGD": sgd, "RMSprop": rmsprop, "Adagrad": adagrad, "Adadelta": adadelta, "Adam": adam,
         "Adamax": adamax, "Nadam": nadam}
CASES = [
    ("SGD", {}), ("SGD", {"lr": .1, "momentum": .9}), ("SGD", {"lr": .1, "decay": .5}),
    ("SGD", {"lr": .1, "momentum": .8, "nesterov": True, "decay": .1}),
    ("RMSprop", {}), ("RMSprop", {"lr": .1, "rho": .5, "epsilon": .01, "decay": .3}),
    ("Adagrad", {}), ("Adagrad", {"lr": .5, "epsilon": .1, "decay": .2}),
    ("Adadelta", {}), ("Adadelta", {"lr": .5, "rho": .8, "epsilon": .001, "decay": .2}),
    ("Adam", {}), ("Adam", {"lr": .1, "amsgrad": True, "beta_2": .5}),
    ("Adam", {"lr": .1, "beta_1": .5, "beta_2": .9, "epsilon": .01, "decay": .2}),
    ("Adamax", {}), ("Adamax", {"lr": .1, "beta_1": .5, "beta_2": .6, "epsilon": .1, "decay": .2}),
    ("Nadam", {}), ("Nadam", {"lr": .1, "beta_1": .7, "beta_2": .9, "schedule_decay": .2}),
]


@pytest.fixture
def float64():
    K.set_floatx("float64")
    yield
    K.set_floatx("float32")


def stepper(optimizer, constraint=None):
    w = K.variable(START, constraint=constraint)
    product = K.dot(K.constant(A), K.expand_dims(w))
    loss = K.sum(K.expand_dims(w) * product) / 2 - K.sum(w)
    step = K.function([], [], optimizer.get_updates(loss, [w]))
    return w, step


@pytest.mark.parametrize("name, options", CASES)
def test_trace(float64, name, options):
    w, step = stepper(getattr(optimizers, name)(**options))
    for expected in RULES[name](START, **options):
        step([])
        np.testing.assert_allclose(K.get_value(w), expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("name", sorted(RULES))
def test_constraints_hold_after_each_step(name):
    w, step = stepper(getattr(optimizers, name)(), constraints.unit_norm())
    for _ in range(3):
        step([])
        np.testing.assert_allclose((K.get_value(w) ** 2).sum(), 1, rtol=1e-5)


@pytest.mark.parametrize("name, slots", [("SGD", 1), ("RMSprop", 1), ("Adagrad", 1),
                                         ("Adadelta", 2), ("Adam", 3), ("Adamax", 2), ("Nadam", 2)])
def test_state_in_the_order_of_keras(name, slots):
    """SGD and the Adam family save their step counter, the others do not."""
    optimizer = getattr(optimizers, name)()
    w, step = stepper(optimizer)
    step([])
    counted = name in ("SGD", "Adam", "Adamax", "Nadam")
    state = optimizer.get_weights()
    assert len(state) == slots + counted
    if counted:
        assert state[0] == 1 and state[0].dtype == "int64"
    assert K.get_value(optimizer.iterations) == 1
    unused = 1 if name == "Adam" else 0         # the third slot is only used with amsgrad
    assert all(s.shape == (3,) for s in state[counted:len(state) - unused])


@pytest.mark.parametrize("name", sorted(RULES))
def test_lr_can_be_changed(name):
    optimizer = getattr(optimizers, name)(lr=.1)
    w, step = stepper(optimizer)
    step([])
    before = K.get_value(w)
    K.set_value(optimizer.lr, 0.)
    step([])
    np.testing.assert_array_equal(K.get_value(w), before)
    assert optimizer.get_config()["lr"] == 0.


@pytest.mark.parametrize("name, options", CASES + [("SGD", {"clipnorm": 1.}),
                                                   ("Adam", {"clipvalue": .5})])
def test_config(name, options):
    optimizer = getattr(optimizers, name)(**options)
    config = optimizer.get_config()
    for key, value in options.items():
        assert config[key] == pytest.approx(value)
    assert type(optimizer).from_config(config).get_config() == config


@pytest.mark.parametrize("optimizer", [
    optimizers.SGD(.05, momentum=.5), optimizers.RMSprop(.02), optimizers.Adagrad(.3),
    optimizers.Adadelta(), optimizers.Adam(.05), optimizers.Adam(.05, amsgrad=True),
    optimizers.Adamax(.05), optimizers.Nadam(.02)], ids=lambda o: type(o).__name__)
def test_checker(optimizer):
    check_optimizer(optimizer)


def test_nadam_resumes_from_its_counter():
    first = optimizers.Nadam(lr=.1)
    w, step = stepper(first)
    for _ in range(4):
        step([])
    second = optimizers.Nadam(lr=.1)
    w2, step2 = stepper(second)
    second.set_weights(first.get_weights())
    K.set_value(w2, K.get_value(w))
    step([])
    step2([])
    np.testing.assert_allclose(K.get_value(w2), K.get_value(w), rtol=1e-6)
