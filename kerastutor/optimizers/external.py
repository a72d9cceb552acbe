"""An adapter for optimizers in the style of TensorFlow 1."""
from kerastutor import backend as K
from kerastutor.optimizers.base import Optimizer


class TFOptimizer(Optimizer):
    """Wraps an object with TensorFlow 1's optimizer methods.

    # Arguments
        optimizer: object with `compute_gradients(loss, params)`, which returns pairs (gradient,
            variable), and `apply_gradients(pairs, global_step=variable)`, which returns an update
            or a list of updates, among them the one that adds 1 to `global_step`.

    # Raises
        TypeError: for an object without these methods.
    """

    def __init__(self, optimizer):
        if not is_external(optimizer):
            raise TypeError(
                "TFOptimizer: optimizer must have the methods compute_gradients and "
                f"apply_gradients of TensorFlow 1's optimizers, got {optimizer!r}. "
                "Pass an optimizer of Keras to compile as it is: optimizer='sgd'.")
        super().__init__()
        self.optimizer = optimizer
        self.iterations = K.variable(0, dtype="int64", name="iterations")

    def get_grads(self, loss, params):
        """The pairs (gradient, variable) that the wrapped optimizer computes."""
        return self.optimizer.compute_gradients(loss, params)

    def get_updates(self, loss, params):
        """See `Optimizer.get_updates`."""
        updates = self.optimizer.apply_gradients(self.get_grads(loss, params),
                                                 global_step=self.iterations)
        self.updates = list(updates) if isinstance(updates, (list, tuple)) else [updates]
        return self.updates

    @property
    def weights(self):
        """Not available: the wrapped optimizer keeps its state to itself."""
        self._refuse("weights")

    @weights.setter
    def weights(self, value):
        pass

    def get_config(self):
        """Not available: see `weights`."""
        self._refuse("get_config()")

    @classmethod
    def from_config(cls, config):
        """Not available: see `weights`."""
        cls._refuse("from_config()")

    @staticmethod
    def _refuse(what):
        raise NotImplementedError(f"TFOptimizer: {what} must come from a Keras optimizer, got a "
                                  "wrapped TensorFlow one, which keeps its options and state to "
                                  "itself. To save the training state compile the model with "
                                  "'sgd', 'adam' ...")


def is_external(optimizer):
    """Whether an object looks like an optimizer of TensorFlow 1."""
    return (callable(getattr(optimizer, "compute_gradients", None))
            and callable(getattr(optimizer, "apply_gradients", None)))
