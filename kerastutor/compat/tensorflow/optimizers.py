"""Optimizers of TensorFlow 1 (`tf.train`), with its formulas and default values.

Each is what `keras.optimizers.TFOptimizer` wraps: `compute_gradients` gives (gradient, variable)
pairs, `apply_gradients` a list of updates. `minimize` makes an operation for a session.
"""
from kerastutor import backend as K
from kerastutor.backend.session import Operation
from kerastutor.graph import F, Tensor, Variable, ancestors


class Optimizer:
    """Base class; a subclass defines `_rule`.

    # Arguments
        learning_rate: number or tensor.
        use_locking: ignored.
        name: its name.
    """

    def __init__(self, learning_rate, use_locking=False, name=None):
        if not isinstance(learning_rate, Tensor) and not learning_rate >= 0:
            raise ValueError(f"{type(self).__name__}: learning_rate must not be negative, got "
                             f"{learning_rate!r}.")
        self.learning_rate = learning_rate
        self.name = name or type(self).__name__.replace("Optimizer", "")
        self._slots = {}

    def compute_gradients(self, loss, var_list=None):
        """Pairs (gradient, variable); the gradient is None where the loss does not depend on it.

        # Arguments
            loss: tensor.
            var_list: list of variables; all float variables that the loss depends on unless given.
        """
        if var_list is None:
            found = (x for x in ancestors([loss]) if isinstance(x, Variable))
            var_list = sorted((x for x in found if "float" in x.dtype), key=lambda x: x.name)
        return list(zip(K.gradients(loss, var_list), var_list, strict=True))

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """List of the updates of one step.

        # Arguments
            grads_and_vars: what `compute_gradients` returned.
            global_step: variable that grows by 1, or None.
            name: ignored.
        """
        pairs = [(g, v) for g, v in grads_and_vars if g is not None]
        if not pairs:
            raise ValueError(f"{type(self).__name__}: some variable must have a gradient, got "
                             "none. Check that the loss depends on the variables.")
        updates = self._before()
        for g, v in pairs:
            new, changes = self._rule(g, v)
            constraint = getattr(v, "constraint", None)
            updates += [*changes, K.update(v, new if constraint is None else constraint(new))]
        if global_step is not None:
            updates.append(K.update_add(global_step, 1))
        return updates

    def minimize(self, loss, global_step=None, var_list=None, name=None):
        """Operation that makes one step; see `compute_gradients` and `apply_gradients`."""
        return Operation(self.apply_gradients(self.compute_gradients(loss, var_list), global_step))

    def variables(self):
        """The variables of the optimizer itself."""
        return list(self._slots.values())

    def _before(self):
        """Updates that are not of one variable."""
        return []

    def _slot(self, v, name, first=0.):
        """The extra variable `name` of a variable, made full of `first` at first."""
        if (v, name) not in self._slots:
            label = f"{v.name.partition(':')[0]}/{self.name}_{name}"
            self._slots[v, name] = K.variable(K.get_value(v) * 0 + first, K.dtype(v), name=label)
        return self._slots[v, name]

    def _rule(self, g, v):
        """New value of a variable, and the updates of its slots."""
        raise NotImplementedError(f"{type(self).__name__}: _rule must be defined, got none.")


class GradientDescentOptimizer(Optimizer):
    """v - learning_rate * g."""

    def _rule(self, g, v):
        return v - self.learning_rate * g, []


class MomentumOptimizer(Optimizer):
    """a = momentum * a + g; v - learning_rate * a."""

    def __init__(self, learning_rate, momentum, use_locking=False, name=None, use_nesterov=False):
        super().__init__(learning_rate, use_locking, name)
        self.momentum, self.use_nesterov = momentum, use_nesterov

    def _rule(self, g, v):
        slot = self._slot(v, "momentum")
        a = self.momentum * slot + g
        step = g + self.momentum * a if self.use_nesterov else a
        return v - self.learning_rate * step, [K.update(slot, a)]


class AdagradOptimizer(Optimizer):
    """a = a + g^2; v - learning_rate * g / sqrt(a). Duchi et al. 2011."""

    def __init__(self, learning_rate, initial_accumulator_value=0.1, use_locking=False, name=None):
        super().__init__(learning_rate, use_locking, name)
        self.first = initial_accumulator_value

    def _rule(self, g, v):
        slot = self._slot(v, "accumulator", self.first)
        a = slot + K.square(g)
        return v - self.learning_rate * g / F.sqrt(a), [K.update(slot, a)]


class RMSPropOptimizer(Optimizer):
    """m = decay * m + (1 - decay) * g^2; with the epsilon inside the root, and momentum."""

    def __init__(self, learning_rate, decay=0.9, momentum=0.0, epsilon=1e-10, use_locking=False,
                 centered=False, name=None):
        super().__init__(learning_rate, use_locking, name)
        self.decay, self.momentum = decay, momentum
        self.epsilon, self.centered = epsilon, centered

    def _rule(self, g, v):
        squares, steps = self._slot(v, "rms", 1.), self._slot(v, "momentum")
        m = self.decay * squares + (1 - self.decay) * K.square(g)
        updates, spread = [K.update(squares, m)], m
        if self.centered:
            mean = self._slot(v, "mean")
            average = self.decay * mean + (1 - self.decay) * g
            updates.append(K.update(mean, average))
            spread = m - K.square(average)
        step = self.momentum * steps + self.learning_rate * g / F.sqrt(spread + self.epsilon)
        return v - step, [*updates, K.update(steps, step)]


class AdadeltaOptimizer(Optimizer):
    """Steps scaled by the ratio of running averages. Zeiler 2012, arXiv:1212.5701."""

    def __init__(self, learning_rate=0.001, rho=0.95, epsilon=1e-08, use_locking=False, name=None):
        super().__init__(learning_rate, use_locking, name)
        self.rho, self.epsilon = rho, epsilon

    def _rule(self, g, v):
        squares, steps = self._slot(v, "accum"), self._slot(v, "accum_update")
        a = self.rho * squares + (1 - self.rho) * K.square(g)
        step = F.sqrt(steps + self.epsilon) / F.sqrt(a + self.epsilon) * g
        d = self.rho * steps + (1 - self.rho) * K.square(step)
        return v - self.learning_rate * step, [K.update(squares, a), K.update(steps, d)]


class AdamOptimizer(Optimizer):
    """Adam with the epsilon of the paper's second form. Kingma and Ba 2014, arXiv:1412.6980."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-08,
                 use_locking=False, name=None):
        super().__init__(learning_rate, use_locking, name)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.powers = None

    def _before(self):
        if self.powers is None:
            self.powers = [K.variable(b, name=f"{self.name}_beta{i}_power")
                           for i, b in ((1, self.beta1), (2, self.beta2))]
        return [K.update(p, p * b)
                for p, b in zip(self.powers, (self.beta1, self.beta2), strict=True)]

    def variables(self):
        """The variables of the optimizer itself."""
        return [*super().variables(), *(self.powers or [])]

    def _rule(self, g, v):
        first, second = self._slot(v, "m"), self._slot(v, "v")
        m = self.beta1 * first + (1 - self.beta1) * g
        s = self.beta2 * second + (1 - self.beta2) * K.square(g)
        rate = self.learning_rate * F.sqrt(1 - self.powers[1]) / (1 - self.powers[0])
        new = v - rate * m / (F.sqrt(s) + self.epsilon)
        return new, [K.update(first, m), K.update(second, s)]
