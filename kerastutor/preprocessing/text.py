"""Texts: splitting into words, word indices, bags of words."""

import json
import warnings
from collections import Counter, OrderedDict, defaultdict
from hashlib import md5

import numpy as np

__all__ = ["Tokenizer", "hashing_trick", "one_hot", "text_to_word_sequence",
           "tokenizer_from_json"]

_MODES = ("binary", "count", "freq", "tfidf")


def text_to_word_sequence(text, filters='!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower=True,
                          split=" "):
    """Splits a text into words.

    # Arguments
        text: String.
        filters: String of the characters that separate words too; each counts as `split`.
        lower: Whether the text is put into lower case.
        split: String between two words.

    # Returns
        List of words.

    # Example

    ```python
    >>> text_to_word_sequence("Hello, world! 你好")
    ['hello', 'world', '你好']

    ```
    """
    if lower:
        text = text.lower()
    text = text.translate(str.maketrans(dict.fromkeys(filters, split)))
    return [word for word in text.split(split) if word]


def one_hot(text, n, filters='!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower=True, split=" "):
    """Encodes a text as word numbers by hashing with Python's `hash`.

    The numbers differ between two runs of Python unless PYTHONHASHSEED is set;
    `hashing_trick(text, n, 'md5')` gives stable ones.

    # Arguments
        text: String.
        n: Size of the vocabulary; numbers run from 1 to `n - 1`.
        filters, lower, split: See `text_to_word_sequence`.

    # Returns
        List of integers; two words may share a number.
    """
    return hashing_trick(text, n, hash_function=hash, filters=filters, lower=lower, split=split)


def hashing_trick(text, n, hash_function=None,
                  filters='!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower=True, split=" "):
    """Encodes a text as word numbers by hashing.

    # Arguments
        text: String.
        n: Size of the vocabulary; numbers run from 1 to `n - 1`. 0 stays free for padding.
        hash_function: None for Python's `hash` (other numbers in each run of Python), `'md5'`
            (always the same), or a function from a string to an integer.
        filters, lower, split: See `text_to_word_sequence`.

    # Returns
        List of integers; two words may share a number.

    # Raises
        ValueError: when `n` is below 2, or the name of the hash function is unknown.
    """
    if n < 2:
        raise ValueError(f"hashing_trick: n must be at least 2, got {n}. 0 stands for padding, "
                         "words get 1 to n - 1.")
    if hash_function is None:
        hash_function = hash
    elif hash_function == "md5":
        hash_function = _md5
    elif not callable(hash_function):
        raise ValueError("hashing_trick: hash_function must be None, 'md5' or a function, got "
                         f"{hash_function!r}. Use one of these.")
    words = text_to_word_sequence(text, filters=filters, lower=lower, split=split)
    return [hash_function(word) % (n - 1) + 1 for word in words]


def _md5(word):
    return int(md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


class Tokenizer:
    """Numbers the words of texts by their frequency, and turns texts into numbers and matrices.

    `fit_on_texts` first; index 1 belongs to the most frequent word (or to `oov_token`), 0 to none.

    # Arguments
        num_words: Only indices below it are used; None for all.
        filters, lower, split: See `text_to_word_sequence`.
        char_level: Whether characters are counted instead of words.
        oov_token: Word that stands for unknown words; without it they are left out.
        document_count: Number of texts seen so far.

    # Attributes
        word_counts: Word -> how often it occurred, in order of appearance.
        word_docs: Word -> in how many texts it occurred.
        word_index, index_word: Word -> index, and back.
        index_docs: Index -> in how many texts it occurred.

    # Example

    ```python
    >>> tokenizer = Tokenizer(num_words=4)
    >>> tokenizer.fit_on_texts(["the cat sat", "the cat ran", "the end"])
    >>> tokenizer.texts_to_sequences(["the dog and the cat"])
    [[1, 1, 2]]

    ```
    """

    def __init__(self, num_words=None, filters='!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', lower=True,
                 split=" ", char_level=False, oov_token=None, document_count=0, **kwargs):
        if "nb_words" in kwargs:
            warnings.warn("Tokenizer: nb_words is called num_words in Keras 2. Write "
                          f"Tokenizer(num_words={kwargs['nb_words']!r}).", stacklevel=2)
            num_words = kwargs.pop("nb_words")
        if kwargs:
            raise TypeError("Tokenizer: arguments must be those of its documentation, got "
                            f"{', '.join(kwargs)}. Check the spelling.")
        self.word_counts = OrderedDict()
        self.word_docs = defaultdict(int)
        self.filters = filters
        self.split = split
        self.lower = lower
        self.num_words = num_words
        self.document_count = document_count
        self.char_level = char_level
        self.oov_token = oov_token
        self.index_docs = defaultdict(int)
        self.word_index = {}
        self.index_word = {}

    def fit_on_texts(self, texts):
        """Counts the words of texts, and numbers them anew.

        # Arguments
            texts: List or generator of strings, or of lists of words.
        """
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            for word in dict.fromkeys(words):
                self.word_docs[word] += 1
        ranked = sorted(self.word_counts, key=self.word_counts.get, reverse=True)
        if self.oov_token is not None:
            ranked.insert(0, self.oov_token)
        self.word_index = {word: i for i, word in enumerate(ranked, 1)}
        self.index_word = {i: word for word, i in self.word_index.items()}
        for word, count in self.word_docs.items():
            self.index_docs[self.word_index[word]] = count

    def fit_on_sequences(self, sequences):
        """Counts in how many sequences each index occurs, for `sequences_to_matrix`.

        # Arguments
            sequences: List of lists of integers.
        """
        self.document_count += len(sequences)
        for sequence in sequences:
            for i in set(sequence):
                self.index_docs[i] += 1

    def texts_to_sequences(self, texts):
        """Returns a list of lists of indices, one for each text."""
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts):
        """Yields the list of indices of each text.

        # Arguments
            texts: List or generator of strings, or of lists of words.
        """
        unknown = self.word_index.get(self.oov_token)
        for text in texts:
            found = [self._known(self.word_index.get(word), unknown)
                     for word in self._words(text)]
            yield [i for i in found if i is not None]

    def sequences_to_texts(self, sequences):
        """Returns a list of texts, one for each list of indices, words joined by spaces."""
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences):
        """Yields the text of each list of indices."""
        unknown = self.word_index.get(self.oov_token)
        for sequence in sequences:
            found = [self._known(i if i in self.index_word else None, unknown) for i in sequence]
            yield " ".join(self.index_word[i] for i in found if i is not None)

    def texts_to_matrix(self, texts, mode="binary"):
        """Turns texts into a matrix with a row for each; see `sequences_to_matrix`."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode=mode)

    def sequences_to_matrix(self, sequences, mode="binary"):
        """Turns lists of indices into a matrix.

        # Arguments
            sequences: List of lists of integers.
            mode: `'binary'` (1 where a word occurs), `'count'`, `'freq'` (count / length) or
                `'tfidf'` (`(1 + log(count)) * log(1 + texts / (1 + texts with the word))`).

        # Returns
            Array of shape `(len(sequences), num_words)`.

        # Raises
            ValueError: for another mode, or when the number of words or texts is not known yet.
        """
        if mode not in _MODES:
            raise ValueError(f"Tokenizer: mode must be one of {', '.join(_MODES)}, got {mode!r}. "
                             "Use one of these.")
        num_words = self.num_words or (len(self.word_index) + 1 if self.word_index else 0)
        if not num_words:
            raise ValueError("Tokenizer: the number of words must be known, got neither num_words "
                             "nor texts. Pass num_words, or call fit_on_texts first.")
        if mode == "tfidf" and not self.document_count:
            raise ValueError("Tokenizer: mode='tfidf' must come after counting texts, got none. "
                             "Call fit_on_texts or fit_on_sequences first.")
        matrix = np.zeros((len(sequences), num_words))
        for row, sequence in zip(matrix, sequences):
            counts = Counter(i for i in sequence if i < num_words)
            if not counts:
                continue
            indices = list(counts)
            values = np.array(list(counts.values()), dtype=float)
            if mode == "binary":
                values[:] = 1
            elif mode == "freq":
                values /= len(sequence)
            elif mode == "tfidf":
                texts = np.array([self.index_docs.get(i, 0) for i in indices])
                values = (1 + np.log(values)) * np.log(1 + self.document_count / (1 + texts))
            row[indices] = values
        return matrix

    def get_config(self):
        """Returns settings and counts as a dictionary; the counts as JSON text."""
        config = {"num_words": self.num_words, "filters": self.filters, "lower": self.lower,
                  "split": self.split, "char_level": self.char_level,
                  "oov_token": self.oov_token, "document_count": self.document_count}
        for name in ("word_counts", "word_docs", "index_docs", "index_word", "word_index"):
            config[name] = json.dumps(getattr(self, name))
        return config

    def to_json(self, **kwargs):
        """Returns the tokenizer as JSON text; `kwargs` go to `json.dumps`."""
        return json.dumps({"class_name": type(self).__name__, "config": self.get_config()},
                          **kwargs)

    def _words(self, text):
        """Words (or characters) of a text, or of a list of words."""
        if isinstance(text, list):
            return [word.lower() for word in text] if self.lower else text
        if self.char_level:
            return text.lower() if self.lower else text
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def _known(self, index, unknown):
        """The index when there is one that may be used, else the one of unknown words."""
        if index is None or (self.num_words and index >= self.num_words):
            return unknown
        return index


def tokenizer_from_json(json_string):
    """Makes the `Tokenizer` that `to_json` has written down."""
    config = json.loads(json_string)["config"]
    counts = {name: json.loads(config.pop(name)) for name in
              ("word_counts", "word_docs", "index_docs", "index_word", "word_index")}
    tokenizer = Tokenizer(**config)
    tokenizer.word_counts.update(counts["word_counts"])
    tokenizer.word_docs.update(counts["word_docs"])
    tokenizer.word_index = counts["word_index"]
    tokenizer.index_docs.update((int(i), n) for i, n in counts["index_docs"].items())
    tokenizer.index_word = {int(i): word for i, word in counts["index_word"].items()}
    return tokenizer
