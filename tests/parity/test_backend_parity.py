"""Backend functions, losses, metrics, activations, penalties, constraints equal Keras 2.2.4's."""
import pytest

import kerastutor
from tests.parity.compare import cases, check


@pytest.mark.parametrize("case", **cases("backend"))
def test_backend(case):
    check(kerastutor, "backend", case)


@pytest.mark.parametrize("case", **cases("losses"))
def test_losses(case):
    check(kerastutor, "losses", case)


@pytest.mark.parametrize("case", **cases("metrics"))
def test_metrics(case):
    check(kerastutor, "metrics", case)


@pytest.mark.parametrize("case", **cases("activations"))
def test_activations(case):
    check(kerastutor, "activations", case)


@pytest.mark.parametrize("case", **cases("regularizers"))
def test_regularizers(case):
    check(kerastutor, "regularizers", case)


@pytest.mark.parametrize("case", **cases("constraints"))
def test_constraints(case):
    check(kerastutor, "constraints", case)
