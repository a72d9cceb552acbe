"""Convolution kernels: compiled and plain Python agree, and write nowhere else.

Their values are checked in tests/unit/compiler/test_lower_conv.py.
"""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels, winograd, winograd_grad
from kerastutor.kernels.tile import packed_size

rng = np.random.RandomState(0)
TYPES = ["float32", "float64"]


def numbers(*shape, dtype="float32"):
    return rng.randn(*shape).astype(dtype)


@pytest.mark.parametrize("dtype", TYPES)
def test_windows(dtype):
    # 2 images of 5 x 4 x 3, taps 3 x 2 with dilation 1 x 2, padding 1 x 1:
    # 5 x 4 places, 4 filters, blocks of 7 windows
    geometry = (2, 1, 5, 4, 3, 1, 5, 4, 4, 1, 3, 2, 1, 1, 1, 1, 1, 2, 0, 1, 1)
    x, w, g = (
        numbers(2 * 60, dtype=dtype),
        numbers(18 * 4, dtype=dtype),
        numbers(2 * 80, dtype=dtype),
    )
    y = both(kernels["conv"], [x, w, nan(160, dtype=dtype), nan(7 * 18, dtype=dtype)], geometry)[2]
    dx = both(
        kernels["conv_grad_input"],
        [g, w, nan(120, dtype=dtype), nan(7 * 18, dtype=dtype)],
        geometry,
    )[2]
    dw = both(
        kernels["conv_grad_filter"],
        [x, g, nan(72, dtype=dtype), nan(7 * 18, dtype=dtype)],
        (0, *geometry),
    )[2]
    some = both(
        kernels["conv_grad_filter"],
        [x, g, nan(40, dtype=dtype), nan(70, dtype=dtype)],
        (5, *geometry),
    )[2]
    np.testing.assert_allclose(some, dw[20:60], rtol=1e-4, atol=1e-5)
    # the three are gradients of each other
    np.testing.assert_allclose([dx @ x, dw @ w], [y @ g] * 2, rtol=1e-4)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("filters", [5, 16, 19])
def test_direct(filters, dtype):
    steps = (1, 2, 1, 1, 1, 0, 1, 1)  # strides, dilation, padding
    x, w = numbers(2, 1, 7, 6, 3, dtype=dtype), numbers(1, 3, 3, 3 * filters, dtype=dtype)
    y, room = nan(2, 1, 4, 6, filters, dtype=dtype), nan(1 * 9 * 8 * 3, dtype=dtype)
    y = both(
        kernels["conv_direct"],
        [x, w, y, nan(packed_size(27, filters), dtype=dtype), room],
        (0, 0, filters, *steps),
    )[2]
    assert np.isfinite(y).all()
    for first, last in ((0, 16), (16, filters)) if filters > 16 else ():
        part = both(
            kernels["conv_direct"],
            [x, w, nan(*y.shape, dtype=dtype), nan(packed_size(27, 16), dtype=dtype), room],
            (0, first, last, *steps),
        )[2]
        assert np.array_equal(part[..., first:last], y[..., first:last])
        assert np.isnan(part[..., :first]).all() and np.isnan(part[..., last:]).all()
    if filters % 16:
        return
    g = numbers(*y.shape, dtype=dtype)
    for lines, piece, apart in ((2, 6, 3), (1, 4, 5)):
        room = [nan(packed_size(6, 16) * (apart > 3), dtype=dtype), nan(72 * apart, dtype=dtype)]
        dw = both(
            kernels["conv_direct_filter"],
            [x, g, nan(27, filters, dtype=dtype), *room],
            (0, lines, piece, 1, 3, 3, *steps),
        )[2]
        np.testing.assert_allclose((dw * w.reshape(27, filters)).sum(), (y * g).sum(), rtol=1e-4)
        some = both(
            kernels["conv_direct_filter"],
            [x, g, nan(8, filters, dtype=dtype), *room],
            (11, lines, piece, 1, 3, 3, *steps),
        )[2]
        np.testing.assert_allclose(some, dw[11:19], rtol=1e-4, atol=1e-5)


