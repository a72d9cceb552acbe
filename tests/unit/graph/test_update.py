"""Updates of variables."""

import numpy as np
import pytest

from kerastutor.graph import Constant, F, Placeholder, Variable
from kerastutor.graph.update import Update


def test_update_holds_variable_and_value():
    v = Variable(np.zeros((2, 3), "float32"), name="w")
    new = F.add(v, 1)
    update = Update(v, new)
    assert update.variable is v and update.value is new and "w" in update.name


def test_what_does_not_fit():
    v = Variable(np.zeros((2, 3), "float32"), name="w")
    with pytest.raises(ValueError, match=r"w.*must have shape \(2, 3\), got \(3,\)"):
        Update(v, Constant(np.zeros(3, "float32")))
    with pytest.raises(TypeError, match="must have dtype float32, got float64"):
        Update(v, Constant(np.zeros((2, 3))))
    with pytest.raises(TypeError, match="must be a variable"):
        Update(F.exp(v), v)
    with pytest.raises(TypeError, match="must be a variable"):
        Update(Placeholder((2, 3), "float32"), v)


def test_unknown_sizes_are_checked_later():
    v = Variable(np.zeros((2, 3), "float32"))
    Update(v, Placeholder((None, 3), "float32"))
