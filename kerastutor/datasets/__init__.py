"""Small data sets to learn with, downloaded once and kept in `~/.keras/datasets`.

A file that lies there is used without a download; `keras.utils.get_file` says where to put it.
"""

from kerastutor.datasets import (
    boston_housing,
    cifar10,
    cifar100,
    fashion_mnist,
    imdb,
    mnist,
    reuters,
)

__all__ = ["boston_housing", "cifar10", "cifar100", "fashion_mnist", "imdb", "mnist", "reuters"]
