"""Rows of tables through plans: values, wrong indices, updates that must not happen."""

import numpy as np
import pytest
from helpers import lowered

from kerastutor import backend as K
from kerastutor.graph import F, gradients
from kerastutor.runtime import Function

rng = np.random.RandomState(0)


@pytest.mark.parametrize("index_type", ["int32", "int64", "uint8"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_gather_and_its_gradient(dtype, index_type):
    table = rng.randn(37, 19).astype(dtype)
    index = rng.randint(0, 37, (5, 7)).astype(index_type)
    [y], used, chunks = lowered.run("gather", [table, index])
    assert np.array_equal(y, table[index]) and "gather" in used and chunks > 1
    g = rng.randn(5, 7, 19).astype(dtype)
    found, used, chunks = lowered.run("gather_grad", [g, index, table])
    assert "gather_grad" in used and chunks > 1
    lowered.assert_near(found, lowered.reference("gather_grad", [g, index, table]), dtype, 8)


def test_tables_of_other_types_and_ranks():
    index = np.array([2, 0, 2], "int32")
    for table in (np.arange(3) > 1, np.arange(12, dtype="int64").reshape(3, 2, 2)):
        [y], _, _ = lowered.run("gather", [table, index])
        assert y.dtype == table.dtype and np.array_equal(y, table[index])


@pytest.mark.parametrize("wrong", [-1, 5])
def test_a_wrong_index_is_an_error_and_changes_nothing(wrong):
    """Embedding training step: no row of the table may move when one index is wrong."""
    table = K.variable(rng.randn(5, 4))
    index = K.placeholder(shape=(None, 3), dtype="int32")
    loss = K.sum(K.square(F.gather(table, index)))
    [g] = gradients(loss, [table])
    step = Function([index], [loss], [(table, table - g)])
    good = np.array([[0, 1, 4]] * 40, "int32")
    step([good])
    before = table.value.copy()
    bad = good.copy()
    bad[7, 1] = wrong
    with pytest.raises(ValueError, match=f"got {wrong}"):
        step([bad])
    assert np.array_equal(table.value, before)


def test_gradient_alone_checks_its_indices():
    g, table = np.ones((2, 3), "float32"), np.ones((4, 3), "float32")
    with pytest.raises(ValueError, match="got 9"):
        lowered.run("gather_grad", [g, np.array([0, 9], "int32"), table])


@pytest.mark.parametrize("dtype", ["float32", "int32", "bool"])
def test_one_hot(dtype):
    index = np.array([[2, 0, 5], [-1, 1, 3]], "int64")
    [y], used, chunks = lowered.run("one_hot", [index], {"depth": 4, "dtype": dtype})
    assert y.dtype == dtype and np.array_equal(y, index[..., None] == np.arange(4))
    assert "one_hot" in used and chunks > 1


def test_in_top_k():
    x = rng.randn(33, 10).astype("float32")
    x[3, 2], x[4, 1] = np.nan, np.inf
    target = rng.randint(-1, 11, 33).astype("int32")
    for k in (1, 3, 10):
        [y], used, _ = lowered.run("in_top_k", [x, target], {"k": k})
        assert "in_top_k" in used
        assert np.array_equal(y, lowered.reference("in_top_k", [x, target], {"k": k})[0])
