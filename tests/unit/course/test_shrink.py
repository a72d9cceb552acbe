"""Failing cases become smaller, and still fail."""

import math
import re

import numpy as np

from kerastutor.course import shrink


def smaller(case, fails, **budget):
    return shrink.smaller(case, fails, seconds=math.inf, **budget)


def test_an_array_becomes_one_simple_number():
    case = {"x": np.random.default_rng(0).normal(size=(6, 5))}
    small = smaller(case, lambda c: (c["x"] < 0).any())
    assert small["x"].shape == (1, 1)
    assert small["x"][0, 0] < 0
    assert re.fullmatch(r"x = \[\[-\d\.\d?\]\]", shrink.describe(small))


def test_axes_of_the_same_length_are_cut_together():
    rng = np.random.default_rng(0)
    case = {"x": rng.normal(size=(8, 3)), "y": rng.normal(size=8)}

    def fails(c):
        return len(c["x"]) == len(c["y"]) and len(c["y"]) >= 2

    small = smaller(case, fails)
    assert small["x"].shape == (2, 1)
    assert not small["x"].any() and not small["y"].any()


def test_numbers():
    assert smaller({"n": 57}, lambda c: c["n"] >= 10)["n"] == 10
    assert smaller({"p": 0.3721}, lambda c: c["p"] > 0)["p"] == 1.0


def test_other_values_stay_and_the_budget_ends_it():
    case = {"kind": "valid", "x": np.arange(1000.0)}
    assert smaller(case, lambda c: True, tries=0) is case
    assert smaller(case, lambda c: True)["kind"] == "valid"
