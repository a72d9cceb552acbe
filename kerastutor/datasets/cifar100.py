"""CIFAR-100: 60 000 color pictures in 100 classes (of 20 groups), 32 by 32 pixels."""

import os

from kerastutor.datasets.cifar import arranged, load_batch
from kerastutor.utils.data_utils import get_file

ORIGIN = "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz"


def load_data(label_mode="fine"):
    """Loads the data.

    # Arguments
        label_mode: `'fine'` for the 100 classes, `'coarse'` for the 20 groups.

    # Returns
        `(x_train, y_train), (x_test, y_test)`: pixels 0 to 255 of shape `(n, 32, 32, 3)` (or
        `(n, 3, 32, 32)`, as the settings say), labels of shape `(n, 1)`; 50 000 for training and
        10 000 for testing.

    # Raises
        ValueError: for another `label_mode`.
    """
    if label_mode not in ("fine", "coarse"):
        raise ValueError("cifar100.load_data: label_mode must be 'fine' or 'coarse', got "
                         f"{label_mode!r}. Use one of these two.")
    path = get_file("cifar-100-python", origin=ORIGIN, untar=True)
    return tuple(arranged(*load_batch(os.path.join(path, name), label_mode + "_labels"))
                 for name in ("train", "test"))
