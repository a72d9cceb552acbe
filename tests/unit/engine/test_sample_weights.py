"""Weights of samples and classes."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.engine.sample_weights import (
    is_shared_ones,
    ones,
    standardize_sample_or_class_weights,
    standardize_weights,
)

Y = np.zeros((4, 1))


def test_ones_are_shared_and_cannot_be_changed():
    assert ones(5) is ones(5) and is_shared_ones(ones(5))
    with pytest.raises(ValueError, match="read-only"):
        ones(5)[0] = 2
    for i in range(1, 30):
        np.testing.assert_array_equal(ones(i), np.ones(i, K.floatx()))
    assert not is_shared_ones(np.ones(5, "float32"))


def test_one_entry_per_output():
    one = standardize_sample_or_class_weights
    weights = np.ones(3)
    assert one(None, ["a", "b"], "w") == [None, None]
    assert one([weights], ["a"], "w")[0] is weights
    assert one(weights, ["a"], "w")[0] is weights
    assert one({"a": weights}, ["a"], "w")[0] is weights
    assert one({0: 1., 1: 2.}, ["a"], "w") == [{0: 1., 1: 2.}]
    assert one({"b": 3}, ["a", "b"], "w") == [None, 3]
    with pytest.raises(ValueError, match="w: the list must have 2 entries"):
        one([1], ["a", "b"], "w")
    with pytest.raises(TypeError, match="w: it must be a list or a dictionary"):
        one(weights, ["a", "b"], "w")


def test_default_weights():
    assert standardize_weights(Y) is ones(4)
    assert standardize_weights(np.zeros((4, 3, 2)), sample_weight_mode="temporal").shape == (4, 3)


def test_class_weights_of_numbers_and_one_hot_rows():
    weight = {0: 1., 1: 2., 2: 4.}
    found = standardize_weights(np.array([[0], [2], [1]]), class_weight=weight)
    np.testing.assert_array_equal(found, [1., 4., 2.])
    found = standardize_weights(np.eye(3)[[2, 0]], class_weight=weight)
    np.testing.assert_array_equal(found, [4., 1.])
    found = standardize_weights(np.array([[0.], [2.]]), np.array([3., 5.]), weight)
    np.testing.assert_array_equal(found, [3., 20.])


@pytest.mark.parametrize(("arguments", "message"), [
    ({"class_weight": {1: 1.}}, r"class_weight: .*got none for \[0\]"),
    ({"y": np.zeros((4, 2, 2)), "class_weight": {0: 1.}}, "at most 2 axes"),
    ({"sample_weight": np.ones((4, 2))}, "array with 1 axes, got shape"),
    ({"sample_weight": np.ones(3)}, r"must have shape \(4,\), like the targets"),
    ({"sample_weight": np.array(["a"] * 4)}, "must hold numbers"),
    ({"sample_weight_mode": "temporal"}, "at least 3 axes"),
    ({"sample_weight_mode": "x"}, "None or 'temporal', got 'x'"),
    ({"y": np.zeros((4, 3, 1)), "sample_weight": np.ones(4), "sample_weight_mode": "temporal"},
     "array with 2 axes"),
])
def test_wrong_weights(arguments, message):
    with pytest.raises(ValueError, match=message):
        standardize_weights(**{"y": Y, **arguments})
