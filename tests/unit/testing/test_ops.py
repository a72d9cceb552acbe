"""The op checker finds ops that do not do what they declare; it has to fail where it should."""

import numpy as np
import pytest

from kerastutor.graph import F, registry
from kerastutor.graph.node import Op, op
from kerastutor.testing import check_op

x = np.array([[0.5, -1.5, 2.0], [1.0, 0.25, -0.75]], "float32")


class Twice(Op):
    """2 x."""

    samples = [(x,), (x[0],)]
    bad = [((x.astype("int32"),), TypeError, "must be a float")]

    def infer(self, x):
        if x.dtype[:5] != "float":
            raise TypeError("twice: dtype must be a float type.")
        return [(tuple(x.shape), x.dtype)]

    def reference(self, x):
        return x * 2

    def gradient(self, g, inputs, outputs):
        return [g + g]


@pytest.fixture
def registered():
    """Registers a class as op "under_test"."""

    def add(**changes):
        op("under_test")(type("UnderTest", (Twice,), {"__doc__": "2 x.", **changes}))

    yield add
    registry.pop("under_test", None)
    vars(F).pop("under_test", None)


def test_a_right_op_passes(registered):
    registered()
    check_op("under_test")


def shape_of_another_size(self, x):
    return [((*x.shape, 1), x.dtype)]


def reference_of_another_type(self, x):
    return (x * 2).astype("float64")


def reference_in_place(self, x):
    x *= 2
    return x


def gradient_of_three(self, g, inputs, outputs):
    return [g * 3]


WRONG = {
    "no samples": ({"samples": []}, "declaration", "samples must hold"),
    "unhashable": ({"key": lambda self: []}, "declaration", "unhashable"),
    "shape": ({"infer": shape_of_another_size}, "values", "shape"),
    "type": ({"reference": reference_of_another_type}, "values", "must give float32"),
    "in place": (
        {"reference": reference_in_place},
        "values",
        "must not be changed|differ|read-only",
    ),
    "gradient": ({"gradient": gradient_of_three}, "derivatives", "slope"),
    "silence": ({"bad": [((x,), ValueError, "x")]}, "bad", "must raise ValueError, got a result"),
    "message": ({"bad": [((x.astype("int32"),), TypeError, "zebra")]}, "bad", "must match 'zebra'"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_op_is_found(registered, case):
    changes, check, message = WRONG[case]
    registered(**changes)
    with pytest.raises((AssertionError, TypeError, ValueError), match=message):
        check_op("under_test", [check])


def test_missing_gradient_must_be_explicit(registered):
    plain = {k: v for k, v in vars(Twice).items() if k != "gradient" and not k.startswith("__")}
    op("under_test")(type("UnderTest", (Op,), {"__doc__": "2 x.", **plain}))
    with pytest.raises(AssertionError, match="None explicitly"):
        check_op("under_test", ["declaration"])
    registry.pop("under_test")
    registered(gradient=None)
    check_op("under_test")


def test_unknown_name():
    with pytest.raises(ValueError, match="registered op, got 'no_such_op'"):
        check_op("no_such_op")
