"""Symbolic tensors: shapes, names, and what they refuse."""

import gc
import math

import numpy as np
import pytest

from kerastutor.graph import Constant, F, Placeholder, Variable, variables
from kerastutor.graph.interpret import interpret
from kerastutor.graph.tensor import TensorShape, aligned_copy, aligned_empty


def test_identity_and_attributes():
    a, b = Placeholder((2,), "float32"), Placeholder((2,), "float32")
    assert a != b and len({a, b, a}) == 2
    a._keras_shape = (2,)
    a._uses_learning_phase = True
    assert a._keras_shape == (2,) and a.ndim == 1


def test_shape_is_a_tuple_with_helpers():
    x = Placeholder((None, 3), "float32")
    assert x.shape == (None, 3) and isinstance(x.shape, TensorShape)
    assert x.get_shape().as_list() == [None, 3] and x.shape.ndims == 2


def test_set_shape_fills_in():
    x = Placeholder((None, 3), "float32")
    x.set_shape((4, None))
    assert x.shape == (4, 3)
    with pytest.raises(ValueError, match="must fit"):
        x.set_shape((5, 3))
    with pytest.raises(ValueError, match="2 axes"):
        x.set_shape((4,))
    assert x.shape == (4, 3)


def test_python_use_is_refused_with_advice():
    x = Placeholder((2,), "float32", name="pixels")
    cases = [
        (lambda: bool(x), "K.switch"),
        (lambda: len(x), "K.int_shape"),
        (lambda: list(x), "K.map_fn"),
        (lambda: np.asarray(x), "K.eval"),
        (lambda: float(x), "K.eval"),
        (lambda: int(x), "K.eval"),
        (lambda: [1, 2][x], "K.gather"),
        (lambda: math.sqrt(x), "K.eval"),
        (lambda: np.sin(x), r"K\.sin\(x\)"),
        (lambda: np.maximum(x, 0), r"K\.maximum"),
        (lambda: np.add.reduce(x), "K.add"),
    ]
    for use, advice in cases:
        with pytest.raises(TypeError, match=f"pixels.*must not be used.*{advice}"):
            use()


def test_operators_with_numbers_and_arrays():
    x = Placeholder((2, 3), "float32")
    for y in (x + 1, 1 - x, x * 2.5, 2 / x, -x, x**2, np.ones((2, 3)) + x, x @ np.ones((3, 4))):
        assert y.dtype == "float32"
    a = np.full((2, 3), 2.0, "float32")
    for y, expected in ((a - x, [1]), (a / x, [2]), (a**x, [2]), (a < x, [0]), (a >= x, [1]),
                        (np.float32(3) * x, [3]), (a % x, [0]), (a // x, [2])):
        assert interpret([y], {x: np.ones((2, 3), "float32")})[0].flat[0] == expected[0]
    assert not (a == x) and (a != x) and x not in [a, "x"]
    with pytest.raises(TypeError, match="numpy.add"):
        a += x
    assert (x > 0).dtype == "bool" and (x @ np.ones((3, 4))).shape == (2, 4)
    assert x.__add__("text") is NotImplemented
    with pytest.raises(TypeError):
        x + "text"


def test_placeholders_check_their_shape():
    assert Placeholder((np.int64(2), None), "float32").shape == (2, None)
    for shape in ((-1,), (2.5,), ("a",)):
        with pytest.raises(ValueError, match="placeholder: shape must hold"):
            Placeholder(shape, "float32")
    with pytest.raises(TypeError, match="dtype must be one of"):
        Placeholder((2,), "text")


def test_variables_keep_their_memory():
    first = np.arange(3.0)
    v = Variable(first, name="w")
    first[0] = 9
    assert v.value[0] == 0 and v.value.ctypes.data % 64 == 0
    assert v.name.startswith("w") and v.name.endswith(":0")


@pytest.mark.parametrize("shape", [(), (0,), (3,), (5, 7)])
@pytest.mark.parametrize("dtype", ["float16", "float64", "int32", "bool"])
def test_aligned_memory(shape, dtype):
    a = aligned_empty(shape, dtype)
    assert a.shape == shape and a.dtype == dtype and (not a.size or a.ctypes.data % 64 == 0)
    b = np.ones(shape, dtype)
    assert np.array_equal(aligned_copy(b), b)


def test_names_are_unique():
    x = Placeholder((2,), "float32")
    names = {t.name for t in (F.exp(x), F.exp(x), F.exp(x), Constant(np.ones(2)), x)}
    assert len(names) == 5 and all(n.endswith(":0") for n in names)


def test_variables_remember_their_first_value():
    v = Variable(np.array([1.0, 2.0]))
    full = Variable(np.full((50, 50), 3.0, "float32"))
    random = Variable(np.zeros(3), first=Placeholder((3,), "float64"))
    v.value[...] = 7
    full.value[...] = 7
    assert v.first.value.tolist() == [1, 2] and (full.first.value == 3).all()
    assert full.first.value.shape == (50, 50) and full._first.strides == (0, 0)
    assert isinstance(random.first, Placeholder)
    assert {v, full, random} <= set(variables())
    del full
    gc.collect()
    assert not any(x.shape == (50, 50) for x in variables())


def test_string_placeholders_are_only_handed_on():
    x = Placeholder((2,), "string")
    assert x.dtype == "string"
    with pytest.raises(TypeError, match="add: inputs must hold numbers, got strings"):
        x + 1
