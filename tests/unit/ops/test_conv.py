"""Convolutions against the definition, written as plain loops, and against each other."""

import itertools

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F
from kerastutor.ops.samples import numbers


def run(name, *arrays, **attrs):
    """Value of an op on arrays."""
    tensors = [K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in arrays]
    return K.function(tensors, [getattr(F, name)(*tensors, **attrs)])(list(arrays))[0]


def by_definition(x, w, strides, dilation, pads, outs):
    """y[b, o, q] = sum over taps t and channels c of x[b, o * s + t * d - pad, c] * w[t, c, q]."""
    y = np.zeros((len(x), *outs, w.shape[-1]))
    for b, *place in np.ndindex(len(x), *outs):
        for tap in np.ndindex(w.shape[:-2]):
            source = [
                o * s + t * d - p
                for o, s, t, d, p in zip(place, strides, tap, dilation, pads, strict=True)
            ]
            if all(0 <= i < n for i, n in zip(source, x.shape[1:-1], strict=True)):
                y[(b, *place)] += x[(b, *source)].astype("float64") @ w[tap]
    return y


CASES = [
    # spatial sizes, taps, strides, dilation, padding, pads before, output sizes
    ((7,), (3,), (1,), (1,), "valid", (0,), (5,)),
    ((7,), (3,), (2,), (1,), "valid", (0,), (3,)),
    ((7,), (2,), (1,), (3,), "valid", (0,), (4,)),
    ((7,), (4,), (1,), (1,), "same", (1,), (7,)),
    ((8,), (3,), (3,), (1,), "same", (0,), (3,)),
    ((7,), (3,), (1,), (2,), "causal", (4,), (7,)),
    ((7,), (3,), (2,), (1,), "causal", (2,), (4,)),
    ((5, 6), (3, 2), (1, 1), (1, 1), "valid", (0, 0), (3, 5)),
    ((5, 6), (3, 3), (2, 2), (1, 1), "same", (1, 0), (3, 3)),
    ((5, 6), (2, 3), (1, 1), (2, 2), "same", (1, 2), (5, 6)),
    ((5, 6), (1, 1), (3, 2), (1, 1), "valid", (0, 0), (2, 3)),
    ((3, 4, 3), (2, 2, 2), (1, 1, 1), (1, 1, 1), "valid", (0, 0, 0), (2, 3, 2)),
    ((3, 4, 3), (2, 3, 2), (2, 1, 1), (1, 1, 1), "same", (0, 1, 0), (2, 4, 3)),
]


@pytest.mark.parametrize("size, taps, strides, dilation, padding, pads, outs", CASES)
def test_conv(size, taps, strides, dilation, padding, pads, outs):
    x, w = numbers(2, *size, 3), numbers(*taps, 3, 4)
    attrs = {"strides": strides, "dilation": dilation, "padding": padding}
    want = by_definition(x, w, strides, dilation, pads, outs)
    got = run("conv", x, w, **attrs)
    assert got.shape == want.shape and got.dtype == np.float32
    assert np.allclose(got, want, 1e-4, 1e-4)


@pytest.mark.parametrize("size, taps, strides, dilation, padding, pads, outs", CASES)
def test_gradients_are_adjoints(size, taps, strides, dilation, padding, pads, outs):
    """<conv(x, w), g> = <x, conv_grad_input(g, w)> = <w, conv_grad_filter(x, g)>."""
    x, w, g = numbers(2, *size, 3), numbers(*taps, 3, 4), numbers(2, *outs, 4)
    attrs = {"strides": strides, "dilation": dilation, "padding": padding}
    whole = float((run("conv", x, w, **attrs).astype("float64") * g).sum())
    dx, dw = run("conv_grad_input", g, w, x, **attrs), run("conv_grad_filter", x, g, w, **attrs)
    assert dx.shape == x.shape and dw.shape == w.shape
    assert np.isclose((dx.astype("float64") * x).sum(), whole, 1e-4, 1e-3)
    assert np.isclose((dw.astype("float64") * w).sum(), whole, 1e-4, 1e-3)


