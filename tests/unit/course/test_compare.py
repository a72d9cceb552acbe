"""Arrays, numbers and shapes: equal within tolerances, or told apart by how they differ."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.course import compare
from kerastutor.course.answer import Mistake
from kerastutor.course.compare import difference, number_difference, shape_difference
from kerastutor.course.messages import common, fields

X = np.array([[1.0, 2.5, -3.0], [4.0, 0.5, 6.0]])
SQUARE = np.array([[1.0, 2.0], [3.5, 4.0]])
COUNTS = np.array([3, 5, 5, 9])


class Liar(np.ndarray):
    """Claims to equal everything."""

    def __eq__(self, other):
        return np.ones(np.shape(self), bool)

    def __ne__(self, other):
        return np.zeros(np.shape(self), bool)

    def __array_ufunc__(self, *args, **kwargs):
        return True


class LyingNumber:
    def __eq__(self, other):
        return True


@pytest.mark.parametrize("same", [X, X.tolist(), X + 1e-7, np.float32(X), np.asfortranarray(X)])
def test_equal(same):
    assert difference(same, X) is None


def test_texts():
    assert difference(["a", "b"], ["a", "b"]) is None
    assert difference(["a", "c"], ["a", "b"]).args["place"] == "[1]"
    assert difference([1, 2], ["a", "b"]).kind == "type"


def test_k_variable_is_read():
    assert difference(K.variable(X), X) is None
    assert difference(K.variable(X) * 2, X).kind == "symbolic"


@pytest.mark.parametrize(
    ("got", "expected", "kind"),
    [
        (None, X, "none"),
        ([[1], [2, 3]], X, "type"),
        ("abc", X, "type"),
        (LyingNumber(), X, "type"),
        (X.T, X, "transposed"),
        (SQUARE.T, SQUARE, "transposed"),
        (X[:1], X, "shape"),
        (X.ravel(), X, "shape"),
        (np.where(X < 0, np.nan, X), X, "nan"),
        (np.where(X < 0, np.inf, X), X, "infinite"),
        (-X, X, "sign"),
        (X * 3, X, "scaled"),
        ([2.0, 7.0], [1.0, 3.5], "scaled"),
        (X + 0.25, X, "shifted"),
        (COUNTS + 1, COUNTS, "off_by_one"),
        (COUNTS - 1, COUNTS, "off_by_one"),
        (X[:, ::-1], X, "reversed"),
        (np.roll(X, 1, axis=1), X, "moved"),
        (np.array([0, 3, 5, 7, 8]), np.array([3, 5, 7, 8, 11]), "moved"),
        (np.array([5.0, 1, 4, 2, 3]), np.array([1.0, 2, 3, 4, 5]), "rearranged"),
        (X + [[0, 1, 0], [0, 0, 0]], X, "values"),
        (np.zeros_like(X).view(Liar), X, "values"),
    ],
)
def test_kinds(got, expected, kind):
    assert difference(got, expected).kind == kind


def test_arguments_say_by_how_much():
    assert difference(X * 3, X).args == {"factor": "3"}
    assert difference(X + 0.25, X).args == {"by": "+0.25"}
    wrong = X.copy()
    wrong[1, 2] = 7
    assert difference(wrong, X).args == {"count": 1, "total": 6, "place": "[1, 2]", "value": "7"}


def test_dtype_matters_on_demand():
    assert difference(X.astype("float32"), X) is None
    found = difference(X.astype("float32"), X, dtype="float64")
    assert (found.kind, found.args["dtype"]) == ("dtype", "float32")


def test_nan_where_nan_belongs_is_right():
    assert difference([np.nan, 1.0], [np.nan, 1.0]) is None
    assert difference([np.nan, 2.0], [np.nan, 1.0]).kind == "values"


@pytest.mark.parametrize(
    ("got", "kind"),
    [(225, None), (np.int64(225), None), ([225], None), (np.float32(225), None),
     (224, "off_by_one"), (-225, "sign"), (200, "value"), ("225", "type"), (True, "type"),
     (None, "none"), (float("nan"), "nan"), ([1, 2], "type"), (LyingNumber(), "type")],
)  # fmt: skip
def test_numbers(got, kind):
    found = number_difference(got, 225)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("got", "kind"),
    [((None, 8, 6, 3), None), ([None, 8, 6, 3], None), (np.array([8, 6, 3]), "batch_missing"),
     ((None, 8, 6), "rank"), ((2, 8, 6, 3), "not_none"), ((None, None, 6, 3), "none"),
     ((None, 6, 8, 3), "order"), ((None, 7, 6, 3), "off_by_one"), ((None, 8, 2, 3), "entry"),
     ("8,6,3", "type"), (5, "type"), ((None, 8.5, 6, 3), "type"), (None, "type")],
)  # fmt: skip
def test_shapes(got, kind):
    found = shape_difference(got, (None, 8, 6, 3))
    assert (found and found.kind) == kind


def test_require_raises_the_message_of_the_kind():
    compare.require_equal(X, X, "y")
    with pytest.raises(Mistake) as raised:
        compare.require_equal(X * 2, X, "y", lesson=3)
    assert raised.value.message.id == "array_scaled"
    assert raised.value.message.args == {"name": "y", "factor": "2", "lesson": 3}
    with pytest.raises(Mistake) as raised:
        compare.require_number(224, 225, "n", ids={"off_by_one": "floor_instead_of_ceil"})
    assert raised.value.message.id == "floor_instead_of_ceil"
    with pytest.raises(Mistake) as raised:
        compare.require_shape((3,), (None, 3), "s")
    assert raised.value.message.id == "shape_batch_missing"


def test_common_messages_are_complete_and_agree_in_their_fields():
    parts = {}
    for key, texts in common().items():
        assert set(texts) == {"en", "zh"} and all(texts.values()), key
        assert fields(texts["en"]) == fields(texts["zh"]), key
        parts.setdefault(key.rpartition(".")[0], []).append(key.rpartition(".")[2])
    assert all(found == ["have", "need", "why", "next"] for found in parts.values())
