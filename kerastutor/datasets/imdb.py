"""IMDB: 50 000 reviews of films as lists of word numbers, and whether they are positive."""

import numpy as np

from kerastutor.datasets import word_lists
from kerastutor.datasets.pickles import load_npz
from kerastutor.utils.data_utils import get_file

FOLDER = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
MD5 = "599dadb1135973df5b59232a0e9a887c"
INDEX_MD5 = "bfafd718b763782e994055a2d397834f"


def load_data(path="imdb.npz", num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1,
              oov_char=2, index_from=3, **kwargs):
    """Loads the data. Words are numbered by frequency: a small number is a frequent word.

    With `maxlen`, reviews of that length or longer are dropped, not cut. As in Keras 2.2.4 the
    remaining ones then fill up the training data first (up to 25 000).

    # Arguments
        path: Name of the file in the folder of data sets.
        num_words: Numbers from here on count as unknown words; None: only the largest one does.
        skip_top: Numbers below it count as unknown words.
        maxlen: Length from which reviews are dropped; None keeps all.
        seed: Seed of the order, for `np.random`.
        start_char: Number before each review; None for none.
        oov_char: Number that stands for unknown words; None: they are left out.
        index_from: What is added to the numbers of words, so that small ones are free.

    # Returns
        `(x_train, y_train), (x_test, y_test)`: arrays of lists of integers, and labels 0 and 1.

    # Raises
        ValueError: when `maxlen` drops all reviews.
    """
    num_words = word_lists.old_keywords("imdb", num_words, kwargs)
    arrays = load_npz(get_file(path, origin=FOLDER + "imdb.npz", file_hash=MD5))
    np.random.seed(seed)
    halves = [word_lists.shuffled(arrays[f"x_{half}"], arrays[f"y_{half}"])
              for half in ("train", "test")]
    lists, labels = (np.concatenate(parts) for parts in zip(*halves))
    lists, labels = word_lists.encode("imdb", lists, labels, num_words, skip_top, maxlen,
                                      start_char, oov_char, index_from)
    count = len(arrays["x_train"])
    return (word_lists.part(lists, labels, slice(count)),
            word_lists.part(lists, labels, slice(count, None)))


def get_word_index(path="imdb_word_index.json"):
    """Returns the dictionary from words to numbers (without `index_from`).

    # Arguments
        path: Name of the file in the folder of data sets.
    """
    return word_lists.read_word_index(
        get_file(path, origin=FOLDER + "imdb_word_index.json", file_hash=INDEX_MD5))
