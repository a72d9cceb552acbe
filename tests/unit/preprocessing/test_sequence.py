import numpy as np
import pytest

from kerastutor.preprocessing.sequence import (
    TimeseriesGenerator,
    _remove_long_seq,
    pad_sequences,
    skipgrams,
    timeseries_generator_from_json,
)
from kerastutor.utils import Sequence

STEPS = np.arange(30.0).reshape(15, 2)


def test_pad_sequences_of_strings_and_of_length_zero():
    words = pad_sequences([["a"], ["b", "c"]], dtype=object, value="-")
    assert words.tolist() == [["-", "a"], ["b", "c"]]
    assert pad_sequences([[1, 2]], maxlen=0).shape == (1, 0)
    assert pad_sequences([], maxlen=3).shape == (0, 3)


@pytest.mark.parametrize(("arguments", "message"), [
    ({"sequences": [[1]], "padding": "left"}, "padding must be 'pre' or 'post', got 'left'"),
    ({"sequences": [[1]], "truncating": "both"}, "truncating must be"),
    ({"sequences": 3}, "must be a list of sequences, got int"),
    ({"sequences": [[1], 2]}, "got 2 at position 1"),
    ({"sequences": [[1]], "value": "x"}, "Pass dtype=object"),
    ({"sequences": []}, "Pass maxlen"),
    ({"sequences": [[[1, 2]], [[1, 2, 3]]]}, r"shape \(2,\).*got \(3,\) at position 1"),
])
def test_pad_sequences_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        pad_sequences(**arguments)


def test_long_sequences_are_dropped_not_cut():
    assert _remove_long_seq(3, [[1, 2], [1, 2, 3]], ["a", "b"]) == ([[1, 2]], ["a"])


def test_skipgrams_without_words():
    assert skipgrams([0, 0], 5) == ([], [])


def test_windows_of_a_list_and_of_a_length_that_the_rate_does_not_divide():
    x, y = TimeseriesGenerator(list(range(20)), list(range(20)), length=5, sampling_rate=2)[0]
    assert x[0].tolist() == [0, 2, 4] and y[0] == 5


def test_windows_survive_json():
    first = TimeseriesGenerator(STEPS, STEPS[:, 0], length=4, start_index=2, batch_size=3)
    second = timeseries_generator_from_json(first.to_json())
    assert isinstance(first, Sequence) and len(first) == len(second)
    for i in range(len(first)):
        np.testing.assert_array_equal(first[i][0], second[i][0])
        np.testing.assert_array_equal(first[i][1], second[i][1])


@pytest.mark.parametrize(("arguments", "message"), [
    ({"length": 15}, "`start_index.length=15 > end_index=14` is disallowed"),
    ({"length": 3, "targets": STEPS[:4]}, "same length, got 15 and 4"),
    ({"length": 3, "stride": 0}, "stride must be at least 1"),
])
def test_windows_refuse(arguments, message):
    with pytest.raises(ValueError, match=message):
        TimeseriesGenerator(STEPS, **{"targets": STEPS, **arguments})
