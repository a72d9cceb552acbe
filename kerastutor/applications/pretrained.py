"""Weights trained on ImageNet: the official files of keras-applications 1.0.6."""

import os

from kerastutor.utils import data_utils


class Official:
    """Where the two weight files of a network are: with its classifier, and without.

    # Arguments
        folder: URL of the folder that holds both.
        top: name and MD5 hash of the file with the classifier.
        no_top: the same for the file without.
        cached_as: names that both get in the cache, where they differ from those at the source.
    """

    def __init__(self, folder, top, no_top, cached_as=None):
        self.folder = folder
        self.files = {True: top, False: no_top}
        self.cached_as = dict(zip((True, False), cached_as or (top[0], no_top[0]), strict=True))

    def path(self, include_top):
        """Path of the file in the cache; it is downloaded when it is not there.

        # Raises
            Exception: when it can be neither found nor downloaded, or its hash is wrong.
        """
        name, md5 = self.files[bool(include_top)]
        return data_utils.get_file(self.cached_as[bool(include_top)], self.folder + name,
                                   cache_subdir="models", file_hash=md5)


def load(model, weights, official, include_top):
    """Loads what the argument `weights` of a network says into it; None leaves it as it is."""
    if weights is None:
        return
    path = official.path(include_top) if weights == "imagenet" else os.fspath(weights)
    model.load_weights(path)
