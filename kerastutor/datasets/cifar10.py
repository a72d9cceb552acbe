"""CIFAR-10: 60 000 color pictures in 10 classes, 32 by 32 pixels."""

import os

import numpy as np

from kerastutor.datasets.cifar import arranged, load_batch
from kerastutor.utils.data_utils import get_file

ORIGIN = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"


def load_data():
    """Loads the data.

    # Returns
        `(x_train, y_train), (x_test, y_test)`: pixels 0 to 255 of shape `(n, 32, 32, 3)` (or
        `(n, 3, 32, 32)`, as the settings say), classes 0 to 9 of shape `(n, 1)`; 50 000 for
        training and 10 000 for testing.
    """
    path = get_file("cifar-10-batches-py", origin=ORIGIN, untar=True)
    batches = [load_batch(os.path.join(path, f"data_batch_{i}")) for i in range(1, 6)]
    images, labels = (np.concatenate(parts) for parts in zip(*batches))
    return (arranged(images, labels.astype("uint8")),
            arranged(*load_batch(os.path.join(path, "test_batch"))))
