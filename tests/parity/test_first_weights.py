"""After the same `np.random.seed`, a model has the first weights that Keras 2.2.4 gives it."""

import numpy as np
import pytest
from parity import first_weights

from kerastutor import layers, models


@pytest.mark.parametrize("name", first_weights.MODELS)
def test_first_weights(name):
    with np.load(first_weights.DATA) as file:
        expected = [file[key] for key in sorted(file.files) if key.startswith(name + "/")]
    found = first_weights.observe(name, layers, models)
    assert len(found) == len(expected) > 8
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-7)
