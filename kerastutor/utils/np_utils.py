"""Helpers on NumPy arrays: one-hot labels and normalisation."""

import numpy as np


def to_categorical(y, num_classes=None, dtype="float32"):
    """Turns integer labels into one-hot rows.

    # Arguments
        y: Integers from 0 to `num_classes - 1`, of any shape; a last axis of length 1 is dropped.
        num_classes: Number of classes. None: the largest label plus one, which is wrong when
            the last class does not occur in `y`.
        dtype: Type of the result.

    # Returns
        Array of the shape of `y` with one more axis, the classes.

    # Raises
        ValueError: for labels outside the classes.

    # Example

    ```python
    >>> to_categorical([0, 2])
    array([[1., 0., 0.],
           [0., 0., 1.]], dtype=float32)

    ```
    """
    labels = np.array(y, dtype="int")
    shape = labels.shape
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    labels = labels.ravel()
    if not num_classes:
        if labels.size == 0:
            raise ValueError("to_categorical: y must have at least one label when num_classes is "
                             "not given, got none. Pass num_classes.")
        num_classes = int(labels.max()) + 1
    if labels.size and (labels.max() >= num_classes or labels.min() < -num_classes):
        worst = labels.max() if labels.max() >= num_classes else labels.min()
        raise ValueError(f"to_categorical: labels must be below num_classes={num_classes}, "
                         f"got {worst}. Count labels from 0, or pass a larger num_classes.")
    rows = np.zeros((labels.size, num_classes), dtype=dtype)
    rows[np.arange(labels.size), labels] = 1
    return rows.reshape(shape + (num_classes,))


def normalize(x, axis=-1, order=2):
    """Divides an array by its norm along an axis; slices of norm zero stay as they are.

    # Arguments
        x: Array.
        axis: Axis along which the norm is taken.
        order: Order of the norm, 2 for the Euclidean one.

    # Returns
        A new array.
    """
    norm = np.atleast_1d(np.linalg.norm(x, order, axis))
    norm[norm == 0] = 1
    return x / np.expand_dims(norm, axis)
