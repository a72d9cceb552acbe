"""Padding and resizing."""

import numpy as np
import pytest

from kerastutor import backend as K

FIRST_IMAGE, FIRST_VOLUME = (0, 3, 1, 2), (0, 4, 1, 2, 3)


def both_layouts(call, value, to_first):
    """Result for channels last; the same result for channels first, brought back, must equal it."""
    last = K.eval(call(K.constant(value), "channels_last"))
    first = K.eval(call(K.constant(value.transpose(to_first)), "channels_first"))
    np.testing.assert_array_equal(first.transpose(np.argsort(to_first)), last)
    return last


def test_temporal_padding(rng):
    x = rng.standard_normal((2, 3, 4)).astype("float32")
    np.testing.assert_array_equal(
        K.eval(K.temporal_padding(K.constant(x))), np.pad(x, ((0, 0), (1, 1), (0, 0)))
    )
    np.testing.assert_array_equal(
        K.eval(K.temporal_padding(K.constant(x), (2, 0))), np.pad(x, ((0, 0), (2, 0), (0, 0)))
    )


def test_spatial_padding(rng):
    image, volume = rng.standard_normal((2, 3, 4, 3)), rng.standard_normal((1, 2, 3, 2, 2))
    got = both_layouts(
        lambda x, f: K.spatial_2d_padding(x, ((1, 0), (2, 3)), f), image, FIRST_IMAGE
    )
    np.testing.assert_allclose(got, np.pad(image, ((0, 0), (1, 0), (2, 3), (0, 0))), rtol=1e-6)
    pads = ((1, 0), (2, 3), (0, 1))
    got = both_layouts(lambda x, f: K.spatial_3d_padding(x, pads, f), volume, FIRST_VOLUME)
    np.testing.assert_allclose(got, np.pad(volume, ((0, 0), *pads, (0, 0))), rtol=1e-6)
    K.set_image_data_format("channels_first")
    assert K.int_shape(K.spatial_2d_padding(K.placeholder((None, 3, 5, 6)))) == (None, 3, 7, 8)


def test_resize_nearest(rng):
    image, volume = rng.standard_normal((2, 3, 4, 3)), rng.standard_normal((1, 2, 3, 2, 2))
    got = both_layouts(lambda x, f: K.resize_images(x, 2, 3, f), image, FIRST_IMAGE)
    np.testing.assert_allclose(got, image.repeat(2, 1).repeat(3, 2), rtol=1e-6)
    got = both_layouts(lambda x, f: K.resize_volumes(x, 2, 1, 3, f), volume, FIRST_VOLUME)
    np.testing.assert_allclose(got, volume.repeat(2, 1).repeat(3, 3), rtol=1e-6)


def test_resize_bilinear():
    ramp = np.arange(3.0).reshape(1, 1, 3, 1) * np.ones((1, 2, 1, 1))
    got = both_layouts(
        lambda x, f: K.resize_images(x, 1, 2, f, interpolation="bilinear"), ramp, FIRST_IMAGE
    )
    np.testing.assert_allclose(got[0, 0, :, 0], [0, 0.5, 1, 1.5, 2, 2])


def test_free_sizes():
    x = K.placeholder((None, None, 4, 1))
    for how in ("nearest", "bilinear"):
        y = K.resize_images(x, 2, 2, "channels_last", interpolation=how)
        assert K.int_shape(y) == (None, None, 8, 1)
        assert K.function([x], [y])([np.ones((2, 3, 4, 1))])[0].shape == (2, 6, 8, 1)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: K.temporal_padding(K.zeros((2, 3))), "x must have 3 axes"),
        (lambda: K.temporal_padding(K.zeros((2, 3, 4)), 1), "pairs"),
        (lambda: K.spatial_2d_padding(K.zeros((1, 2, 3, 4)), ((1, 1),)), "2 pairs"),
        (lambda: K.spatial_2d_padding(K.zeros((1, 2, 3))), "x must have 4 axes"),
        (
            lambda: K.spatial_3d_padding(K.zeros((1, 2, 3, 4, 5)), ((1, 1), (1, 1), (1, 1, 1))),
            "3 pairs",
        ),
        (
            lambda: K.resize_images(K.zeros((1, 2, 3, 4)), 0, 1, "channels_last"),
            "height_factor must be at least 1",
        ),
        (lambda: K.resize_images(K.zeros((1, 2, 3, 4)), 2, 1, "last"), "data_format must be"),
        (
            lambda: K.resize_images(K.zeros((1, 2, 3, 4)), 2, 1, "channels_last", "cubic"),
            "interpolation must be",
        ),
        (
            lambda: K.resize_volumes(K.zeros((1, 2, 3, 4)), 2, 1, 1, "channels_last"),
            "x must have 5 axes",
        ),
    ],
)
def test_errors(call, words):
    with pytest.raises(ValueError, match=words):
        call()