@pytest.mark.parametrize("size, taps, strides, dilation, padding, pads, outs", CASES)
def test_depthwise_is_one_conv_per_channel(size, taps, strides, dilation, padding, pads, outs):
    x, w = numbers(2, *size, 3), numbers(*taps, 3, 2)
    attrs = {"strides": strides, "dilation": dilation, "padding": padding}
    each = [
        run("conv", x[..., c : c + 1], w[..., c : c + 1, :], **attrs) for c in range(x.shape[-1])
    ]
    assert np.allclose(run("depthwise_conv", x, w, **attrs), np.concatenate(each, -1), 1e-4, 1e-5)


@pytest.mark.parametrize(
    "n, k, s, padding",
    list(itertools.product((1, 3, 4), (1, 2, 3, 5), (1, 2, 3), ("same", "valid"))),
)
def test_conv_transpose_undoes_the_shape_of_conv(n, k, s, padding):
    x, w = numbers(2, n, 4), numbers(k, 3, 4)
    y = run("conv_transpose", x, w, strides=(s,), padding=padding)
    assert y.shape == (2, n * s + (max(k - s, 0) if padding == "valid" else 0), 3)
    back = run("conv", y, w, strides=(s,), padding=padding)
    assert back.shape == x.shape
    inside = run("conv_grad_input", x, w, y, strides=(s,), padding=padding)
    assert np.array_equal(inside, y)


def test_conv_transpose_of_one_place_is_the_kernel():
    x, w = np.zeros((1, 3, 3, 1), "float32"), numbers(3, 3, 2, 1)
    x[0, 1, 1, 0] = 2
    y = run("conv_transpose", x, w)
    assert np.allclose(y[0, 1:4, 1:4], 2 * w[..., 0])
    assert y.shape == (1, 5, 5, 2) and np.count_nonzero(y) == w.size


def test_conv_transpose_output_shape_of_unknown_size():
    x = K.placeholder(shape=(None, None, 5, 4))
    w = K.placeholder(shape=(3, 3, 2, 4))
    y = F.conv_transpose(x, w, output_shape=(None, None, 10, 2), strides=(2, 2), padding="same")
    assert tuple(y.shape) == (None, None, 10, 2)
    got = K.function([x, w], [y])([numbers(2, 3, 5, 4), numbers(3, 3, 2, 4)])[0]
    assert got.shape == (2, 6, 10, 2)


def test_unknown_spatial_sizes():
    x, w = K.placeholder(shape=(None, None, None, 3)), K.placeholder(shape=(3, 3, 3, 4))
    y = F.conv(x, w, strides=(2, 2), padding="same")
    assert tuple(y.shape) == (None, None, None, 4)
    run_ = K.function([x, w], [y])
    for h, wide in ((5, 7), (8, 3)):
        assert run_([numbers(2, h, wide, 3), numbers(3, 3, 3, 4)])[0].shape == (
            2,
            (h + 1) // 2,
            (wide + 1) // 2,
            4,
        )


def test_messages_name_both_sizes():
    x, w = K.placeholder(shape=(None, 4, 4, 3)), K.placeholder(shape=(5, 5, 3, 2))
    with pytest.raises(ValueError, match="at least 5 places for a 'valid' window of 5, got 4"):
        F.conv(x, w)
    with pytest.raises(ValueError, match="input channels of the kernel must be 3, got 2"):
        F.conv(x, K.placeholder(shape=(1, 1, 2, 2)))
    with pytest.raises(ValueError, match="1 to 3 spatial axes"):
        F.conv(x, K.placeholder(shape=(3, 2)))
    with pytest.raises(ValueError, match="must be known"):
        F.conv(x, K.placeholder(shape=(None, 3, 3, 2)))
