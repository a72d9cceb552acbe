"""What `K.update(x, new_x)` returns: a value to be stored in a variable at the end of a run."""


class Update:
    """Store `value` in `variable` once everything else of the run has been computed.

    # Arguments
        variable: the `Variable` to change.
        value: tensor of the same shape and data type.

    # Raises
        TypeError, ValueError: when the value does not fit the variable.
    """

    def __init__(self, variable, value):
        if not hasattr(variable, "constraint") or getattr(variable, "node", None) is not None:
            raise TypeError(
                "update: target must be a variable made with K.variable, got %r." % (variable,)
            )
        if value.dtype != variable.dtype:
            raise TypeError(
                "%s: new value must have dtype %s, got %s. Convert it with K.cast."
                % (variable.name, variable.dtype, value.dtype)
            )
        if value.shape != variable.shape and (
            len(value.shape) != len(variable.shape)
            or any(a != b and a is not None for a, b in zip(value.shape, variable.shape))
        ):
            raise ValueError(
                "%s: new value must have shape %s, got %s."
                % (variable.name, tuple(variable.shape), tuple(value.shape))
            )
        self.variable = variable
        self.value = value

    @property
    def name(self):
        """What its operation is called."""
        return "update/" + self.variable.name

    def __repr__(self):
        return "<Update of %r>" % self.variable
