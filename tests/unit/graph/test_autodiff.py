"""Symbolic gradients."""

import numpy as np
import pytest

from kerastutor.graph import Constant, F, Placeholder, gradients, topological
from kerastutor.graph.autodiff import backward
from kerastutor.graph.interpret import interpret
from kerastutor.graph.node import Op, op, registry


def scalar(name=None):
    return Placeholder((), "float64", name=name)


def value(tensor, **feeds):
    return float(interpret([tensor], {t: np.float64(v) for t, v in feeds["of"].items()})[0])


def test_paths_add_up():
    x = scalar()
    y = F.add(F.mul(x, x), F.sin(x))
    [g] = gradients(y, [x])
    assert np.isclose(value(g, of={x: 0.7}), 1.4 + np.cos(0.7))


def test_a_weighted_loss_begins_with_its_weight():
    """No product with one, which the compiler would have to drop from under the whole graph."""
    x, factor = Placeholder((2, 3), "float32"), Constant(np.float32(0.5))
    [g] = gradients(F.mul(factor, F.sum(x)), [x])
    assert {"mul", "ones_like"}.isdisjoint(node.op.name for node in topological([g]))
    assert (interpret([g], {x: np.zeros((2, 3), "float32")})[0] == 0.5).all()
    [a, b] = gradients(F.mul(factor, scale := Constant(np.float32(3))), [factor, scale])
    assert a is scale and b is factor


def test_unrelated_and_integer_tensors_have_none():
    x, z = scalar(), scalar()
    i = Placeholder((), "int32")
    assert gradients(F.exp(x), [z]) == [None]
    assert gradients(F.cast(i, dtype="float64"), [i]) == [None]
    assert gradients(F.cast(x, dtype="int32"), [x]) == [None]


def test_gradient_of_itself_is_one():
    x = Placeholder((2, 3), "float32")
    [g] = gradients(x, [x])
    assert (interpret([g], {x: np.zeros((2, 3), "float32")})[0] == 1).all()


def test_stop_gradient():
    x = scalar()
    y = F.add(F.mul(x, F.stop_gradient(x)), F.stop_gradient(F.exp(x)))
    [g] = gradients(y, [x])
    assert value(g, of={x: 3.0}) == 3.0


def test_intermediate_tensors_are_variables_too():
    x = scalar()
    a = F.exp(x)
    b = F.sin(a)
    ga, gx = gradients(b, [a, x])
    assert np.isclose(value(ga, of={x: 0.3}), np.cos(np.exp(0.3)))
    assert np.isclose(value(gx, of={x: 0.3}), np.cos(np.exp(0.3)) * np.exp(0.3))


def test_start_gradient():
    x = Placeholder((2,), "float64")
    [g] = gradients(F.square(x), [x], Constant(np.array([1.0, 10.0])))
    assert np.allclose(interpret([g], {x: np.array([3.0, 4.0])})[0], [6, 80])


def test_backward_of_several_tensors():
    x = scalar()
    starts = [(F.square(x), Constant(np.float64(2))), (F.exp(x), Constant(np.float64(3)))]
    [g] = backward(starts, [x])
    assert np.isclose(value(g, of={x: 0.5}), 2 + 3 * np.exp(0.5))


def test_partial_derivatives():
    """With through=False a variable counts as given, even when it was made from another one."""
    x = scalar()
    a = F.square(x)
    b = F.mul(a, x)
    start = [(b, Constant(np.float64(1)))]
    total = backward(start, [x, a])[0]
    partial = backward(start, [x, a], through=False)[0]
    assert value(total, of={x: 2.0}) == 12 and value(partial, of={x: 2.0}) == 4


def test_third_derivative():
    x = scalar()
    g = F.sin(x)
    for _ in range(3):
        [g] = gradients(g, [x])
    assert np.isclose(value(g, of={x: 0.4}), -np.cos(0.4))


def test_ten_thousand_nodes():
    x = y = scalar()
    for _ in range(10_000):
        y = F.add(y, x)
    [g] = gradients(y, [x])
    assert value(g, of={x: 1.0}) == 10_001


def test_a_gradient_of_the_wrong_length_is_named():
    class Odd(Op):
        """x."""

        def infer(self, x):
            return [((), x.dtype)]

        def gradient(self, g, inputs, outputs):
            return [g, g]

    op("odd_gradient")(Odd)
    try:
        x = scalar()
        with pytest.raises(
            ValueError, match=r"odd_gradient: gradient\(\) must return 1 entries, got 2"
        ):
            gradients(F.odd_gradient(x), [x])
    finally:
        del registry["odd_gradient"]
        vars(F).pop("odd_gradient", None)


def test_only_shapes_used_means_no_gradient():
    x = Placeholder((2, 3), "float32")
    assert gradients(F.zeros_like(F.exp(x)), [x]) == [None]
    y = F.broadcast_to(F.sum(x), x)
    assert len(gradients(y, [x])) == 1
