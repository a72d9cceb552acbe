"""Nested structures of a data set's parts: tuples and dictionaries, and what is in them.

A list is no structure but an array, as in TensorFlow.
"""
import numpy as np

from kerastutor import dtypes


class Spec:
    """Shape and data type of one part of an element.

    # Arguments
        shape: tuple of int and None; None when even the number of axes is unknown.
        dtype: name of the data type.
    """

    def __init__(self, shape, dtype):
        self.shape, self.dtype = shape, dtype

    def known(self, what):
        """The shape, which must have a known number of axes."""
        if self.shape is None:
            raise ValueError(f"Dataset: shapes must be known for {what}, got none. Give "
                             "output_shapes to from_generator.")
        return self.shape

    def batched(self, first):
        """The spec of batches of such parts."""
        return Spec(None if self.shape is None else (first, *self.shape), self.dtype)

    def merged(self, other):
        """The spec that fits parts of both."""
        if self.dtype != other.dtype:
            raise TypeError(f"Dataset: parts must have one type, got {self.dtype} and "
                            f"{other.dtype}.")
        if self.shape is None or other.shape is None or len(self.shape) != len(other.shape):
            return Spec(None, self.dtype)
        return Spec(tuple(a if a == b else None for a, b in zip(self.shape, other.shape,
                                                                strict=True)), self.dtype)

    def checked(self, value):
        """The array of a value that fits.

        # Raises
            TypeError: for an array of another shape.
        """
        array = dtypes.as_strings(value) if self.dtype == dtypes.STRING else \
            np.asarray(value).astype(self.dtype)
        if self.shape is not None and (len(self.shape) != array.ndim or any(
                n is not None and n != m for n, m in zip(self.shape, array.shape, strict=True))):
            raise TypeError(f"Dataset.from_generator: elements must have shape {self.shape}, got "
                            f"{array.shape}.")
        return array


def flatten(structure, like=None):
    """List of what is in a structure.

    # Arguments
        structure: a nested structure.
        like: structure whose nesting counts: where it has a leaf, anything is a leaf.
    """
    shape = structure if like is None else like
    if isinstance(shape, dict):
        return [x for key in shape for x in flatten(structure[key], None if like is None
                                                    else shape[key])]
    if isinstance(shape, tuple):
        if not isinstance(structure, (tuple, list)) or len(structure) != len(shape):
            raise ValueError(f"Dataset: elements must have {len(shape)} parts, got "
                             f"{structure!r:.80}.")
        return [x for item, part in zip(structure, shape, strict=True)
                for x in flatten(item, None if like is None else part)]
    return [structure]


def unflatten(structure, leaves):
    """The structure with its leaves replaced by whole structures, in order."""
    leaves = iter(leaves)

    def build(part):
        if isinstance(part, dict):
            return {key: build(item) for key, item in part.items()}
        if isinstance(part, tuple):
            return tuple(build(item) for item in part)
        return next(leaves)
    return build(structure)


def specs_of(structure, arrays):
    """The structure of `Spec` of arrays."""
    return unflatten(structure, [Spec(np.shape(a), dtypes.STRING if a.dtype.kind in "OUS"
                                 else dtypes.canonical(a.dtype)) for a in map(np.asarray, arrays)])
