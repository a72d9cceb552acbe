"""Optimizers step like Keras 2.2.4's, initializers have its moments, `fit` has its history."""
import pytest

import kerastutor
from tests.parity.compare import cases, check


@pytest.mark.parametrize("case", **cases("optimizers"))
def test_optimizers(case):
    check(kerastutor, "optimizers", case)


@pytest.mark.parametrize("case", **cases("initializers"))
def test_initializers(case):
    check(kerastutor, "initializers", case)


@pytest.mark.parametrize("case", **cases("fit"))
def test_fit(case):
    check(kerastutor, "fit", case)