def test_direct_back_with_infinite_kernel():
    g, w = numbers(1, 1, 3, 3, 2), numbers(1, 2, 2, 2 * 2)
    w[0, 0, 0, 0] = np.inf
    dx = both(
        kernels["conv_direct"],
        [g, w, nan(1, 1, 4, 4, 2), nan(packed_size(8, 2)), nan(5 * 5 * 2)],
        (1, 0, 2, 1, 1, 1, 1, 1, 0, 1, 1),
    )[2]
    assert np.isinf(dx[0, 0, :3, :3, 0]).all() and np.isfinite(dx[0, 0, 3]).all()


@pytest.mark.parametrize("size, pads", [((6, 6), (0, 0)), ((5, 9), (1, 1)), ((4, 4), (2, 2))])
def test_winograd(size, pads):
    xc, yc = 8, 16
    out = tuple(n + 2 * p - 2 for n, p in zip(size, pads))
    x, w = numbers(3, *size, xc), numbers(9 * xc * yc)
    *blocks, u, padded, v, m, room = winograd.sizes((*size, xc), (*out, yc), pads, 3, yc, False)
    y = both(
        kernels["conv_winograd"],
        [x, w, nan(3, *out, yc)] + [nan(n) for n in (u, padded, v, m, room)],
        (0, 0, yc, *pads, *blocks),
        400,
    )[2]
    g = numbers(*y.shape)
    group, tiles, *room = winograd_grad.sizes((*size, xc), (*out, yc), pads, 3, xc)
    sums = both(
        kernels["winograd_sums"],
        [x, g, nan(xc, 36, yc)] + [nan(n) for n in room],
        (0, *pads, group, tiles),
        400,
    )[2]
    dw = both(kernels["conv_winograd_filter"], [sums, nan(9 * xc, yc)], (0,))[1]
    some = both(kernels["conv_winograd_filter"], [sums, nan(20, yc)], (31,))[1]
    assert np.array_equal(some, dw[31:51])
    np.testing.assert_allclose((dw.ravel() * w).sum(), (y * g).sum(), rtol=1e-4)


def test_winograd_back_takes_the_kernel_turned():
    x, w = numbers(1, 6, 6, 16), numbers(3, 3, 16, 16)
    turned = np.ascontiguousarray(w[::-1, ::-1].transpose(0, 1, 3, 2))
    results = []
    for kernel, back in ((w, 1), (turned, 0)):
        made = winograd.sizes((6, 6, 16), (4, 4, 16), (0, 0), 1, 16, bool(back))
        arrays = [x, kernel.ravel(), nan(1, 4, 4, 16)] + [nan(n) for n in made[4:]]
        scalars = (back, 0, 16, 0, 0, *made[:4])
        results.append(both(kernels["conv_winograd"], arrays, scalars, 400)[2])
    assert np.array_equal(*results)


@pytest.mark.parametrize("back", [0, 1])
def test_winograd_of_a_large_kernel_in_pieces(monkeypatch, back):
    """Whether the kernel is transformed as a whole or some channels at a time: the same bits for
    any number of output channels, and nearly the same sums for pieces of the input channels.
    """
    x, w, results = numbers(3, 9, 10, 24), numbers(9 * 24 * 48), []
    for near, depth in ((winograd.NEAR, 64), (0, 64), (0, 16)):
        monkeypatch.setattr(winograd, "NEAR", near)
        monkeypatch.setattr(winograd, "DEPTH", depth)
        monkeypatch.setattr(winograd, "MANY", 12)
        made = winograd.sizes((9, 10, 24), (9, 10, 48), (1, 1), 3, 48, bool(back))
        assert made[1:4] == ((12, 32, min(depth, 24)) if near == 0 else (24, 48, 24))
        y = nan(3, 9, 10, 48)
        scalars = (back, 0, 48, 1, 1, *made[:4])
        kernels["conv_winograd"](x, w, y, *[nan(n) for n in made[4:]], *scalars)
        assert not np.isnan(y).any()
        results.append(y)
        part, here = (
            nan(3, 9, 10, 48),
            winograd.sizes((9, 10, 24), (9, 10, 48), (1, 1), 3, 32, bool(back)),
        )
        scalars = (back, 16, 48, 1, 1, *here[:4])
        kernels["conv_winograd"](x, w, part, *[nan(n) for n in here[4:]], *scalars)
        assert np.array_equal(part[..., 16:], y[..., 16:]) and np.isnan(part[..., :16]).all()
    whole, wide, deep = results
    assert np.array_equal(whole, wide)
    np.testing.assert_allclose(whole, deep, rtol=0, atol=1e-5 * np.abs(whole).max())


