"""The optimizer checker passes right optimizers and finds wrong ones."""

import pytest

from kerastutor import backend as K
from kerastutor import optimizers
from kerastutor.testing import check_optimizer

BUILT_IN = ("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam")


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_optimizers(name):
    assert 0 < check_optimizer(getattr(optimizers, name)()) < 0.9


@pytest.mark.parametrize(
    "optimizer",
    [
        optimizers.SGD(momentum=0.9, nesterov=True, decay=1e-3),
        optimizers.Adam(amsgrad=True, clipnorm=1.0),
        optimizers.RMSprop(clipvalue=0.5),
    ],
    ids=["nesterov", "amsgrad", "clipvalue"],
)
def test_variants(optimizer):
    check_optimizer(optimizer)


class Momentum(optimizers.Optimizer):
    """Gradient descent with momentum, as a learner writes it."""

    sign, applies_constraints, saves_state, lost = 1, True, True, False

    def __init__(self, lr=0.05, **kwargs):
        super().__init__(**kwargs)
        self.lr = lr

    def get_updates(self, loss, params):
        slots = [K.zeros(K.int_shape(p)) for p in params]
        for p, g, m in zip(params, self.get_gradients(loss, params), slots, strict=True):
            step = 0.5 * m - self.sign * self.lr * g
            new = p + step
            if self.applies_constraints and p.constraint is not None:
                new = p.constraint(new)
            self.updates += [K.update(m, step), K.update(p, new)]
        self.weights = slots if self.saves_state else []
        return self.updates

    def get_config(self):
        return {**super().get_config(), "lr": 0.01 if self.lost else self.lr}


class Uphill(Momentum):
    sign = -1


class Boundless(Momentum):
    applies_constraints = False


class Forgetful(Momentum):
    saves_state = False


def test_a_right_optimizer_of_ones_own():
    check_optimizer(Momentum())


@pytest.mark.parametrize(
    "cls, message",
    [
        (Uphill, "the loss must fall below|must be finite"),
        (Boundless, "constraint of a weight must be applied"),
        (Forgetful, r"after resuming from get_weights\(\)"),
    ],
)
def test_a_wrong_optimizer_is_found(cls, message):
    with pytest.raises(AssertionError, match=message):
        check_optimizer(cls())


def test_config_must_be_plain_data():
    class Holds(Momentum):
        def get_config(self):
            return {"lr": K.variable(0.1)}

    with pytest.raises(AssertionError, match="must hold plain data"):
        check_optimizer(Holds())


def test_config_must_give_an_equal_optimizer():
    class Drifts(Momentum):
        def get_config(self):
            return {"lr": self.lr * 2}

    with pytest.raises(AssertionError, match="must give an equal config"):
        check_optimizer(Drifts())
