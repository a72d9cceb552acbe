"""Preprocessing draws and computes what Keras 2.2.4 draws and computes, seed for seed."""

from pathlib import Path

import numpy as np
import pytest

from kerastutor import preprocessing
from tests.parity.preprocessing_cases import CASES, few

GOLDEN = np.load(Path(__file__).with_name("data") / "preprocessing.npz")


@pytest.mark.parametrize("name", CASES)
def test_same_as_keras_224(name):
    found = few(CASES[name](preprocessing))
    assert len(found) == sum(key.startswith(f"{name}/") for key in GOLDEN.files)
    for i, array in enumerate(found):
        expected = GOLDEN[f"{name}/{i}"]
        assert array.dtype == expected.dtype and array.shape == expected.shape, i
        if array.dtype.kind == "f":
            np.testing.assert_allclose(array, expected, rtol=2e-5, atol=2e-4, err_msg=str(i))
        else:
            np.testing.assert_array_equal(array, expected, err_msg=str(i))
