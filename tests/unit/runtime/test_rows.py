"""Functions that are fed with rows of arrays."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.runtime import Rows, use_interpreter


@pytest.fixture(params=[False, True], ids=["compiled", "interpreted"])
def mode(request):
    use_interpreter(request.param)
    yield
    use_interpreter(False)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32"])
def test_the_same_as_an_array_with_these_rows(mode, dtype):
    x, y = K.placeholder((None, 3)), K.placeholder((None, 2, 2))
    function = K.function([x, y], [x * 2, K.sum(y, axis=0)])
    a = np.arange(15).reshape(5, 3).astype(dtype)
    b = np.arange(40).reshape(10, 2, 2).astype(dtype)[::2]  # no rows that are neighbours in memory
    for ids in ([4, 0, 0], [1], [2, 3, 4, 1, 0]):
        ids = np.array(ids)
        found = function([Rows(a, ids), Rows(b, ids)])
        for one, other in zip(found, function([a[ids], b[ids]]), strict=True):
            assert np.array_equal(one, other)


def test_shapes_are_checked():
    function = K.function([x := K.placeholder((None, 3))], [x])
    with pytest.raises(ValueError, match=r"must have shape \(None, 3\), got \(2, 4\)"):
        function([Rows(np.zeros((5, 4), "float32"), np.array([0, 1]))])


def test_what_it_tells_of_itself():
    rows = Rows(np.zeros((5, 4, 2), "int16"), np.array([0, 3, 3]))
    assert (rows.shape, rows.dtype, rows.ndim) == ((3, 4, 2), np.dtype("int16"), 3)
    assert np.asarray(rows, "float64").dtype == "float64"
