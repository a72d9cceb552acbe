"""What the IMDB reviews and the Reuters wires have in common: lists of word numbers."""

import json
import warnings

import numpy as np

from kerastutor.preprocessing.sequence import _remove_long_seq


def old_keywords(name, num_words, kwargs):
    """Takes `nb_words` of Keras 1 from the keyword arguments; refuses all others."""
    if "nb_words" in kwargs:
        warnings.warn(f"{name}.load_data: nb_words is called num_words in Keras 2. Write "
                      f"load_data(num_words={kwargs['nb_words']!r}).", stacklevel=3)
        num_words = kwargs.pop("nb_words")
    if kwargs:
        raise TypeError(f"{name}.load_data: arguments must be those of its documentation, got "
                        f"{', '.join(kwargs)}. Check the spelling.")
    return num_words


def shuffled(lists, labels):
    """Both in the same random order, drawn from np.random."""
    order = np.arange(len(lists))
    np.random.shuffle(order)
    return lists[order], labels[order]


def encode(name, lists, labels, num_words, skip_top, maxlen, start_char, oov_char, index_from):
    """Marks starts, drops long lists, and replaces (or leaves out) rare and frequent words.

    Returns a list of lists of integers, and the labels.
    """
    shift = index_from or 0
    start = [] if start_char is None else [start_char]
    lists = [start + [word + shift for word in words] for words in lists]
    if maxlen:
        lists, labels = _remove_long_seq(maxlen, lists, labels)
        if not lists:
            raise ValueError(f"{name}.load_data: maxlen must be above the length of the shortest "
                             f"text, got {maxlen}. No text is shorter: use a larger maxlen.")
    if not num_words:
        # As in 2.2.4: the very largest number does not count as known.
        num_words = max((max(words) for words in lists if words), default=0)
    if oov_char is not None:
        lists = [[word if skip_top <= word < num_words else oov_char for word in words]
                 for words in lists]
    else:
        lists = [[word for word in words if skip_top <= word < num_words] for words in lists]
    return lists, labels


def part(lists, labels, rows):
    """Arrays of a part of the lists and labels; the first is an array of lists."""
    chosen = lists[rows]
    return np.fromiter(chosen, dtype=object, count=len(chosen)), np.array(labels[rows])


def read_word_index(path):
    """Dictionary from words to numbers."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)
