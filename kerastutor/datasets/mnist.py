"""MNIST: 70 000 handwritten digits, 28 by 28 gray pixels."""

from kerastutor.datasets.pickles import load_npz
from kerastutor.utils.data_utils import get_file

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
MD5 = "8a61469f7ea1b51cbae51d4f78837e45"


def load_data(path="mnist.npz"):
    """Loads the data.

    # Arguments
        path: Name of the file in the folder of data sets.

    # Returns
        `(x_train, y_train), (x_test, y_test)`: pixels 0 to 255 of shape `(n, 28, 28)`, digits of
        shape `(n,)`; 60 000 for training and 10 000 for testing, all `uint8`.
    """
    arrays = load_npz(get_file(path, origin=ORIGIN, file_hash=MD5))
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])
