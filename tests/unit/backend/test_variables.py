"""Variables, constants, filled tensors, casts; and their values."""

import numpy as np
import pytest

from kerastutor import backend as K


def test_variable():
    value = np.array([[1, 2], [3, 4]])
    v = K.variable(value, name="v", constraint=abs)
    assert (K.dtype(v), K.int_shape(v), v.name, v.constraint) == ("float32", (2, 2), "v:0", abs)
    assert v._keras_shape == (2, 2) and v._uses_learning_phase is False
    np.testing.assert_array_equal(K.eval(v), value)
    assert (
        K.dtype(K.variable(1, dtype="int64")) == "int64"
        and K.dtype(K.variable(True, "bool")) == "bool"
    )


def test_variable_keeps_its_own_copy():
    value = np.ones(3, "float32")
    v = K.variable(value)
    value[:] = 5
    got = K.get_value(v)
    got[:] = 7
    np.testing.assert_array_equal(K.get_value(v), [1, 1, 1])
    w = K.variable(v)
    K.set_value(v, [2, 2, 2])
    np.testing.assert_array_equal(K.get_value(w), [1, 1, 1])


def test_variable_of_a_tensor_is_computed_at_once():
    v = K.variable(K.constant([1.0, 2.0]) * 3, dtype="float64")
    assert K.dtype(v) == "float64"
    np.testing.assert_array_equal(K.get_value(v), [3, 6])
    with pytest.raises(ValueError, match="must be fed"):
        K.variable(K.placeholder((2,)) * 2)


@pytest.mark.parametrize("value", ["text", None, [[1, 2], [3]], object(), 1j])
def test_variable_needs_numbers(value):
    with pytest.raises(TypeError, match="value must"):
        K.variable(value)


def test_constant():
    c = K.constant([1, 2, 3])
    assert K.dtype(c) == "float32" and K.is_tensor(c)
    np.testing.assert_array_equal(
        K.eval(K.constant(2, shape=(2, 2), dtype="int32")), [[2, 2], [2, 2]]
    )
    np.testing.assert_array_equal(K.eval(K.constant([1, 2, 3], shape=(2, 2))), [[1, 2], [3, 3]])
    with pytest.raises(ValueError, match="at most as many elements"):
        K.constant([1, 2, 3], shape=(2,))


@pytest.mark.parametrize("make, fill", [(K.zeros, 0), (K.ones, 1)])
def test_filled(make, fill):
    v = make((2, 3), dtype="int32", name="f")
    assert (K.dtype(v), v.name) == ("int32", "f:0")
    np.testing.assert_array_equal(K.get_value(v), np.full((2, 3), fill))
    K.set_value(v, np.full((2, 3), 9))  # a variable
    assert K.get_value(v).sum() == 54
    x = K.placeholder((None, 3))
    y = make((K.shape(x)[0], 2))
    assert K.int_shape(y) == (None, 2)
    np.testing.assert_array_equal(
        K.function([x], [y])([np.zeros((4, 3))])[0], np.full((4, 2), fill)
    )
    np.testing.assert_array_equal(
        K.function([x], [make(K.shape(x))])([np.zeros((1, 3))])[0], [[fill] * 3]
    )
    assert K.eval(make((0, 2))).shape == (0, 2)
    assert K.eval(make(())).shape == ()
    with pytest.raises(ValueError, match="must not hold None"):
        make((None, 2))
    with pytest.raises(ValueError, match="must not be negative"):
        make((-1, 2))
    with pytest.raises(TypeError, match="must be an integer"):
        make((2.5,))


def test_like_and_identity():
    x = K.placeholder((None, 2), dtype="int32")
    f = K.function([x], [K.zeros_like(x), K.ones_like(x, dtype="float64"), K.identity(x)])
    zeros, ones, same = f([np.full((3, 2), 4)])
    assert (zeros.dtype, ones.dtype, same.dtype) == (np.int32, np.float64, np.int32)
    assert (
        zeros.tolist() == [[0, 0]] * 3
        and ones.tolist() == [[1, 1]] * 3
        and same.tolist() == [[4, 4]] * 3
    )
    assert K.identity(x, name="i").name == "i:0" and K.zeros_like(x, name="z").name == "z:0"


