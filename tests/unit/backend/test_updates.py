"""Updates: what is stored, and which values they see."""

import numpy as np
import pytest

from kerastutor import backend as K


def test_update_kinds():
    v = K.variable([1.0, 2.0])
    for make, result in (
        (lambda: K.update(v, v * 3), [3, 6]),
        (lambda: K.update_add(v, [1, 1]), [4, 7]),
        (lambda: K.update_sub(v, 1), [3, 6]),
        (lambda: K.update(v, [0, 5]), [0, 5]),
    ):
        K.function([], [], updates=[make()])([])
        np.testing.assert_array_equal(K.get_value(v), result)


def test_moving_average():
    v, x = K.variable([1.0, 2.0]), K.placeholder((2,))
    f = K.function([x], [], updates=[K.moving_average_update(v, x, 0.9)])
    f([[11.0, 2.0]])
    np.testing.assert_allclose(K.get_value(v), [2.0, 2.0], rtol=1e-6)
    f([[2.0, 12.0]])
    np.testing.assert_allclose(K.get_value(v), [2.0, 3.0], rtol=1e-6)


def test_all_updates_see_the_old_values():
    a, b = K.variable(1.0), K.variable(2.0)
    f = K.function(
        [],
        [a + b],
        updates=[
            K.update(a, b),
            K.update(b, a),
        ],
    )
    assert f([]) == [3.0]
    assert (K.get_value(a), K.get_value(b)) == (2.0, 1.0)
    assert f([]) == [3.0]
    assert (K.get_value(a), K.get_value(b)) == (1.0, 2.0)


def test_pairs_are_updates_too():
    v = K.variable(1.0)
    K.function([], [], updates=[(v, v + 4)])([])
    assert K.get_value(v) == 5


def test_outputs_are_computed_before_the_update():
    v = K.variable(1.0)
    f = K.function([], [v * 1, v], updates=[K.update_add(v, 1.0)])
    assert [float(y) for y in f([])] == [1, 1] and [float(y) for y in f([])] == [2, 2]


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda v: K.update(v * 1, v), TypeError, "must be a variable"),
        (lambda v: K.update(v, K.constant([1.0, 2.0, 3.0])), ValueError, "must have shape"),
        (lambda v: K.update(v, K.constant([1, 2], dtype="int32")), TypeError, "must have dtype"),
        (lambda v: K.update_add(np.zeros(2), v), TypeError, "must be a variable"),
        (lambda v: K.function([], [], updates=[3]), TypeError, r"updates\[0\] must be a K.update"),
        (lambda v: K.function([], [], updates=K.update(v, v)), TypeError, "updates must be a list"),
    ],
)
def test_errors(call, error, words):
    v = K.variable([1.0, 2.0])
    with pytest.raises(error, match=words):
        call(v)
    np.testing.assert_array_equal(K.get_value(v), [1, 2])
