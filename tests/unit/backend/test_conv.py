"""Convolution, pooling and unshared convolution against plain loops."""

import itertools

import numpy as np
import pytest

from kerastutor import backend as K


def padded(x, sizes, strides, dilation, padding, fill=0.0):
    pads = [(0, 0)]
    for n, k, s, d in zip(x.shape[1:-1], sizes, strides, dilation, strict=True):
        reach = (k - 1) * d + 1
        total = {"valid": 0, "same": max((-(-n // s) - 1) * s + reach - n, 0), "causal": reach - 1}[
            padding
        ]
        before = total if padding == "causal" else total // 2
        pads.append((before, total - before))
    return np.pad(x, pads + [(0, 0)], constant_values=fill)


def windows(x, sizes, strides, dilation, padding, fill=0.0):
    """(place, window) for every place of the output; windows are (samples, *sizes, channels)."""
    wide = padded(x, sizes, strides, dilation, padding, fill)
    outs = [
        (n - (k - 1) * d - 1) // s + 1
        for n, k, s, d in zip(wide.shape[1:-1], sizes, strides, dilation, strict=True)
    ]
    for place in itertools.product(*map(range, outs)):
        index = tuple(
            slice(p * s, p * s + (k - 1) * d + 1, d)
            for p, s, k, d in zip(place, strides, sizes, dilation, strict=True)
        )
        yield place, wide[(slice(None), *index)], outs


def reference_conv(x, kernel, strides, padding, dilation, depthwise=False):
    rank = kernel.ndim - 2
    out = None
    for place, window, outs in windows(x, kernel.shape[:rank], strides, dilation, padding):
        if depthwise:
            value = (window[..., None] * kernel).sum(tuple(range(1, rank + 1))).reshape(len(x), -1)
        else:
            value = np.tensordot(window, kernel, rank + 1)
        if out is None:
            out = np.zeros((len(x), *outs, value.shape[-1]))
        out[(slice(None), *place)] = value
    return out


def check(call, x, expected, rank):
    """The result in both layouts, with a free batch size."""
    order = (0, rank + 1, *range(1, rank + 1))
    for layout, value, want in (
        ("channels_last", x, expected),
        ("channels_first", x.transpose(order), expected.transpose(order)),
    ):
        t = K.placeholder((None, *value.shape[1:]))
        y = call(t, layout)
        assert K.int_shape(y) == (None, *want.shape[1:])
        np.testing.assert_allclose(K.function([t], [y])([value])[0], want, rtol=1e-4, atol=1e-4)


SHAPES = {1: (2, 7, 3), 2: (2, 6, 5, 3), 3: (1, 4, 5, 3, 2)}
SETTINGS = [
    (1, 1, "valid"),
    (2, 1, "valid"),
    (1, 1, "same"),
    (2, 1, "same"),
    (1, 2, "valid"),
    (1, 2, "same"),
]


@pytest.mark.parametrize("stride, dilation, padding", SETTINGS)
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_conv(rank, stride, dilation, padding, rng):
    x = rng.standard_normal(SHAPES[rank])
    kernel = rng.standard_normal(((3, 2, 2)[:rank]) + (x.shape[-1], 4))
    if rank == 3 and dilation > 1:
        kernel = kernel[:1]
    strides, rates = (stride,) * rank, (dilation,) * rank
    expected = reference_conv(x, kernel, strides, padding, rates)
    conv = getattr(K, f"conv{rank}d")
    w = K.constant(kernel)
    given = (stride, dilation) if rank == 1 else (strides, rates)
    check(lambda t, layout: conv(t, w, given[0], padding, layout, given[1]), x, expected, rank)


@pytest.mark.parametrize("stride, dilation", [(1, 1), (1, 2), (2, 1)])
def test_causal(stride, dilation, rng):
    x, kernel = rng.standard_normal((2, 7, 3)), rng.standard_normal((3, 3, 4))
    got = K.eval(
        K.conv1d(K.constant(x), K.constant(kernel), stride, "causal", dilation_rate=dilation)
    )
    np.testing.assert_allclose(
        got, reference_conv(x, kernel, (stride,), "causal", (dilation,)), rtol=1e-4, atol=1e-4
    )
    later = x.copy()
    later[:, 4:] += 5
    moved = K.eval(
        K.conv1d(K.constant(later), K.constant(kernel), 1, "causal", dilation_rate=dilation)
    )
    still = K.eval(K.conv1d(K.constant(x), K.constant(kernel), 1, "causal", dilation_rate=dilation))
    np.testing.assert_array_equal(moved[:, :4], still[:, :4])


@pytest.mark.parametrize("stride, dilation, padding", SETTINGS)
def test_depthwise_and_separable(stride, dilation, padding, rng):
    x, deep, point = (
        rng.standard_normal((2, 6, 5, 3)),
        rng.standard_normal((3, 2, 3, 2)),
        rng.standard_normal((6, 4)),
    )
    expected = reference_conv(x, deep, (stride,) * 2, padding, (dilation,) * 2, depthwise=True)
    check(
        lambda t, layout: K.depthwise_conv2d(
            t, K.constant(deep), (stride,) * 2, padding, layout, (dilation,) * 2
        ),
        x,
        expected,
        2,
    )
    check(
        lambda t, layout: K.separable_conv2d(
            t,
            K.constant(deep),
            K.constant(point[None, None]),
            (stride,) * 2,
            padding,
            layout,
            (dilation,) * 2,
        ),
        x,
        expected @ point,
        2,
    )
    x, deep = x[:, :, 0], deep[:, 0]
    expected = reference_conv(x, deep, (stride,), padding, (dilation,), depthwise=True) @ point
    check(
        lambda t, layout: K.separable_conv1d(
            t, K.constant(deep), K.constant(point[None]), stride, padding, layout, dilation
        ),
        x,
        expected,
        1,
    )


@pytest.mark.parametrize(
    "rank, stride, padding, dilation",
    [
        (2, 1, "valid", 1),
        (2, 2, "valid", 1),
        (2, 1, "same", 1),
        (2, 2, "same", 1),
        (2, 1, "valid", 2),
        (3, 2, "same", 1),
        (3, 1, "valid", 1),
    ],
)
@pytest.mark.parametrize("sizes", ["ints", "batch", "tensors"])
def test_transpose_is_the_adjoint(rank, stride, padding, dilation, sizes, rng):
    """<conv(u), v> = <u, conv_transpose(v)> for all u and v."""
    u = rng.standard_normal((2, 6, 5, 4, 3)[: rank + 1] + (3,))
    kernel = rng.standard_normal((3, 2, 2)[:rank] + (3, 4))
    forward = reference_conv(u, kernel, (stride,) * rank, padding, (dilation,) * rank)
    v = rng.standard_normal(forward.shape)
    more = {} if rank == 3 else {"dilation_rate": (dilation,) * 2}
    back = getattr(K, f"conv{rank}d_transpose")
    order = (0, rank + 1, *range(1, rank + 1))
    for layout, value, like in (
        ("channels_last", v, u),
        ("channels_first", v.transpose(order), u.transpose(order)),
    ):
        t, shape_of = K.placeholder((None, *value.shape[1:])), K.placeholder((None,) * (rank + 2))
        shape = {
            "ints": like.shape,
            "batch": (None, *like.shape[1:]),
            "tensors": [K.shape(shape_of)[i] for i in range(rank + 2)],
        }[sizes]
        y = back(t, K.constant(kernel), shape, (stride,) * rank, padding, layout, **more)
        (got,) = K.function([t, shape_of], [y])([value, like])
        assert got.shape == like.shape
        assert np.sum(got * like) == pytest.approx(np.sum(forward * v), rel=1e-4)


@pytest.mark.parametrize("mode", ["max", "avg"])
@pytest.mark.parametrize("padding, stride", [("valid", 1), ("valid", 2), ("same", 1), ("same", 2)])
@pytest.mark.parametrize("rank", [2, 3])
def test_pool(rank, mode, padding, stride, rng):
    x = rng.standard_normal(SHAPES[rank])
    size, strides, ones = (3, 2, 2)[:rank], (stride,) * rank, (1,) * rank
    places = list(windows(x, size, strides, ones, padding, np.nan))
    expected = np.zeros((len(x), *places[0][2], x.shape[-1]))
    for place, window, _ in places:
        combine = np.nanmax if mode == "max" else np.nanmean
        expected[(slice(None), *place)] = combine(window, axis=tuple(range(1, rank + 1)))
    pool = getattr(K, f"pool{rank}d")
    check(lambda t, layout: pool(t, size, strides, padding, layout, mode), x, expected, rank)


def test_local_conv1d(rng):
    x, kernel = rng.standard_normal((2, 7, 3)), rng.standard_normal((3, 6, 4))
    expected = np.stack([x[:, 2 * i : 2 * i + 2].reshape(2, -1) @ kernel[i] for i in range(3)], 1)
    t = K.placeholder((None, 7, 3))
    y = K.local_conv1d(t, K.constant(kernel), (2,), (2,))
    assert K.int_shape(y) == (None, 3, 4)
    np.testing.assert_allclose(K.function([t], [y])([x])[0], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("layout", ["channels_last", "channels_first"])
def test_local_conv2d(layout, rng):
    x, kernel = rng.standard_normal((2, 5, 6, 3)), rng.standard_normal((6, 18, 4))
    if layout == "channels_first":
        x = x.transpose(0, 3, 1, 2)
    expected = np.zeros((2, 2, 3, 4))
    for n, (i, j) in enumerate(itertools.product(range(2), range(3))):
        block = (slice(2 * i, 2 * i + 3), slice(2 * j, 2 * j + 2))
        window = (
            x[(slice(None), slice(None), *block)]
            if layout == "channels_first"
            else x[(slice(None), *block)]
        )
        expected[:, i, j] = window.reshape(2, -1) @ kernel[n]
    if layout == "channels_first":
        expected = expected.transpose(0, 3, 1, 2)
    t = K.placeholder((None, *x.shape[1:]))
    y = K.local_conv2d(t, K.constant(kernel), (3, 2), (2, 2), (2, 3), layout)
    assert K.int_shape(y) == (None, *expected.shape[1:])
    np.testing.assert_allclose(K.function([t], [y])([x])[0], expected, rtol=1e-4, atol=1e-5)


def test_gradients_of_conv(rng):
    x, kernel, g = (rng.standard_normal(s) for s in ((2, 5, 4, 3), (3, 2, 3, 2), (2, 3, 3, 2)))
    t, w = K.variable(x, "float64"), K.variable(kernel, "float64")
    gx, gw = K.gradients(K.sum(K.conv2d(t, w) * g), [t, w])
    np.testing.assert_allclose(np.sum(K.eval(gx) * x), np.sum(K.eval(gw) * kernel), rtol=1e-9)
    expected = np.zeros_like(kernel)
    for (i, j), window, _ in windows(x, (3, 2), (1, 1), (1, 1), "valid"):
        expected += np.einsum("nhwc,no->hwco", window, g[:, i, j])
    np.testing.assert_allclose(K.eval(gw), expected, rtol=1e-9)


def test_old_names():
    x, w = K.zeros((1, 2, 2, 3)), K.zeros((2, 2, 1, 3))
    with pytest.warns(DeprecationWarning, match="conv2d_transpose"):
        y = K.deconv2d(x, w, (1, 3, 3, 1))
    assert K.int_shape(y) == (1, 3, 3, 1)
    with pytest.warns(DeprecationWarning, match="conv3d_transpose"):
        y = K.deconv3d(K.zeros((1, 2, 2, 2, 3)), K.zeros((2, 2, 2, 1, 3)), (1, 3, 3, 3, 1))
    assert K.int_shape(y) == (1, 3, 3, 3, 1)


IMAGE, KERNEL = K.placeholder((None, 6, 5, 3)), K.placeholder((3, 3, 3, 4))


@pytest.mark.parametrize(
    "call, error, words",
    [
        (
            lambda: K.conv2d(IMAGE, KERNEL, padding="full"),
            ValueError,
            "padding must be 'valid' or 'same', got 'full'",
        ),
        (lambda: K.conv2d(IMAGE, KERNEL, padding="causal"), ValueError, "padding must be"),
        (lambda: K.conv2d(IMAGE, KERNEL, data_format="last"), ValueError, "data_format must be"),
        (
            lambda: K.conv2d(IMAGE, KERNEL, strides=(1, 2, 3)),
            ValueError,
            "strides must be an integer or 2 integers",
        ),
        (lambda: K.conv2d(IMAGE, KERNEL, strides=(0, 1)), ValueError, "must be at least 1"),
        (
            lambda: K.conv2d(IMAGE, KERNEL, strides=(2, 2), dilation_rate=(2, 2)),
            ValueError,
            "Keep one of them at 1",
        ),
        (lambda: K.conv2d(IMAGE, KERNEL, strides=1.5), TypeError, "strides must be an integer"),
        (
            lambda: K.conv2d(K.zeros((6, 5, 3)), KERNEL),
            ValueError,
            r"x must have 4 axes, got shape \(6, 5, 3\)",
        ),
        (lambda: K.conv2d(IMAGE, K.zeros((3, 3, 4))), ValueError, "kernel must have 4 axes"),
        (lambda: K.conv2d(IMAGE, KERNEL, data_format="channels_first"), ValueError, "channels"),
        (lambda: K.conv2d(IMAGE, K.zeros((7, 7, 3, 1))), ValueError, "at least 7 places"),
        (
            lambda: K.conv1d(
                K.zeros((1, 5, 3)),
                K.zeros((2, 5, 1)),
                padding="causal",
                data_format="channels_first",
            ),
            ValueError,
            "for causal padding",
        ),
        (
            lambda: K.conv2d_transpose(IMAGE, K.zeros((3, 3, 2, 3)), (None, 8, 7)),
            ValueError,
            "output_shape must hold 4",
        ),
        (
            lambda: K.conv2d_transpose(IMAGE, K.zeros((3, 3, 2, 3)), (None, None, 7, 2)),
            ValueError,
            "only the number of samples",
        ),
        (
            lambda: K.conv2d_transpose(IMAGE, K.zeros((3, 3, 2, 3)), (None, 9, 7, 2)),
            ValueError,
            "output places",
        ),
        (
            lambda: K.separable_conv2d(IMAGE, K.zeros((3, 3, 3, 1)), K.zeros((2, 1, 3, 4))),
            ValueError,
            "size 1 in space",
        ),
        (
            lambda: K.depthwise_conv2d(IMAGE, K.zeros((3, 3, 3))),
            ValueError,
            "depthwise_kernel must have 4 axes",
        ),
        (
            lambda: K.pool2d(IMAGE, (2, 2), pool_mode="sum"),
            ValueError,
            "pool_mode must be 'max' or 'avg'",
        ),
        (lambda: K.pool2d(IMAGE, (2, 2), padding="full"), ValueError, "padding must be"),
        (lambda: K.pool2d(IMAGE, (2,)), ValueError, "pool_size must be"),
        (lambda: K.pool3d(IMAGE, (2, 2, 2)), ValueError, "x must have 5 axes"),
        (
            lambda: K.local_conv1d(K.zeros((2, 3)), K.zeros((1, 2, 3)), (1,), (1,)),
            ValueError,
            "inputs must have 3 axes",
        ),
    ],
)
def test_errors(call, error, words):
    with pytest.raises(error, match=words):
        call()
