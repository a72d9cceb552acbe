"""kerastutor.utils.generic_utils: lists, slices, shapes."""

import numpy as np
import pytest

from kerastutor.utils import generic_utils as g


def test_everything_is_exported():
    assert all(callable(getattr(g, name)) for name in g.__all__)


@pytest.mark.parametrize(("x", "allow_tuple", "expected"), [
    (1, False, [1]), ([1, 2], False, [1, 2]), ((1, 2), False, [(1, 2)]), ((1, 2), True, [1, 2]),
    (None, True, [None]),
])
def test_to_list(x, allow_tuple, expected):
    assert g.to_list(x, allow_tuple) == expected


def test_to_list_keeps_a_list():
    x = [1]
    assert g.to_list(x) is x


@pytest.mark.parametrize(("x", "expected"), [
    ([1], 1), ((1,), 1), ([1, 2], [1, 2]), (5, 5), ([], []),
])
def test_unpack_singleton(x, expected):
    assert g.unpack_singleton(x) == expected


def test_object_list_uid():
    a, b = object(), object()
    assert g.object_list_uid([a, b]) == g.object_list_uid([a, b])
    assert g.object_list_uid([a, b]) != g.object_list_uid([b, a])
    assert g.object_list_uid(a) == g.object_list_uid([a])


@pytest.mark.parametrize(("x", "expected"), [
    (None, True), ([None, None], True), ((None,), True), ([None, 0], False), (0, False), ([], True),
])
def test_is_all_none(x, expected):
    assert g.is_all_none(x) is expected


def test_slice_arrays():
    a, b = np.arange(10), np.arange(10, 20)
    assert g.slice_arrays(None) == [None]
    assert g.slice_arrays(a, 2, 4).tolist() == [2, 3]
    assert [x if x is None else x.tolist() for x in g.slice_arrays([a, None, b], 8)] == [
        [8, 9], None, [18, 19]]
    assert [x.tolist() for x in g.slice_arrays([a, b], np.array([0, 3]))] == [[0, 3], [10, 13]]
    assert g.slice_arrays(a, [1, 5]).tolist() == [1, 5]


@pytest.mark.parametrize(("shape", "target", "axes", "expected"), [
    ((16, 128, 64, 32), "channels_first", (1, 2), (16, 32, 128, 64)),
    ((16, 128, 64, 32), "channels_last", (1, 2), (16, 128, 64, 32)),
    ((128, 64, 32), "channels_first", (0, 1), (32, 128, 64)),
    ([2, 5, 128, 64, 32], "channels_first", (2, 3), [2, 5, 32, 128, 64]),
])
def test_transpose_shape(shape, target, axes, expected):
    assert g.transpose_shape(shape, target, axes) == expected


def test_transpose_shape_rejects_other_formats():
    with pytest.raises(ValueError, match="target_format must be"):
        g.transpose_shape((1, 2, 3), "NHWC", (0, 1))
