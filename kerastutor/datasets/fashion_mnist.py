"""Fashion-MNIST: 70 000 pictures of clothes in 10 classes, 28 by 28 gray pixels.

The classes are T-shirt, trousers, pullover, dress, coat, sandal, shirt, sneaker, bag and ankle
boot.
"""

import gzip
import os

import numpy as np

from kerastutor.utils.data_utils import get_file

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
FOLDER = os.path.join("datasets", "fashion-mnist")


def load_data():
    """Loads the data.

    # Returns
        `(x_train, y_train), (x_test, y_test)`: pixels 0 to 255 of shape `(n, 28, 28)`, classes 0
        to 9 of shape `(n,)`; 60 000 for training and 10 000 for testing, all `uint8`.
    """
    parts = []
    for part in ("train", "t10k"):
        y = _read_idx(f"{part}-labels-idx1-ubyte.gz", axes=1)
        x = _read_idx(f"{part}-images-idx3-ubyte.gz", axes=3)
        if len(x) != len(y):
            raise ValueError(f"fashion_mnist.load_data: {part} must have as many labels as images, "
                             f"got {len(y)} and {len(x)}. Delete its files in {FOLDER}.")
        parts.append((x, y))
    return tuple(parts)


def _read_idx(name, axes):
    """Bytes of an idx file: a type, the number of axes, their sizes (big-endian), the values."""
    path = get_file(name, origin=ORIGIN + name, cache_subdir=FOLDER)
    with gzip.open(path, "rb") as file:
        content = bytearray(file.read())
    start = 4 + 4 * axes
    if len(content) < start or content[:4] != bytes([0, 0, 8, axes]):
        raise ValueError(f"fashion_mnist.load_data: {name} must be an idx file of bytes with "
                         f"{axes} axes, got {bytes(content[:4])!r} at its beginning. Delete "
                         f"{path}, so that it is downloaded again.")
    shape = np.frombuffer(content, ">u4", count=axes, offset=4).astype(int)
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)
