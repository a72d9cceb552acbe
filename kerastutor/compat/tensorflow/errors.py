"""Errors of TensorFlow that programs catch (`tf.errors`)."""


class OpError(Exception):
    """Base class."""

    @property
    def message(self):
        """The text."""
        return str(self)


class OutOfRangeError(OpError):
    """A data set has no more elements."""
