"""Keras models under the interfaces of other libraries."""

from kerastutor.wrappers import scikit_learn

__all__ = ["scikit_learn"]
