"""User data as lists of arrays."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.engine.data import (
    check_array_length_consistency,
    check_num_samples,
    standardize_input_data,
    standardize_single_array,
)


def test_one_axis_becomes_two():
    assert standardize_single_array(np.zeros(3)).shape == (3, 1)
    array = np.zeros((3, 2))
    assert standardize_single_array(array) is array
    assert standardize_single_array(None) is None


def test_names_and_orders():
    a, b = np.zeros((2, 3)), np.ones((2, 1))
    assert standardize_input_data([a, b], ["a", "b"])[0] is a
    found = standardize_input_data({"b": b, "a": a, "c": 0}, ["a", "b"])
    assert found[0] is a and found[1] is b
    assert standardize_input_data((a, b), ["a", "b"])[1] is b
    assert standardize_input_data(None, ["a", "b"]) == [None, None]
    assert standardize_input_data([], []) == standardize_input_data(None, []) == []


def test_numbers_for_one_input():
    found, = standardize_input_data([1., 2., 3.], ["a"], [(None, 1)])
    np.testing.assert_array_equal(found, [[1.], [2.], [3.]])
    found = standardize_input_data([[1, 2], [3, 4]], ["a", "b"])
    assert [x.shape for x in found] == [(2, 1), (2, 1)]


@pytest.mark.parametrize(("data", "message"), [
    ([np.zeros((2, 3))], r"must have 2 entries \(for a, b\), got 1"),
    (np.zeros((2, 3)), "must have 2 entries"),
    ({"a": 1}, r"Add data for \['b'\]"),
    ([np.zeros((2, 3)), "x"], "b: input must be a NumPy array, got str 'x'"),
    ([np.zeros((2, 3)), np.array(3.)], "b: input array must have a batch axis"),
    ([np.zeros((2, 3)), np.array(["x"])], "b: .*dtype <U1"),
    ([np.zeros((2, 3)), np.array([1j])], "b: .*complex"),
    ([np.zeros((2, 3)), [[1], [1, 2]]], "rows of different lengths"),
])
def test_wrong_data(data, message):
    with pytest.raises(ValueError, match=message):
        standardize_input_data(data, ["a", "b"], [(None, 3), (None, 1)], exception_prefix="input")


def test_unexpected_data():
    with pytest.raises(ValueError, match="must be empty"):
        standardize_input_data(np.zeros((2, 3)), [])
    assert standardize_input_data(K.ones((2, 3)), []) == []


def test_batch_axis_is_checked_only_when_asked():
    x = np.zeros((2, 3))
    standardize_input_data(x, ["a"], [(4, 3)], check_batch_axis=False)
    with pytest.raises(ValueError, match=r"must have shape \(4, 3\)"):
        standardize_input_data(x, ["a"], [(4, 3)])
    standardize_input_data(x, ["a"], [None])


def test_lengths():
    x, y = np.zeros((2, 1)), np.zeros((3, 1))
    with pytest.raises(ValueError, match=r"inputs: .*\[\(2, 1\), \(3, 1\)\]"):
        check_array_length_consistency([x, y], None)
    with pytest.raises(ValueError, match="2 in the inputs, 3 in the targets"):
        check_array_length_consistency([x], [y])
    with pytest.raises(ValueError, match="2 in the inputs, 2 in the targets, 3 in the sample"):
        check_array_length_consistency([x], [x], [y])
    check_array_length_consistency([x, x], [x], [x])


def test_number_of_samples():
    assert check_num_samples([np.zeros((5, 2))], batch_size=2) == 5
    assert check_num_samples([], steps=3) is None
    with pytest.raises(ValueError, match="None when steps is given"):
        check_num_samples([np.zeros((5, 2))], batch_size=2, steps=3)
    with pytest.raises(ValueError, match="epochs_steps: it must be given"):
        check_num_samples([K.ones((2, 2))], batch_size=2, steps_name="epochs_steps")


def test_lengths_of_what_is_not_a_list():
    check, a = check_array_length_consistency, np.zeros((4, 3))
    check(None, None, None)
    check(a, a, a)
    check([None], [None], [None])
    for arrays in ((a, None, None), (a, a, None), ([a], [None], None)):
        with pytest.raises(ValueError, match="samples"):
            check(*arrays)


def test_a_model_that_is_fed_nothing_takes_empty_data():
    for data in (None, [], {}):
        assert standardize_input_data(data, []) == []
    with pytest.raises(ValueError, match="data must be empty"):
        standardize_input_data({"a": np.zeros((2, 2))}, [])
