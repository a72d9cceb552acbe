import numpy as np
import pytest

from kerastutor.preprocessing.text import (
    Tokenizer,
    hashing_trick,
    one_hot,
    text_to_word_sequence,
    tokenizer_from_json,
)

LINES = ["the cat sat", "the cat ran", "the end"]


def fitted(**arguments):
    tokenizer = Tokenizer(**arguments)
    tokenizer.fit_on_texts(LINES)
    return tokenizer


def test_chinese_and_long_separators():
    assert text_to_word_sequence("学习 深度学习！") == ["学习", "深度学习！"]
    assert text_to_word_sequence("a!b--c", filters="!", split="--") == ["a", "b", "c"]


def test_hashes():
    assert all(1 <= i < 9 for i in one_hot("a b c d e f", 9))
    assert hashing_trick("a b a", 9, hash_function=len) == [2, 2, 2]
    with pytest.raises(ValueError, match="n must be at least 2, got 1"):
        hashing_trick("a", 1)
    with pytest.raises(ValueError, match="'md5' or a function, got 'sha'"):
        hashing_trick("a", 9, "sha")


def test_tokenizer_survives_json():
    first = fitted(num_words=4, oov_token="?")
    second = tokenizer_from_json(first.to_json())
    assert second.get_config() == first.get_config()
    assert second.texts_to_sequences(["the dog ran"]) == first.texts_to_sequences(["the dog ran"])
    np.testing.assert_array_equal(second.texts_to_matrix(LINES, "tfidf"),
                                  first.texts_to_matrix(LINES, "tfidf"))


def test_matrix_of_arrays_needs_no_texts():
    matrix = Tokenizer(num_words=5).sequences_to_matrix([np.array([1, 1, 7]), []], mode="freq")
    np.testing.assert_allclose(matrix, [[0, 2 / 3, 0, 0, 0], [0] * 5])


def test_tokenizer_refuses():
    with pytest.raises(ValueError, match="mode must be one of binary, count, freq, tfidf"):
        fitted().texts_to_matrix(LINES, mode="tf")
    with pytest.raises(ValueError, match="Pass num_words, or call fit_on_texts"):
        Tokenizer().sequences_to_matrix([[1]])
    with pytest.raises(ValueError, match="mode='tfidf' must come after"):
        Tokenizer(num_words=3).sequences_to_matrix([[1]], mode="tfidf")
    with pytest.raises(TypeError, match="got words"):
        Tokenizer(words=3)
    with pytest.warns(UserWarning, match="num_words=3"):
        assert Tokenizer(nb_words=3).num_words == 3
