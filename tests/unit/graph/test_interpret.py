"""The reference interpreter."""

import numpy as np
import pytest

from kerastutor.graph import Constant, F, Placeholder, Variable
from kerastutor.graph.interpret import interpret


def test_values_of_all_kinds_of_leaves():
    x = Placeholder((2,), "float32")
    v, c = Variable(np.array([1, 2], "float32")), Constant(np.array([10, 20], "float32"))
    default = Placeholder((), "float32", default=5.0)
    y = F.add(F.add(x, v), F.mul(c, default))
    assert interpret([y], {x: np.array([0.5, 0.5], "float32")})[0].tolist() == [51.5, 102.5]
    assert interpret([v, c], {})[0].tolist() == [1, 2]


def test_results_are_copies():
    v = Variable(np.zeros(2))
    out = interpret([v], {})[0]
    out[0] = 7
    assert v.value[0] == 0


def test_any_tensor_may_be_fed():
    x = Placeholder((), "float32")
    a = F.exp(x)
    assert interpret([F.add(a, 1)], {a: np.float32(2)})[0] == 3


def test_what_is_missing_is_named():
    x = Placeholder((2,), "float32", name="pixels")
    with pytest.raises(ValueError, match="pixels.*must be fed"):
        interpret([F.exp(x)], {})


def test_errors_name_the_users_line():
    table, i = Placeholder((2, 3), "float32"), Placeholder((1,), "int32")
    y = F.gather(table, i)
    feeds = {table: np.zeros((2, 3), "float32"), i: np.array([5], "int32")}
    with pytest.raises(ValueError, match=r"gather: .*test_interpret.py, line \d+"):
        interpret([y], feeds)


def test_check_names_the_op_that_makes_nan():
    x = Placeholder((2,), "float32")
    y = F.log(F.sub(x, 1))
    with pytest.raises(FloatingPointError, match="log"):
        interpret([y], {x: np.zeros(2, "float32")}, check=True)
    assert np.isnan(interpret([y], {x: np.zeros(2, "float32")})[0]).all()


def test_fed_nan_is_no_fault_of_an_op():
    x = Placeholder((2,), "float32")
    assert np.isnan(interpret([F.exp(x)], {x: np.full(2, np.nan, "float32")}, check=True)[0]).all()
