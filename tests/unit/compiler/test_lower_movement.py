"""Moved elements equal the NumPy references, however the work is cut."""

import numpy as np
import pytest
from helpers import lowered

from kerastutor.graph import F, Placeholder
from kerastutor.runtime import Function

TYPES = ["float32", "float64", "int32", "bool", "float16"]


def array(*shape, dtype="float32"):
    values = np.random.RandomState(sum(shape)).randint(-50, 50, shape)
    return values.astype(dtype) if dtype != "bool" else values > 0


def check(name, arrays, attrs=None):
    """The op equals its reference, bit for bit; the kernels that ran, and the number of chunks."""
    found, used, chunks = lowered.run(name, arrays, attrs)
    for a, b in zip(found, lowered.reference(name, arrays, attrs), strict=True):
        np.testing.assert_array_equal(a, b)
        assert a.dtype == arrays[0].dtype
    return used, chunks


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize(
    "shape, perm, kernel",
    [
        ((6, 17), (1, 0), "swap"),
        ((40, 33), (1, 0), "swap"),
        ((6, 5, 7), (0, 2, 1), "swap"),
        ((6, 5, 7), (1, 0, 2), "copy"),
        ((6, 5, 17), (2, 1, 0), "swap"),
        ((4, 2, 5, 3), (0, 3, 1, 2), "copy"),
        ((4, 8, 5, 6), (0, 3, 1, 2), "swap"),
        ((4, 6, 8, 5, 17), (4, 0, 3, 1, 2), "swap"),
        ((6, 2), (1, 0), "copy"),
    ],
)
def test_transpose(shape, perm, kernel, dtype):
    used, chunks = check("transpose", [array(*shape, dtype=dtype)], {"perm": perm})
    assert kernel in used and chunks > 1


@pytest.mark.parametrize("axes", [(0,), (1,), (2,), (0, 2), (0, 1, 2)])
@pytest.mark.parametrize("shape", [(6, 5, 7), (6, 2, 1)])
def test_reverse(shape, axes):
    if axes == (2,) and shape[2] == 1:
        pytest.skip("nothing moves")
    used, chunks = check("reverse", [array(*shape)], {"axes": axes})
    assert chunks > 1 and "pick" in used


@pytest.mark.parametrize(
    "begin, end, step",
    [
        ((1, None), (None, -1), (1, 1)),
        ((None, None), (None, None), (1, 2)),
        ((None,), (None,), (-1,)),
        ((-2, None, None), (None, None, 1), (-2, 1, -2)),
        ((2, 1, 1), (3, 2, 2), (1, 1, 1)),
    ],
)
def test_slice_and_its_gradient(begin, end, step):
    attrs = {"begin": begin, "end": end, "step": step}
    x = array(6, 5, 7)
    check("slice", [x], attrs)
    [part] = lowered.reference("slice", [x], attrs)
    used, _ = check("slice_grad", [part.astype("float32"), x], attrs)
    assert "fill" in used or part.size == x.size


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool"])
@pytest.mark.parametrize("pads", [((0, 0), (1, 2)), ((1, 0), (0, 0)), ((2, 3), (1, 1))])
def test_pad(pads, dtype):
    _, chunks = check("pad", [array(6, 5, dtype=dtype)], {"pads": pads, "value": 1})
    assert (chunks > 1) == (pads[0] == (0, 0))


@pytest.mark.parametrize("reps", [(1, 3, 1), (2, 1, 1), (2, 1, 2), (3, 2, 2)])
def test_tile_and_its_gradient(reps):
    x = array(6, 5, 4)
    _, chunks = check("tile", [x], {"reps": reps})
    assert chunks > 1
    check("tile_grad", [np.tile(x, reps), x])


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("reps", [2, 3, 20])
def test_repeat_and_its_gradient(reps, axis):
    x = array(6, 5, 4)
    used, chunks = check("repeat", [x], {"reps": reps, "axis": axis})
    assert chunks > 1 and ("spread" in used) == (4 ** (axis < 2) * reps <= 16 and axis > 0)
    check("repeat_grad", [np.repeat(x, reps, axis), x], {"reps": reps, "axis": axis})


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_concat(axis):
    shapes = [[6, 5, 4] for _ in range(4)]
    for shape, size in zip(shapes, (3, 1, 0, 7), strict=True):
        shape[axis] = size
    _, chunks = check("concat", [array(*shape) for shape in shapes], {"axis": axis})
    assert chunks > 1


@pytest.mark.parametrize("like", [(6, 5, 4), (6, 5), (2, 6, 5)])
def test_broadcast(like):
    x = array(*[1 if i == len(like) - 1 else n for i, n in enumerate(like)])
    check("broadcast_to", [x, array(*like)])


@pytest.mark.parametrize(
    "make",
    [
        lambda x: F.transpose(x, perm=(1, 0, 2)),
        lambda x: F.transpose(x, perm=(0, 2, 1)),
        lambda x: F.tile(x, reps=(1, 1, 1)),
        lambda x: F.repeat(x, reps=1, axis=2),
        lambda x: F.reverse(x, axes=(0,)),
        lambda x: F.pad(x, pads=((0, 0),) * 3),
        lambda x: F.concat(x, axis=1),
        lambda x: F.cumsum(x, axis=0),
        lambda x: F.sum(x, axes=(0, 2)),
        lambda x: F.mean(x, axes=(0,)),
        lambda x: x[:, :9],
    ],
)
def test_what_changes_nothing_is_no_job(make):
    x = Placeholder((None, None, None), "float32")
    value = array(1, 5, 1)
    y = F.reshape(make(x), shape=(-1,))
    function = Function([x], [y])
    assert not function.plan([value]).listing
    np.testing.assert_array_equal(function([value])[0], value.ravel())


def test_empty_and_scalar():
    x = Placeholder((None,), "float32")
    function = Function([x], [F.concat(x, x, axis=0), x[::-1], F.tile(x, reps=(3,))])
    for n in (0, 1, 5):
        value = array(n)
        got = function([value])
        for a, b in zip(got, [np.tile(value, 2), value[::-1], np.tile(value, 3)], strict=True):
            np.testing.assert_array_equal(a, b)
    scalar = Placeholder((), "float32")
    assert Function([scalar], [F.transpose(scalar)])([np.float32(3)])[0] == 3
