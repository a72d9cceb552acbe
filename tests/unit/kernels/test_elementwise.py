"""Element-by-element loops: the same values, and as fast, when the output lies over an input."""

import re

import numpy as np
import pytest

from kerastutor.kernels import kernels, scalar

N = 1003  # long enough for the vector loop, with a rest


def numbers(dtype):
    x = np.random.default_rng(3).uniform(0.1, 2.0, N).astype(dtype)
    x[:4] = [0.0, np.inf, np.nan, 1.0]
    return x


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", sorted(scalar.UNARY))
def test_unary_over_its_input(name, dtype):
    x = numbers(dtype)
    apart = np.empty_like(x)
    kernels[name](x, apart)
    kernels[name](x, x)
    np.testing.assert_array_equal(x, apart)


@pytest.mark.parametrize("over", [0, 1, 2], ids=["first", "second", "both"])
@pytest.mark.parametrize("name", sorted(scalar.BINARY))
def test_binary_over_an_input(name, over):
    x, z = numbers("float32"), numbers("float32")[::-1].copy()
    if over == 2:
        z = x
    apart = np.empty_like(x)
    kernels[name](x, z, apart)
    kernels[name](x, z, z if over == 1 else x)
    np.testing.assert_array_equal(z if over == 1 else x, apart)


@pytest.mark.parametrize("name", ["sqrt", "sub", "relu_grad", "where"])
def test_loops_do_not_compare_addresses(name):
    build = pytest.importorskip("kerastutor.kernels.build")
    from kerastutor.kernels import machine, processor

    level = processor.level()
    made = kernels[name]
    module = build.module(made, build.bitcode(made, ("float32",)), level)
    machine.optimize(module, 3, level)
    code = str(module)
    assert re.search(r"<\d+ x float>", code), "not vectorised"
    assert "memcheck" not in code, "a slow loop runs where an output lies over an input"
