"""Adam and its relatives: running means of the gradients and of their squares."""
import numpy as np

from kerastutor import backend as K
from kerastutor.optimizers.base import Optimizer, assign

_NADAM_WARMUP = 0.96


class Adam(Optimizer):
    """Running mean of the gradients, divided by the root of the running mean of their squares.

    m <- beta_1 * m + (1 - beta_1) * g;  v <- beta_2 * v + (1 - beta_2) * g^2;
    w <- w - lr_t * m / (sqrt(v) + epsilon), with lr_t = lr * sqrt(1 - beta_2^t) / (1 - beta_1^t),
    which makes up for m and v starting at zero.

    # Arguments
        lr: learning rate.
        beta_1: memory of the mean, just below 1.
        beta_2: memory of the mean square, just below 1.
        epsilon: small number; None means `K.epsilon()`.
        decay: the learning rate of step t is lr / (1 + decay * t).
        amsgrad: whether to divide by the largest v so far instead of v (AMSGrad).
        clipnorm, clipvalue: see `Optimizer`.

    Source: Kingma, Ba 2014, arXiv:1412.6980; Reddi, Kale, Kumar 2018 (AMSGrad).
    """

    def __init__(self, lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0., amsgrad=False,
                 **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(lr, name="lr")
        self.beta_1 = K.variable(beta_1, name="beta_1")
        self.beta_2 = K.variable(beta_2, name="beta_2")
        self.decay = K.variable(decay, name="decay")
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay
        self.amsgrad = amsgrad

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        grads = self.get_gradients(loss, params)
        t = K.cast(self.iterations, K.floatx()) + 1.
        lr_t = self._decayed_lr() * (K.sqrt(1. - K.pow(self.beta_2, t))
                                     / (1. - K.pow(self.beta_1, t)))
        ms = self._slots("m", params)
        vs = self._slots("v", params)
        if self.amsgrad:
            vhats = self._slots("vhat", params)
        else:
            vhats = [K.zeros(1) for _ in params]        # placeholders of the file format
        self.weights = [self.iterations] + ms + vs + vhats
        self.updates = [K.update_add(self.iterations, 1)]
        for p, g, m, v, vhat in zip(params, grads, ms, vs, vhats, strict=True):
            m_t = self.beta_1 * m + (1. - self.beta_1) * g
            v_t = self.beta_2 * v + (1. - self.beta_2) * K.square(g)
            square = v_t
            if self.amsgrad:
                square = K.maximum(vhat, v_t)
                self.updates.append(K.update(vhat, square))
            self.updates.append(K.update(m, m_t))
            self.updates.append(K.update(v, v_t))
            self.updates.append(assign(p, p - lr_t * m_t / (K.sqrt(square) + self.epsilon)))
        return self.updates

    def get_config(self):
        """The constructor's arguments."""
        return {**self._config_of("lr", "beta_1", "beta_2", "decay", "epsilon"),
                "amsgrad": self.amsgrad}


class Adamax(Optimizer):
    """Adam with the largest recent |g| in place of the mean square.

    m <- beta_1 * m + (1 - beta_1) * g;  u <- max(beta_2 * u, |g|);
    w <- w - lr / (1 - beta_1^t) * m / (u + epsilon).

    # Arguments
        lr: learning rate.
        beta_1: memory of the mean, just below 1.
        beta_2: memory of the maximum, just below 1.
        epsilon: small number; None means `K.epsilon()`.
        decay: the learning rate of step t is lr / (1 + decay * t).
        clipnorm, clipvalue: see `Optimizer`.

    Source: Kingma, Ba 2014, arXiv:1412.6980, section 7.
    """

    def __init__(self, lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0., **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(lr, name="lr")
        self.beta_1 = K.variable(beta_1, name="beta_1")
        self.beta_2 = K.variable(beta_2, name="beta_2")
        self.decay = K.variable(decay, name="decay")
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        grads = self.get_gradients(loss, params)
        t = K.cast(self.iterations, K.floatx()) + 1.
        lr_t = self._decayed_lr() / (1. - K.pow(self.beta_1, t))
        ms = self._slots("m", params)
        us = self._slots("u", params)
        self.weights = [self.iterations] + ms + us
        self.updates = [K.update_add(self.iterations, 1)]
        for p, g, m, u in zip(params, grads, ms, us, strict=True):
            m_t = self.beta_1 * m + (1. - self.beta_1) * g
            u_t = K.maximum(self.beta_2 * u, K.abs(g))
            self.updates.append(K.update(m, m_t))
            self.updates.append(K.update(u, u_t))
            self.updates.append(assign(p, p - lr_t * m_t / (u_t + self.epsilon)))
        return self.updates

    def get_config(self):
        """The constructor's arguments."""
        return self._config_of("lr", "beta_1", "beta_2", "decay", "epsilon")


class Nadam(Optimizer):
    """Adam with Nesterov momentum, and a momentum that grows during the first steps.

    # Arguments
        lr: learning rate.
        beta_1: memory of the mean, just below 1.
        beta_2: memory of the mean square, just below 1.
        epsilon: small number; None means `K.epsilon()`.
        schedule_decay: the momentum of step t is beta_1 * (1 - 0.96^(t * schedule_decay) / 2).
        clipnorm, clipvalue: see `Optimizer`.

    Source: Dozat 2015, Incorporating Nesterov Momentum into Adam.
    """

    def __init__(self, lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, schedule_decay=0.004,
                 **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.m_schedule = K.variable(1., name="m_schedule")     # product of all momenta so far
        self.lr = K.variable(lr, name="lr")
        self.beta_1 = K.variable(beta_1, name="beta_1")
        self.beta_2 = K.variable(beta_2, name="beta_2")
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.schedule_decay = schedule_decay

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        grads = self.get_gradients(loss, params)
        t = K.cast(self.iterations, K.floatx()) + 1.
        momentum_now = self._momentum(t)
        momentum_next = self._momentum(t + 1.)
        schedule_now = self.m_schedule * momentum_now
        schedule_next = schedule_now * momentum_next
        ms = self._slots("m", params)
        vs = self._slots("v", params)
        self.weights = [self.iterations] + ms + vs
        self.updates = [K.update_add(self.iterations, 1), K.update(self.m_schedule, schedule_now)]
        for p, g, m, v in zip(params, grads, ms, vs, strict=True):
            m_t = self.beta_1 * m + (1. - self.beta_1) * g
            v_t = self.beta_2 * v + (1. - self.beta_2) * K.square(g)
            ahead = ((1. - momentum_now) * g / (1. - schedule_now)
                     + momentum_next * m_t / (1. - schedule_next))
            root = K.sqrt(v_t / (1. - K.pow(self.beta_2, t)))
            self.updates.append(K.update(m, m_t))
            self.updates.append(K.update(v, v_t))
            self.updates.append(assign(p, p - self.lr * ahead / (root + self.epsilon)))
        return self.updates

    def _momentum(self, t):
        """Momentum of step t (1, 2, 3 ...)."""
        return self.beta_1 * (1. - 0.5 * K.pow(K.cast_to_floatx(_NADAM_WARMUP),
                                               t * self.schedule_decay))

    def set_weights(self, weights):
        """See `Optimizer.set_weights`. The product of the momenta follows from the step counter."""
        super().set_weights(weights)
        steps = np.arange(1, int(K.get_value(self.iterations)) + 1)
        momenta = float(K.get_value(self.beta_1)) * (
            1. - 0.5 * _NADAM_WARMUP ** (steps * self.schedule_decay))
        K.set_value(self.m_schedule, np.prod(momenta))

    def get_config(self):
        """The constructor's arguments."""
        return self._config_of("lr", "beta_1", "beta_2", "epsilon", "schedule_decay")