def test_winograd_is_nearly_as_exact_as_the_direct_sum():
    """Its points were chosen for that (winograd.py): the usual ones give 2e-5 here."""
    x, w = numbers(2, 18, 18, 32), numbers(3, 3, 32, 32)
    exact = np.zeros((2, 16, 16, 32))
    for i in range(3):
        for j in range(3):
            exact += x[:, i : i + 16, j : j + 16].astype("float64") @ w[i, j].astype("float64")
    made = winograd.sizes((18, 18, 32), (16, 16, 32), (0, 0), 2, 32, False)
    y, scalars = nan(2, 16, 16, 32), (0, 0, 32, 0, 0, *made[:4])
    kernels["conv_winograd"](x, w.ravel(), y, *[nan(n) for n in made[4:]], *scalars)
    assert np.abs(y - exact).max() < 8e-6 * exact.std()


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("many", [1, 2])
def test_depthwise(many, dtype):
    geometry = (2, 1, 5, 4, 3, 1, 3, 2, 3 * many, 1, 3, 3, 1, 2, 2, 1, 1, 1, 0, 1, 1)
    x, w, y = (
        numbers(120, dtype=dtype),
        numbers(27 * many, dtype=dtype),
        numbers(36 * many, dtype=dtype),
    )
    out = both(kernels["depthwise"], [x, w, np.full_like(y, np.nan)], geometry)[2]
    dx = both(kernels["depthwise_grad_input"], [y, w, np.full_like(x, np.nan)], geometry)[2]
    dw = both(kernels["depthwise_grad_filter"], [x, y, np.full_like(w, np.nan)], geometry)[2]
    np.testing.assert_allclose([dx @ x, dw @ w], [out @ y] * 2, rtol=1e-4)
    if many == 1:
        geometry = (2, 1, 5, 7, 19, 1, 5, 7, 19, 1, 3, 3, 1, 1, 1, 1, 1, 1, 0, 1, 1)
        a, k, g = (numbers(n, dtype=dtype) for n in (1330, 171, 1330))
        out = both(kernels["depthwise"], [a, k, np.full_like(g, np.nan)], geometry)[2]
        da = both(kernels["depthwise_grad_input"], [g, k, np.full_like(g, np.nan)], geometry)[2]
        np.testing.assert_allclose(da @ a, out @ g, rtol=1e-3)
        geometry = (2, 1, 5, 4, 3, 1, 5, 4, 3, 1, 3, 3, 1, 1, 1, 1, 1, 1, 0, 1, 1)
        g = numbers(120, dtype=dtype)
        out = both(kernels["depthwise"], [x, w, np.full_like(g, np.nan)], geometry)[2]
        dx = both(kernels["depthwise_grad_input"], [g, w, np.full_like(x, np.nan)], geometry)[2]
        np.testing.assert_allclose(dx @ x, out @ g, rtol=1e-4)


@pytest.mark.parametrize("lines", [2, 3])
@pytest.mark.parametrize("width, pad", [(8, 1), (10, 1), (10, 0), (11, 0)])
def test_depthwise_gradient_of_wide_images(width, pad, lines):
    places = width + 2 * pad - 2
    geometry = (2, 1, 4, width, 16, 1, 4, places, 16, 1, lines, 3, 1, 1, 1, 1, 1, 1, 0, 1, pad)
    x, g, w = numbers(2 * 4 * width * 16), numbers(2 * 4 * places * 16), numbers(lines * 48)
    g[5] = np.inf
    out = both(kernels["depthwise"], [x, w, np.full_like(g, np.nan)], geometry)[2]
    made = both(kernels["depthwise_grad_filter"], [x, g, np.full_like(w, np.nan)], geometry)[2]
    gone = np.arange(w.size) % 16 == 5  # 0 * inf, from the padding, is NaN
    assert np.isnan(made).any() and not np.isfinite(made[gone]).any()
    assert np.isfinite(made[~gone]).all()
    spared = np.arange(g.size) % 16 != 5
    np.testing.assert_allclose(made[~gone] @ w[~gone], out[spared] @ g[spared], rtol=1e-4)
