"""Optimizers with a learning rate of its own for each weight: RMSprop, Adagrad, Adadelta."""
from kerastutor import backend as K
from kerastutor.optimizers.base import Optimizer, assign


class RMSprop(Optimizer):
    """Divides gradients by the root of a running mean of their squares.

    a <- rho * a + (1 - rho) * g^2;  w <- w - lr * g / (sqrt(a) + epsilon). Good for recurrent
    networks; change the learning rate, leave the rest.

    # Arguments
        lr: learning rate.
        rho: memory of the running mean.
        epsilon: small number; None means `K.epsilon()`.
        decay: the learning rate of step t is lr / (1 + decay * t).
        clipnorm, clipvalue: see `Optimizer`.

    Source: Tieleman, Hinton 2012, lecture 6.5 of the Coursera course Neural Networks.
    """

    def __init__(self, lr=0.001, rho=0.9, epsilon=None, decay=0., **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(lr, name="lr")
        self.rho = K.variable(rho, name="rho")
        self.decay = K.variable(decay, name="decay")
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        grads = self.get_gradients(loss, params)
        lr = self._decayed_lr()
        accumulators = self._slots("accumulator", params)
        self.weights = accumulators
        self.updates = [K.update_add(self.iterations, 1)]
        for p, g, a in zip(params, grads, accumulators, strict=True):
            new_a = self.rho * a + (1. - self.rho) * K.square(g)
            self.updates.append(K.update(a, new_a))
            self.updates.append(assign(p, p - lr * g / (K.sqrt(new_a) + self.epsilon)))
        return self.updates

    def get_config(self):
        """The constructor's arguments."""
        return self._config_of("lr", "rho", "decay", "epsilon")


class Adagrad(Optimizer):
    """Divides gradients by the root of the sum of all their squares: a <- a + g^2.

    The more a weight has moved, the smaller its steps.

    # Arguments
        lr: learning rate.
        epsilon: small number; None means `K.epsilon()`.
        decay: the learning rate of step t is lr / (1 + decay * t).
        clipnorm, clipvalue: see `Optimizer`.

    Source: Duchi, Hazan, Singer 2011, JMLR 12.
    """

    def __init__(self, lr=0.01, epsilon=None, decay=0., **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(lr, name="lr")
        self.decay = K.variable(decay, name="decay")
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        grads = self.get_gradients(loss, params)
        lr = self._decayed_lr()
        accumulators = self._slots("accumulator", params)
        self.weights = accumulators
        self.updates = [K.update_add(self.iterations, 1)]
        for p, g, a in zip(params, grads, accumulators, strict=True):
            new_a = a + K.square(g)
            self.updates.append(K.update(a, new_a))
            self.updates.append(assign(p, p - lr * g / (K.sqrt(new_a) + self.epsilon)))
        return self.updates

    def get_config(self):
        """The constructor's arguments."""
        return self._config_of("lr", "decay", "epsilon")


class Adadelta(Optimizer):
    """Adagrad with a memory that fades, and steps in units of the weights themselves.

    a <- rho * a + (1 - rho) * g^2;  u = g * sqrt(d + epsilon) / sqrt(a + epsilon);
    w <- w - lr * u;  d <- rho * d + (1 - rho) * u^2.

    # Arguments
        lr: learning rate; leave it at 1.
        rho: memory of the running means.
        epsilon: small number; None means `K.epsilon()`.
        decay: the learning rate of step t is lr / (1 + decay * t).
        clipnorm, clipvalue: see `Optimizer`.

    Source: Zeiler 2012, arXiv:1212.5701.
    """

    def __init__(self, lr=1.0, rho=0.95, epsilon=None, decay=0., **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(lr, name="lr")
        self.decay = K.variable(decay, name="decay")
        self.rho = rho
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        grads = self.get_gradients(loss, params)
        lr = self._decayed_lr()
        accumulators = self._slots("accumulator", params)
        deltas = self._slots("delta", params)
        self.weights = accumulators + deltas
        self.updates = [K.update_add(self.iterations, 1)]
        for p, g, a, d in zip(params, grads, accumulators, deltas, strict=True):
            new_a = self.rho * a + (1. - self.rho) * K.square(g)
            step = g * K.sqrt(d + self.epsilon) / K.sqrt(new_a + self.epsilon)
            self.updates.append(K.update(a, new_a))
            self.updates.append(assign(p, p - lr * step))
            self.updates.append(K.update(d, self.rho * d + (1. - self.rho) * K.square(step)))
        return self.updates

    def get_config(self):
        """The constructor's arguments."""
        return self._config_of("lr", "rho", "decay", "epsilon")
