"""Preprocessing draws and computes what Keras 2.2.4 draws and computes, seed for seed."""

from pathlib import Path

import numpy as np
import pytest

from kerastutor import preprocessing
from tests.parity.preprocessing_cases import CASES, few

GOLDEN = np.load(Path(__file__).with_name("data") / "preprocessing.npz")
# ZCA divides by the roots of singular values that are 0 but for rounding (fewer pictures than
# pixels), so its results, up to 100, depend on the BLAS in their fourth digit.
ATOL = {"flow_zca": 0.1}


@pytest.mark.parametrize("name", CASES)
def test_same_as_keras_224(name):
    found = few(CASES[name](preprocessing))
    assert len(found) == sum(key.startswith(f"{name}/") for key in GOLDEN.files)
    for i, array in enumerate(found):
        expected = GOLDEN[f"{name}/{i}"]
        assert array.dtype == expected.dtype and array.shape == expected.shape, i
        if array.dtype.kind == "f":
            atol = ATOL.get(name, 2e-4)
            np.testing.assert_allclose(array, expected, rtol=2e-5, atol=atol, err_msg=str(i))
        else:
            np.testing.assert_array_equal(array, expected, err_msg=str(i))
