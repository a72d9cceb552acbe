"""Products through plans: the kernel that is chosen, and how it is cut."""

import numpy as np
import pytest
from helpers import lowered

from kerastutor.graph import F, Placeholder, Variable
from kerastutor.runtime import Function

rng = np.random.RandomState(0)


def normal(*shape, dtype="float32"):
    return rng.randn(*shape).astype(dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("m, kernel", [(1, "thin"), (3, "thin"), (8, "thin"), (9, "gemm")])
def test_few_rows_and_a_large_matrix_are_cut_across(m, kernel, dtype):
    x, w, b = normal(m, 515, dtype=dtype), normal(515, 1030, dtype=dtype), normal(1030, dtype=dtype)
    calls = [
        ("matmul", [x, w], {}),
        ("dense", [x, w, b], {"activation": "relu"}),
        ("conv", [x.reshape(m, 1, 1, 515), w.reshape(1, 1, 515, 1030)], {}),
    ]
    for name, arrays, attrs in calls:
        found, used, chunks = lowered.run(name, arrays, attrs)
        assert ("thin" in used) == (kernel == "thin") and chunks > 1
        lowered.assert_near(found, lowered.reference(name, arrays, attrs), dtype)


@pytest.mark.parametrize("n, kernel", [(7, "dense"), (8, "thin"), (10, "thin"), (31, "thin")])
def test_few_rows_and_a_small_matrix(n, kernel):
    arrays = [normal(2, 13), normal(13, n), normal(n)]
    found, used, _ = lowered.run("dense", arrays, {"activation": "relu"})
    assert used == {kernel}
    expected = lowered.reference("dense", arrays, {"activation": "relu"})
    lowered.assert_near(found, expected, "float32")


@pytest.mark.parametrize("m", [1, 4])
def test_what_follows_sees_all_columns(m):
    x, w, b = normal(m, 600), normal(600, 1000) / 20, normal(1000)
    fed = Placeholder((None, 600), "float32")
    y = F.softmax(F.relu(F.matmul(fed, Variable(w)) + Variable(b)) * 2.0)
    with lowered.finely_cut():
        [found] = Function([fed], [y])([x])
    e = np.exp(2 * np.maximum(x.astype("float64") @ w + b, 0))
    np.testing.assert_allclose(found, e / e.sum(1, keepdims=True), rtol=1e-4)
