"""Sequences: padding, windows over time series, word pairs for skip-gram models."""

import json
import random

import numpy as np

from kerastutor.utils.data_utils import Sequence

__all__ = ["TimeseriesGenerator", "make_sampling_table", "pad_sequences", "skipgrams",
           "timeseries_generator_from_json"]


def pad_sequences(sequences, maxlen=None, dtype="int32", padding="pre", truncating="pre",
                  value=0.0):
    """Puts sequences of different lengths into one array.

    # Arguments
        sequences: List of sequences; each is a list or array of numbers, or of equally shaped
            vectors.
        maxlen: Length of the result; None means that of the longest sequence.
        dtype: Type of the result; `object` for strings.
        padding: `'pre'` or `'post'`: where `value` fills up a short sequence.
        truncating: `'pre'` or `'post'`: the end at which a long sequence loses steps.
        value: What to fill with.

    # Returns
        Array of shape `(len(sequences), maxlen)`, followed by the shape of one step.

    # Raises
        ValueError: for other values of `padding` and `truncating`, for an item that is no
            sequence, for steps of different shapes, and for a string `value` in a numeric array.

    # Example

    ```python
    >>> pad_sequences([[1], [2, 3], [4, 5, 6]], maxlen=2)
    array([[0, 1],
           [2, 3],
           [5, 6]], dtype=int32)

    ```
    """
    for name, choice in (("padding", padding), ("truncating", truncating)):
        if choice not in ("pre", "post"):
            raise ValueError(f"pad_sequences: {name} must be 'pre' or 'post', got {choice!r}. "
                             "Use one of these two.")
    if not hasattr(sequences, "__len__"):
        raise ValueError("pad_sequences: sequences must be a list of sequences, got "
                         f"{type(sequences).__name__}. Pass list(sequences).")
    for i, sequence in enumerate(sequences):
        if not hasattr(sequence, "__len__"):
            raise ValueError("pad_sequences: every item of sequences must be a sequence, got "
                             f"{sequence!r} at position {i}. Put single numbers into lists: [[1]].")
    textual = dtype is object or np.issubdtype(dtype, np.str_) or np.issubdtype(dtype, np.object_)
    if isinstance(value, str) and not textual:
        raise ValueError(f"pad_sequences: value must be a number for dtype={dtype!r}, got "
                         f"{value!r}. Pass dtype=object for sequences of strings.")
    if maxlen is None:
        if len(sequences) == 0:
            raise ValueError("pad_sequences: sequences must not be empty when maxlen is not "
                             "given, got none. Pass maxlen.")
        maxlen = max(len(sequence) for sequence in sequences)

    step = next((np.asarray(s).shape[1:] for s in sequences if len(s)), ())
    padded = np.full((len(sequences), maxlen, *step), value, dtype=dtype)
    for i, sequence in enumerate(sequences):
        if not len(sequence):
            continue
        surplus = max(len(sequence) - maxlen, 0)
        kept = sequence[surplus:] if truncating == "pre" else sequence[:len(sequence) - surplus]
        kept = np.asarray(kept, dtype=dtype)
        if kept.shape[1:] != step and len(kept):
            raise ValueError(f"pad_sequences: the steps of a sequence must have shape {step} like "
                             f"the first ones, got {kept.shape[1:]} at position {i}. Give all "
                             "steps the same shape.")
        start = maxlen - len(kept) if padding == "pre" else 0
        padded[i, start:start + len(kept)] = kept
    return padded


def make_sampling_table(size, sampling_factor=1e-5):
    """Probability with which `skipgrams` keeps a word, by its rank in a corpus.

    Frequent words are kept more rarely: `p = min(1, sqrt(sampling_factor / frequency))`, with the
    frequency that Zipf's law gives to the word of rank r,
    `1 / (r * (log(r) + 0.577) + 1/2 - 1 / (12 r))`. Mikolov et al. 2013, arXiv:1310.4546.

    # Arguments
        size: Number of words.
        sampling_factor: Frequency above which words begin to be left out.

    # Returns
        Array of `size` probabilities; item r belongs to the word of rank r.
    """
    rank = np.arange(size)
    rank[:1] = 1
    inverse_frequency = rank * (np.log(rank) + 0.577) + 0.5 - 1.0 / (12.0 * rank)
    f = sampling_factor * inverse_frequency
    return np.minimum(1.0, f / np.sqrt(f))


def skipgrams(sequence, vocabulary_size, window_size=4, negative_samples=1.0, shuffle=True,
              categorical=False, sampling_table=None, seed=None):
    """Makes pairs of words: neighbours with label 1, random pairs with label 0.

    Index 0 is no word and is skipped. The random numbers come from Python's `random`; with
    `shuffle`, `seed` orders the pairs. Mikolov et al. 2013, arXiv:1301.3781.

    # Arguments
        sequence: List of word indices.
        vocabulary_size: Largest index plus one.
        window_size: How far apart neighbours may be.
        negative_samples: Number of random pairs for each pair of neighbours; 0 for none.
        shuffle: Whether the pairs are shuffled.
        categorical: Whether labels are `[0, 1]` and `[1, 0]` instead of 1 and 0.
        sampling_table: Probability of keeping each word, see `make_sampling_table`.
        seed: Seed of the shuffling.

    # Returns
        Two lists: pairs `[word, other_word]`, and labels.
    """
    near, far = ([0, 1], [1, 0]) if categorical else (1, 0)
    couples = []
    for i, word in enumerate(sequence):
        if not word:
            continue
        if sampling_table is not None and sampling_table[word] < random.random():
            continue
        window = range(max(0, i - window_size), min(len(sequence), i + window_size + 1))
        couples.extend([word, sequence[j]] for j in window if j != i and sequence[j])
    labels = [near] * len(couples)

    if negative_samples > 0:
        words = [word for word, _ in couples]
        random.shuffle(words)
        count = int(len(labels) * negative_samples)
        couples += [[words[i % len(words)], random.randint(1, vocabulary_size - 1)]
                    for i in range(count)]
        labels += [far] * count

    if shuffle:
        if seed is None:
            seed = random.randint(0, 10_000_000)
        for items in (couples, labels):
            random.seed(seed)
            random.shuffle(items)
    return couples, labels


