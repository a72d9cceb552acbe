"""kerastutor.utils.conv_utils: lengths compared with counting, kernels with SciPy-free loops."""

import numpy as np
import pytest

from kerastutor.utils import conv_utils as c


def test_normalize_tuple():
    assert c.normalize_tuple(5, 2, "strides") == (5, 5)
    assert c.normalize_tuple(np.int64(5), 3, "strides") == (5, 5, 5)
    assert c.normalize_tuple([7, 9], 2, "strides") == (7, 9)


@pytest.mark.parametrize("value", [None, 1.5, (1, 2, 3), ("a", "b"), "33", [], {1: 2}.items()])
def test_normalize_tuple_rejects(value):
    with pytest.raises(ValueError, match="The `strides` argument must be"):
        c.normalize_tuple(value, 2, "strides")


def test_normalize_padding():
    assert c.normalize_padding("SAME") == "same"
    for value in ("diagonal", None, 3, "full"):
        with pytest.raises(ValueError, match="`padding` argument"):
            c.normalize_padding(value)


def windows(length, size, padding, stride, dilation):
    """Counts the places of a filter by moving it."""
    reach = (size - 1) * dilation
    before, after = {"valid": (0, 0), "full": (reach, reach), "causal": (reach, 0),
                     "same": (reach - reach // 2, reach // 2)}[padding]
    return len(range(-before, length + after - reach, stride))


@pytest.mark.parametrize("padding", ["valid", "same", "causal", "full"])
@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_conv_output_length(size, stride, dilation, padding):
    for length in range(10, 16):
        expected = windows(length, size, padding, stride, dilation)
        assert c.conv_output_length(length, size, padding, stride, dilation) == expected


@pytest.mark.parametrize(("padding", "expected"), [("valid", 11), ("same", 9), ("full", 7)])
def test_conv_input_length(padding, expected):
    assert c.conv_input_length(5, 3, padding, 2) == expected


def test_unknown_lengths():
    assert c.conv_output_length(None, 3, "valid", 1) is None
    assert c.conv_input_length(None, 3, "valid", 1) is None
    assert c.deconv_length(None, 1, 3, "same", None) is None


@pytest.mark.parametrize(("args", "expected"), [
    ((224, 1, 3, "same", None), 224), ((224, 2, 3, "same", None), 448),
    ((32, 1, 5, "same", None), 32), ((32, 1, 5, "valid", None), 36),
    ((4, 1, 3, "full", None), 2), ((4, 2, 3, "valid", None), 9),
    ((224, 2, 3, "same", 1), 448), ((224, 2, 2, "same", 0), 446), ((4, 2, 3, "valid", 1), 10),
    ((4, 2, 3, "full", 0), 5),
    ((32, 1, 5, "valid", None, 2), 40), ((32, 1, 5, "same", None, 2), 32),
])
def test_deconv_length(args, expected):
    assert c.deconv_length(*args) == expected


def test_wrong_paddings():
    for call in (lambda: c.conv_output_length(5, 3, "x", 1),
                 lambda: c.deconv_length(5, 1, 3, "causal", None),
                 lambda: c.conv_input_length(5, 3, "causal", 1)):
        with pytest.raises(ValueError, match="padding: it must be one of"):
            call()


@pytest.mark.parametrize("shape", [(3, 2, 4), (3, 5, 2, 4), (2, 3, 4, 2, 3)])
def test_convert_kernel(shape):
    kernel = np.random.RandomState(0).rand(*shape)
    flipped = c.convert_kernel(kernel)
    for index in np.ndindex(*shape[:-2]):
        mirrored = tuple(n - 1 - i for n, i in zip(shape, index, strict=False))
        assert np.array_equal(flipped[index], kernel[mirrored])
    assert np.array_equal(c.convert_kernel(flipped), kernel)
    with pytest.raises(ValueError, match="3 to 5 axes"):
        c.convert_kernel(kernel[..., 0, 0].ravel())