def test_eye():
    np.testing.assert_array_equal(K.get_value(K.eye(3, dtype="float64")), np.eye(3))


@pytest.mark.parametrize(
    "value, dtype, result",
    [
        ([0.0, -1.7, 2.9], "int32", [0, -1, 2]),
        ([0.0, -1.0, 2.0], "bool", [False, True, True]),
        ([True, False], "float64", [1.0, 0.0]),
        ([3, 4], "float32", [3.0, 4.0]),
    ],
)
def test_cast(value, dtype, result):
    y = K.cast(K.constant(np.array(value), dtype=np.array(value).dtype.name), dtype)
    assert K.dtype(y) == dtype and K.eval(y).tolist() == result


def test_cast_to_the_same_type_is_the_tensor_itself():
    x = K.constant([1.0])
    assert K.cast(x, "float32") is x
    with pytest.raises(TypeError, match="dtype must be one of"):
        K.cast(x, "string")


# ---- values --------------------------------------------------------------------------
def test_set_value():
    v = K.variable(np.zeros((2, 2)), name="weights")
    K.set_value(v, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(K.get_value(v), [[1, 2], [3, 4]])
    with pytest.raises(
        ValueError, match=r"weights:0: value must have the variable's shape \(2, 2\), got \(3,\)"
    ):
        K.set_value(v, np.ones(3))
    with pytest.raises(ValueError, match="shape"):
        K.set_value(v, 1.0)
    with pytest.raises(TypeError, match="weights:0: value must hold real numbers"):
        K.set_value(v, [["a", "b"], ["c", "d"]])
    with pytest.raises(TypeError, match="x must be a variable"):
        K.set_value(v * 2, np.ones((2, 2)))
    np.testing.assert_array_equal(K.get_value(v), [[1, 2], [3, 4]])


def test_batch_set_value_is_all_or_nothing():
    a, b = K.variable(np.zeros(2)), K.variable(np.zeros(3), name="second")
    with pytest.raises(ValueError, match="second:0"):
        K.batch_set_value([(a, np.ones(2)), (b, np.ones(2))])
    assert K.get_value(a).sum() == 0
    K.batch_set_value([(a, np.ones(2)), (b, np.ones(3))])
    assert [x.sum() for x in K.batch_get_value([a, b])] == [2, 3]
    K.batch_set_value([])
    assert K.batch_get_value([]) == []
    assert [x.tolist() for x in K.batch_get_value([a, a * 2])] == [[1, 1], [2, 2]]


def test_eval():
    v = K.variable(2.0)
    assert K.eval(v * 3) == 6 and K.get_value(v * 2) == 4
    assert K.eval(K.update(v, v + 1)) == 3 and K.get_value(v) == 3
    for wrong in (np.ones(2), 1.0, None, [v]):
        with pytest.raises(TypeError, match="eval: x must be a tensor"):
            K.eval(wrong)
    with pytest.raises(ValueError, match="must be fed"):
        K.eval(K.placeholder((1,), name="p") + 1)


def test_identity_of_strings():
    x = K.placeholder(shape=(), dtype="string")
    assert K.function([x], [K.identity(x)])([b"text"]) == [b"text"]


def test_a_variables_type_is_named_as_in_tensorflow():
    x = K.variable([10.0], dtype="float16")
    assert x.dtype == "float16" and x.dtype.name == "float16_ref"
    assert x.dtype.base_dtype == "float16"
    assert type(K.dtype(x)) is str and type((x + 1).dtype) is str
    assert K.dtype(K.zeros((2,), dtype=x.dtype)) == K.dtype(K.cast([1], x.dtype.name)) == "float16"
