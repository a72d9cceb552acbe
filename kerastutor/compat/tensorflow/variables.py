"""Variables, and operations on them, under TensorFlow 1's names."""
from kerastutor import backend as K
from kerastutor import dtypes, graph
from kerastutor.backend.session import Operation
from kerastutor.graph import Tensor
from kerastutor.graph.node import as_tensor


class _AnyVariable(type):
    """Makes every variable, also those of Keras, an instance of `tf.Variable`."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, graph.Variable)


class Variable(graph.Variable, metaclass=_AnyVariable):
    """A stored value.

    # Arguments
        initial_value: number, array, tensor, or function that makes one.
        trainable, collections, validate_shape, caching_device: ignored.
        name: its name.
        dtype: data type; that of the value unless given.
        constraint: function that optimizers apply after each update, or None.
    """

    def __init__(self, initial_value=None, trainable=True, collections=None, validate_shape=True,
                 caching_device=None, name=None, dtype=None, constraint=None):
        if callable(initial_value):
            initial_value = initial_value()
        if initial_value is None:
            raise ValueError("tf.Variable: initial_value must be given, got None.")
        value, first = initial_value, None
        if isinstance(value, Tensor):
            if not isinstance(value, graph.Constant):
                first = value if dtype is None else K.cast(value, dtype)
            value = K.get_value(value)
        super().__init__(dtypes.as_array(value, dtype), name, constraint, first)
        self._keras_shape = tuple(self.shape)
        self._uses_learning_phase = False
        self.trainable = trainable

    def assign(self, value):
        """Update to a new value, which is stored when it is run."""
        return assign(self, value)

    def assign_add(self, delta):
        """Update that adds to the value."""
        return assign_add(self, delta)

    def assign_sub(self, delta):
        """Update that subtracts from the value."""
        return assign_sub(self, delta)

    def load(self, value, session=None):
        """Store a value at once."""
        K.set_value(self, value)

    def read_value(self):
        """The value as a tensor."""
        return K.identity(self)

    def initialized_value(self):
        """The value: variables have one from the start."""
        return K.identity(self)


def assign(ref, value):
    """Update of a variable to a new value."""
    return K.update(ref, as_tensor(value, ref.dtype))


def assign_add(ref, value):
    """Update that adds to a variable."""
    return K.update_add(ref, as_tensor(value, ref.dtype))


def assign_sub(ref, value):
    """Update that subtracts from a variable."""
    return K.update_sub(ref, as_tensor(value, ref.dtype))


def global_variables():
    """List of all variables that are alive, by name."""
    return sorted(graph.variables(), key=lambda v: v.name)


def global_variables_initializer():
    """Operation that sets ALL variables to their first values, those of trained models too.

    Random first values are drawn anew. Here it is needed for that only: variables have values
    as soon as they are made.
    """
    return Operation(initialize=global_variables)


def variables_initializer(var_list, name=None):
    """Operation that sets some variables to their first values."""
    variables = list(var_list)
    return Operation(initialize=lambda: variables)


def group(*inputs, name=None):
    """Operation that carries out updates and other operations together."""
    updates, parts = [], []
    for x in inputs:
        if isinstance(x, Operation):
            updates += x.updates
            parts += [x.initialize] if x.initialize else []
        else:
            updates.append(x)
    return Operation(updates, (lambda: [v for p in parts for v in p()]) if parts else None)


def no_op(name=None):
    """Operation that does nothing."""
    return Operation()


TABLE = {
    "Variable": Variable, "assign": assign, "assign_add": assign_add, "assign_sub": assign_sub,
    "global_variables": global_variables,
    "global_variables_initializer": global_variables_initializer, "group": group,
    "initialize_all_variables": global_variables_initializer, "is_variable_initialized":
        lambda variable: K.constant(True, dtype="bool"),
    "local_variables_initializer": no_op, "no_op": no_op, "tables_initializer": no_op,
    "variables_initializer": variables_initializer,
}
