"""kerastutor.utils.np_utils: one-hot labels and normalisation."""

import numpy as np
import pytest

from kerastutor.utils import normalize, to_categorical


@pytest.mark.parametrize(("shape", "expected"), [
    ((3,), (3, 5)), ((3, 1), (3, 5)), ((4, 3, 2), (4, 3, 2, 5)), ((4, 3, 1), (4, 3, 5)),
    ((1,), (1, 5)), ((), (5,)),
])
def test_to_categorical_shapes(shape, expected):
    labels = np.random.RandomState(0).randint(0, 5, shape)
    one_hot = to_categorical(labels, 5)
    assert one_hot.shape == expected and one_hot.dtype == np.float32
    assert np.array_equal(np.argmax(one_hot, -1).reshape(shape), labels)
    assert np.all(one_hot.sum(-1) == 1)


def test_to_categorical_infers_the_classes():
    assert to_categorical([0, 2]).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert to_categorical([1], dtype="int32").dtype == np.int32


def test_to_categorical_out_of_range():
    with pytest.raises(ValueError, match="below num_classes=3, got 3"):
        to_categorical([0, 3], 3)
    with pytest.raises(ValueError, match="got -4"):
        to_categorical([0, -4], 3)
    with pytest.raises(ValueError, match="at least one label"):
        to_categorical([])
    assert to_categorical([], 3).shape == (0, 3)


def test_normalize():
    x = np.array([[3., 4.], [0., 0.]])
    assert normalize(x).tolist() == [[0.6, 0.8], [0., 0.]]
    assert np.allclose(normalize(x, axis=0), [[1, 1], [0, 0]])
    assert normalize(x, order=1).tolist() == [[3 / 7, 4 / 7], [0, 0]]
    assert x[0, 0] == 3
