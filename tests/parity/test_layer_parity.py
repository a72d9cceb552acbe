"""Every layer gives the outputs, gradients, masks, updates and configuration of Keras 2.2.4."""
import pytest

import kerastutor
from tests.parity.compare import cases, check


@pytest.mark.filterwarnings("ignore:The .* layer is one of Keras 1")
@pytest.mark.parametrize("case", **cases("core"))
def test_core(case):
    check(kerastutor, "core", case)


@pytest.mark.parametrize("case", **cases("convolution"))
def test_convolution(case):
    check(kerastutor, "convolution", case)


@pytest.mark.parametrize("case", **cases("recurrent"))
def test_recurrent(case):
    check(kerastutor, "recurrent", case)


@pytest.mark.parametrize("case", **cases("large"))
def test_large(case):
    check(kerastutor, "large", case)


@pytest.mark.parametrize("case", **cases("stateful"))
def test_stateful(case):
    check(kerastutor, "stateful", case)