def _remove_long_seq(maxlen, seq, label):
    """Drops sequences of `maxlen` steps or more, and their labels; returns two lists."""
    kept = [(x, y) for x, y in zip(seq, label) if len(x) < maxlen]
    return [x for x, _ in kept], [y for _, y in kept]


class TimeseriesGenerator(Sequence):
    """Batches of windows over a time series, each with the target of the step after it.

    The window of target `i` holds steps `i - length`, `i - length + sampling_rate`, ... before `i`.

    # Arguments
        data: Array (or list) of steps, time first.
        targets: Array (or list) of as many targets.
        length: Number of steps that a window spans.
        sampling_rate: Every how many steps one is taken.
        stride: How many steps lie between two windows.
        start_index: First step to use.
        end_index: Last step to use; None means the last one of `data`.
        shuffle: Whether windows are drawn at random, with repetition, instead of in order.
        reverse: Whether windows run backwards in time.
        batch_size: Number of windows in a batch; the last batch may have fewer.

    # Raises
        ValueError: when `data` and `targets` differ in length, or no window fits.

    # Example

    ```python
    >>> import numpy as np
    >>> steps = np.arange(50)
    >>> x, y = TimeseriesGenerator(steps, steps, length=4, sampling_rate=2, batch_size=2)[0]
    >>> x
    array([[0., 2.],
           [1., 3.]])
    >>> y
    array([4., 5.])

    ```
    """

    def __init__(self, data, targets, length, sampling_rate=1, stride=1, start_index=0,
                 end_index=None, shuffle=False, reverse=False, batch_size=128):
        if len(data) != len(targets):
            raise ValueError("TimeseriesGenerator: data and targets must be of the same length, "
                             f"got {len(data)} and {len(targets)}. Give each step a target.")
        for name, number in (("length", length), ("sampling_rate", sampling_rate),
                             ("stride", stride), ("batch_size", batch_size)):
            if number < 1:
                raise ValueError(f"TimeseriesGenerator: {name} must be at least 1, got {number}. "
                                 "Count in steps.")
        self.data = _by_row(data)
        self.targets = _by_row(targets)
        self.length = length
        self.sampling_rate = sampling_rate
        self.stride = stride
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        self.shuffle = shuffle
        self.reverse = reverse
        self.batch_size = batch_size
        if self.start_index > self.end_index:
            raise ValueError(f"TimeseriesGenerator: `start_index+length={self.start_index} > "
                             f"end_index={self.end_index}` is disallowed, no window fits. Use a "
                             "smaller length or more data.")

    def __len__(self):
        span = self.batch_size * self.stride
        return (self.end_index - self.start_index + span) // span

    def __getitem__(self, index):
        """Returns batch number `index`: windows `(rows, steps, ...)` and targets, as floats."""
        if self.shuffle:
            rows = np.random.randint(self.start_index, self.end_index + 1, size=self.batch_size)
        else:
            span = self.batch_size * self.stride
            first = self.start_index + span * index
            rows = np.arange(first, min(first + span, self.end_index + 1), self.stride)
        offsets = np.arange(-self.length, 0, self.sampling_rate)
        samples = np.empty((len(rows), len(offsets), *self.data.shape[1:]))
        targets = np.empty((len(rows), *self.targets.shape[1:]))
        for i, row in enumerate(rows):          # row by row, so that data may stay in a file
            samples[i] = self.data[row + offsets]
            targets[i] = self.targets[row]
        return (samples[:, ::-1] if self.reverse else samples), targets

    def get_config(self):
        """Returns the arguments as a dictionary; data and targets as JSON text."""
        return {"data": _json_array("data", self.data),
                "targets": _json_array("targets", self.targets),
                "length": self.length, "sampling_rate": self.sampling_rate,
                "stride": self.stride, "start_index": self.start_index,
                "end_index": self.end_index, "shuffle": self.shuffle, "reverse": self.reverse,
                "batch_size": self.batch_size}

    def to_json(self, **kwargs):
        """Returns the generator, data included, as JSON text; `kwargs` go to `json.dumps`."""
        return json.dumps({"class_name": type(self).__name__, "config": self.get_config()},
                          **kwargs)


def _by_row(steps):
    """Steps that an array of numbers picks: arrays and HDF5 data as they are, others copied."""
    return steps if hasattr(steps, "shape") and not hasattr(steps, "iloc") else np.asarray(steps)


def _json_array(name, array):
    try:
        return json.dumps(np.asarray(array).tolist())
    except TypeError:
        raise TypeError(f"TimeseriesGenerator: {name} must be numbers or strings to be written as "
                        f"JSON, got dtype {array.dtype}. Convert it first.") from None


def timeseries_generator_from_json(json_string):
    """Makes the `TimeseriesGenerator` that `to_json` has written down."""
    config = json.loads(json_string)["config"]
    for name in ("data", "targets"):
        config[name] = np.asarray(json.loads(config[name]))
    config["start_index"] -= config["length"]       # written with the first window added
    return TimeseriesGenerator(**config)
