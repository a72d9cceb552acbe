"""What CIFAR-10 and CIFAR-100 have in common: their files, which are pickled dictionaries."""

import numpy as np

from kerastutor import config
from kerastutor.datasets.pickles import load_pickle


def load_batch(fpath, label_key="labels"):
    """Reads one file.

    # Arguments
        fpath: Path of the file.
        label_key: Name of its labels.

    # Returns
        Images of shape `(n, 3, 32, 32)`, and the list of their labels.
    """
    with open(fpath, "rb") as file:
        content = {key.decode() if isinstance(key, bytes) else key: value
                   for key, value in load_pickle(file).items()}
    return content["data"].reshape(-1, 3, 32, 32), content[label_key]


def arranged(images, labels):
    """Images in the layout of the settings, and labels as a column."""
    if config.image_data_format() == "channels_last":
        images = images.transpose(0, 2, 3, 1)
    return images, np.reshape(labels, (-1, 1))
