"""Ops and their applications."""

import numpy as np
import pytest

from kerastutor.graph import Constant, F, Placeholder, apply, op, registry
from kerastutor.graph.node import Op, as_tensor


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="'add' must be declared once"):
        op("add")(type("Again", (Op,), {}))


def test_unknown_ops_and_attributes():
    x = Placeholder((2, 3), "float32")
    with pytest.raises(AttributeError, match="got 'no_such_op'"):
        F.no_such_op(x)
    with pytest.raises(AttributeError, match="got 'no_such_op'"):
        apply("no_such_op", x)
    with pytest.raises(TypeError, match=r"sum: attributes must be among \['axes', 'keepdims'\]"):
        F.sum(x, axis=1)


def test_f_lists_and_documents_the_ops():
    assert "conv" in dir(F) and set(dir(F)) == set(registry)
    assert F.relu.__name__ == "relu" and "max(x, 0)" in F.relu.__doc__


def test_numbers_take_the_type_of_the_first_tensor():
    x = Placeholder((2,), "float64")
    y = F.add(1, x)
    assert y.dtype == "float64" and isinstance(y.node.inputs[0], Constant)
    assert as_tensor(1).dtype == "int32" and as_tensor(1.5).dtype == "float32"
    assert as_tensor(np.float64(1.5)).dtype == "float64" and as_tensor(x) is x


def test_nodes_remember_the_users_line():
    x = Placeholder((2,), "float32")
    y = F.exp(x)  # this line
    file, line = y.node.where
    assert file == __file__
    with open(file, encoding="utf-8") as text:
        assert text.read().splitlines()[line - 1].endswith("# this line")


def test_keys_tell_attributes_apart():
    x = Placeholder((2, 3), "float32")
    a, b, c = F.sum(x, axes=(0,)), F.sum(x, axes=(0,)), F.sum(x, axes=(1,))
    assert a.node.op.key() == b.node.op.key() != c.node.op.key()
    assert repr(a.node.op) == "sum(axes=(0,), keepdims=False)"


def test_ops_without_attributes_are_made_once():
    x = Placeholder((2, 3), "float32")
    assert F.exp(x).node.op is F.exp(x + 1.0).node.op
    assert F.sum(x).node.op is not F.sum(x).node.op
    with pytest.raises(TypeError, match=r"exp: attributes must be among \[\]"):
        F.exp(x, axis=1)


def test_several_outputs():
    mean, var = F.moments(Placeholder((4, 3), "float32"), axes=(0,))
    assert mean.node is var.node and (mean.index, var.index) == (0, 1)


def test_an_op_must_be_declared_in_full():
    class Half(Op):
        name = "half"

    with pytest.raises(TypeError, match="must declare infer"):
        Half().infer()
    with pytest.raises(TypeError, match="must declare reference"):
        Half().reference()
