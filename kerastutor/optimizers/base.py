"""The base class of optimizers: gradients, clipping, learning rate decay, state.

An optimizer turns a loss and a list of weights into a list of symbolic updates. A new one needs
`get_updates` (and `get_config`, to be saved):

    class PlainSGD(Optimizer):
        def __init__(self, lr=0.01, **kwargs):
            super().__init__(**kwargs)
            self.lr = K.variable(lr, name="lr")

        def get_updates(self, loss, params):
            grads = self.get_gradients(loss, params)
            self.updates = [K.update(p, p - self.lr * g) for p, g in zip(params, grads)]
            return self.updates
"""
import numpy as np

from kerastutor import backend as K


class Optimizer:
    """Base class of optimizers.

    # Arguments
        clipnorm: when the norm of all gradients together is larger than this, they are all scaled
            down by the same factor, so that their norm becomes `clipnorm`.
        clipvalue: each entry of the gradients is cut off at -clipvalue and clipvalue.

    # Raises
        TypeError: for any other keyword.
    """

    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            if name not in ("clipnorm", "clipvalue"):
                raise TypeError(f"{type(self).__name__}: keywords must be its own arguments, "
                                "clipnorm or clipvalue, got an unexpected keyword argument "
                                f"{name}={value!r}. Remove it or correct its name.")
            setattr(self, name, value)
        self.updates = []
        self.weights = []

    def get_updates(self, loss, params):
        """The updates of one training step.

        # Arguments
            loss: scalar tensor.
            params: list of variables to train.

        # Returns
            List of updates, which is kept in `self.updates`; the state is in `self.weights`.
        """
        raise NotImplementedError(f"{type(self).__name__}: an optimizer must have a method "
                                  "get_updates(loss, params), got none. Define it.")

    def get_gradients(self, loss, params):
        """Gradients of the loss with respect to each parameter, clipped as the options say.

        # Arguments
            loss: scalar tensor.
            params: list of variables.

        # Returns
            List of tensors.

        # Raises
            ValueError: when the loss does not depend differentiably on a parameter.
        """
        grads = K.gradients(loss, params)
        missing = [p.name for p, g in zip(params, grads, strict=True) if g is None]
        if missing:
            raise ValueError(
                f"{type(self).__name__}: the loss must depend on every trainable weight through "
                "differentiable operations: an operation has None for gradient, "
                f"got none for {', '.join(missing)}. Operations without gradient are K.argmax, "
                "K.round, K.eval and comparisons, for example; set trainable = False on layers "
                "that the loss does not use.")
        if getattr(self, "clipnorm", None) and self.clipnorm > 0:
            norm = K.sqrt(sum(K.sum(K.square(g)) for g in grads))
            grads = [clip_norm(g, self.clipnorm, norm) for g in grads]
        if getattr(self, "clipvalue", None) and self.clipvalue > 0:
            grads = [K.clip(g, -self.clipvalue, self.clipvalue) for g in grads]
        return grads

    def set_weights(self, weights):
        """Sets the state: step counter, moments and so on.

        # Arguments
            weights: list of arrays as `get_weights` returns it. Nothing is set unless all fit.

        # Raises
            ValueError: when their number or shapes do not fit.
        """
        arrays = [np.asarray(w) for w in weights]
        own = list(self.weights)
        if len(arrays) == len(own) + 1 and arrays[0].shape == () and hasattr(self, "iterations"):
            own = [self.iterations] + own           # as later Keras versions write it
        if len(own) != len(arrays):
            raise ValueError(f"{type(self).__name__}: weights must be {len(own)} arrays, "
                             f"got {len(arrays)}. Optimizers have a state only once a model was "
                             "compiled with them and its training function was made.")
        for variable, array in zip(own, arrays, strict=True):
            if K.int_shape(variable) != array.shape:
                raise ValueError(f"{type(self).__name__}: the weight {variable.name} must have the "
                                 f"shape {K.int_shape(variable)}, got {array.shape}. "
                                 "The state belongs to another model.")
        K.batch_set_value(list(zip(own, arrays, strict=True)))

    def get_weights(self):
        """The state as a list of arrays."""
        return K.batch_get_value(self.weights)

    def get_config(self):
        """The constructor's arguments as plain data."""
        return {name: getattr(self, name) for name in ("clipnorm", "clipvalue")
                if hasattr(self, name)}

    @classmethod
    def from_config(cls, config):
        """Makes the optimizer (without state) from what `get_config` returned."""
        return cls(**config)

    # ---- what the built-in optimizers share ----------------------------------------------------

    def _decayed_lr(self):
        """Learning rate of this step: lr / (1 + decay * steps so far)."""
        if not self.initial_decay > 0:
            return self.lr
        return self.lr / (1. + self.decay * K.cast(self.iterations, K.dtype(self.decay)))

    def _slots(self, name, params):
        """One variable of zeros for each parameter."""
        return [K.zeros(K.int_shape(p), dtype=K.dtype(p),
                        name=f"{type(self).__name__}/{p.name.split(':')[0]}/{name}")
                for p in params]

    def _config_of(self, *names):
        """`get_config` with these attributes, numbers or variables, as Python numbers."""
        values = {name: getattr(self, name) for name in names}
        return {**{name: float(K.get_value(v) if hasattr(v, "dtype") else v)
                   for name, v in values.items()},
                **Optimizer.get_config(self)}


def clip_norm(g, c, n):
    """Scales a gradient down by c / n when n is larger than c.

    # Arguments
        g: gradient.
        c: largest norm; nothing happens when it is not positive.
        n: the norm (scalar tensor).

    # Returns
        The gradient, possibly scaled.
    """
    if c <= 0:
        return g
    return K.switch(K.greater_equal(n, c), g * (c / n), g)


def assign(p, new_p):
    """The update of a parameter: its constraint is applied to the new value first."""
    constraint = getattr(p, "constraint", None)
    return K.update(p, new_p if constraint is None else constraint(new_p))
