"""Reuters: 11 228 newswires as lists of word numbers, in 46 topics."""

import numpy as np

from kerastutor.datasets import word_lists
from kerastutor.datasets.pickles import load_npz
from kerastutor.utils.data_utils import get_file

FOLDER = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
MD5 = "87aedbeb0cb229e378797a632c1997b6"
INDEX_MD5 = "4d44cc38712099c9e383dc6e5f11a921"


def load_data(path="reuters.npz", num_words=None, skip_top=0, maxlen=None, test_split=0.2,
              seed=113, start_char=1, oov_char=2, index_from=3, **kwargs):
    """Loads the data. Words are numbered by frequency: a small number is a frequent word.

    # Arguments
        path: Name of the file in the folder of data sets.
        num_words: Numbers from here on count as unknown words; None: only the largest one does.
        skip_top: Numbers below it count as unknown words.
        maxlen: Length from which wires are dropped (not cut); None keeps all.
        test_split: Part of the data that is for testing.
        seed: Seed of the order, for `np.random`.
        start_char: Number before each wire; None for none.
        oov_char: Number that stands for unknown words; None: they are left out.
        index_from: What is added to the numbers of words, so that small ones are free.

    # Returns
        `(x_train, y_train), (x_test, y_test)`: arrays of lists of integers, and topics 0 to 45.

    # Raises
        ValueError: when `maxlen` drops all wires.
    """
    num_words = word_lists.old_keywords("reuters", num_words, kwargs)
    arrays = load_npz(get_file(path, origin=FOLDER + "reuters.npz", file_hash=MD5))
    np.random.seed(seed)
    lists, labels = word_lists.shuffled(arrays["x"], arrays["y"])
    lists, labels = word_lists.encode("reuters", lists, labels, num_words, skip_top, maxlen,
                                      start_char, oov_char, index_from)
    count = int(len(lists) * (1 - test_split))
    return (word_lists.part(lists, labels, slice(count)),
            word_lists.part(lists, labels, slice(count, None)))


def get_word_index(path="reuters_word_index.json"):
    """Returns the dictionary from words to numbers (without `index_from`).

    # Arguments
        path: Name of the file in the folder of data sets.
    """
    return word_lists.read_word_index(
        get_file(path, origin=FOLDER + "reuters_word_index.json", file_hash=INDEX_MD5))
