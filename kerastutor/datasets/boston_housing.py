"""Boston housing: 506 districts, 13 properties of each, and the median price of its homes."""

import numpy as np

from kerastutor.datasets.pickles import load_npz
from kerastutor.utils.data_utils import get_file

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/boston_housing.npz"
SHA256 = "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"


def load_data(path="boston_housing.npz", test_split=0.2, seed=113):
    """Loads the data, in random order.

    # Arguments
        path: Name of the file in the folder of data sets.
        test_split: Part of the data, from 0 to below 1, that is for testing.
        seed: Seed of the order, for `np.random`.

    # Returns
        `(x_train, y_train), (x_test, y_test)`: properties of shape `(n, 13)`, and prices in
        thousands of dollars.

    # Raises
        ValueError: for another `test_split`.
    """
    if not 0 <= test_split < 1:
        raise ValueError("boston_housing.load_data: test_split must be from 0 to below 1, got "
                         f"{test_split}. 0.2 keeps a fifth for testing.")
    arrays = load_npz(get_file(path, origin=ORIGIN, file_hash=SHA256))
    np.random.seed(seed)
    order = np.arange(len(arrays["x"]))
    np.random.shuffle(order)
    x, y = arrays["x"][order], arrays["y"][order]
    count = int(len(x) * (1 - test_split))
    return (x[:count].copy(), y[:count].copy()), (x[count:].copy(), y[count:].copy())
