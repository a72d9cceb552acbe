"""Stochastic gradient descent with momentum."""
from kerastutor import backend as K
from kerastutor.optimizers.base import Optimizer, assign


class SGD(Optimizer):
    """Stochastic gradient descent: w <- w + v with v <- momentum * v - lr * g.

    # Arguments
        lr: learning rate.
        momentum: how much of the last step goes into this one, 0 to 1.
        decay: the learning rate of step t is lr / (1 + decay * t).
        nesterov: whether to look ahead: w <- w + momentum * v - lr * g.
        clipnorm, clipvalue: see `Optimizer`.

    Source: Sutskever et al. 2013, On the importance of initialization and momentum.
    """

    def __init__(self, lr=0.01, momentum=0., decay=0., nesterov=False, **kwargs):
        super().__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(lr, name="lr")
        self.momentum = K.variable(momentum, name="momentum")
        self.decay = K.variable(decay, name="decay")
        self.initial_decay = decay
        self.nesterov = nesterov

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        grads = self.get_gradients(loss, params)
        lr = self._decayed_lr()
        moments = self._slots("moment", params)
        self.weights = [self.iterations] + moments
        self.updates = [K.update_add(self.iterations, 1)]
        for p, g, m in zip(params, grads, moments, strict=True):
            v = self.momentum * m - lr * g
            self.updates.append(K.update(m, v))
            self.updates.append(assign(p, p + (self.momentum * v - lr * g if self.nesterov else v)))
        return self.updates

    def get_config(self):
        """The constructor's arguments."""
        return {**self._config_of("lr", "momentum", "decay"), "nesterov": self.nesterov}
