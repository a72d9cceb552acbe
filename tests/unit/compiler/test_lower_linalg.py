"""Products through plans: the kernel that is chosen, and how it is cut."""

import numpy as np
import pytest
from helpers import lowered

from kerastutor.graph import F, Placeholder, Variable
from kerastutor.graph.autodiff import gradients
from kerastutor.kernels.jit import by_address
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


@pytest.mark.parametrize("m", [9, 31, 128])
@pytest.mark.parametrize("k, n", [(515, 1030), (9000, 61), (17, 32003)])
def test_some_rows_and_a_large_matrix_are_cut_across(m, k, n):
    x, w, b = normal(m, k), normal(k, n), normal(n)
    calls = [
        ("matmul", [x, w], {}, "broad"),
        ("matmul", [x, np.ascontiguousarray(w.T)], {"tb": True}, "broad_turned"),
        ("dense", [x, w, b], {}, "broad"),
        ("dense", [x, w, b], {"activation": "relu"}, "broad"),
    ]
    for name, arrays, attrs, kernel in calls:
        found, used, chunks = lowered.run(name, arrays, attrs)
        assert used == {kernel} and chunks > 1
        lowered.assert_near(found, lowered.reference(name, arrays, attrs), "float32")


@pytest.mark.parametrize("m, k, n", [(129, 515, 1030), (32, 515, 1000), (32, 40000, 31)])
def test_other_products_are_cut_by_rows(m, k, n):
    for name, arrays in (("matmul", [normal(m, k), normal(k, n)]),
                         ("dense", [normal(m, k), normal(k, n), normal(n)])):
        assert lowered.run(name, arrays)[1] == {name}


@pytest.mark.parametrize("k", [4096, 4099])
@pytest.mark.parametrize("batch", [16, 20])
def test_a_large_matrix_is_updated_where_it_lies(k, batch):
    """Its update comes in the same chunk as the product that reads it last."""
    fed, w, v = Placeholder((None, 300), "float32"), normal(300, k) / 20, normal(k, 130) / 60
    first, second = Variable(w), Variable(v)
    hidden = F.matmul(fed, first)
    loss = F.sum(F.square(F.matmul(hidden, second)))
    slopes = gradients(loss, [first, second])
    updates = [(p, p - 1e-3 * g) for p, g in zip([first, second], slopes, strict=True)]
    x = normal(batch, 300) / 20
    with lowered.finely_cut():
        function = Function([fed], [loss], updates)
        plan = function.plan([x])
        function([x])
    assert not plan.commits, "no copy of a new value"
    used = {by_address[int(row[0])][0].name for row in plan.rows}
    assert {"broad", "broad_turned"} <= used
    x, w, v = (a.astype("float64") for a in (x, w, v))
    h = x @ w
    y = 2 * h @ v
    np.testing.assert_allclose(second.value, v - 1e-3 * h.T @ y, rtol=0, atol=1e-5)
    np.testing.assert_allclose(first.value, w - 1e-3 * x.T @ (y @ v.T), rtol=0, atol=1e-5)


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
