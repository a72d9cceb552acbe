"""Convolutions through plans: the kernel that is chosen, its numbers, odd sizes, both types."""

import numpy as np
import pytest
from helpers import lowered

from kerastutor import config
from kerastutor.graph import F, Placeholder, gradients
from kerastutor.runtime import Function

rng = np.random.RandomState(0)
# x, taps, filters, attributes, kernels for (forward, gradient of input, gradient of kernel)
DIRECT = ("conv_direct", "conv_direct", "conv_direct_filter")
WINDOWS = ("conv", "conv_grad_input", "conv_grad_filter")
WINOGRAD = ("conv_winograd", "conv_winograd", "conv_winograd_filter")
CASES = [
    ((3, 9, 8, 3), (3, 3), 16, {}, DIRECT),
    ((2, 7, 6, 5), (3, 3), 17, {"padding": "same"}, ("conv_direct", "conv_direct", WINDOWS[2])),
    ((2, 7, 6, 1), (2, 3), 5, {"padding": "same"}, ("conv_direct", "conv_direct", WINDOWS[2])),
    ((2, 9, 7, 3), (3, 2), 16, {"strides": (2, 3)}, (DIRECT[0], WINDOWS[1], DIRECT[2])),
    (
        (2, 8, 7, 3),
        (3, 3),
        16,
        {"strides": (2, 2), "padding": "same"},
        (DIRECT[0], WINDOWS[1], DIRECT[2]),
    ),
    ((2, 9, 9, 4), (2, 2), 16, {"dilation": (3, 1), "padding": "same"}, DIRECT),
    ((2, 9, 9, 4), (2, 2), 16, {"dilation": (1, 2), "padding": "same"}, WINDOWS),
    ((2, 9, 9, 4), (2, 3), 7, {"dilation": (2, 2)}, WINDOWS),
    ((3, 11, 4), (3,), 16, {"padding": "causal"}, DIRECT),
    ((3, 11, 4), (3,), 8, {"padding": "causal", "dilation": (2,)}, WINDOWS),
    ((3, 11, 4), (4,), 8, {"strides": (3,)}, (DIRECT[0], WINDOWS[1], WINDOWS[2])),
    ((2, 4, 5, 6, 3), (2, 3, 2), 16, {"padding": "same"}, DIRECT),
    ((2, 4, 5, 6, 3), (2, 1, 2), 4, {"strides": (1, 2, 2)}, (DIRECT[0], WINDOWS[1], WINDOWS[2])),
    ((3, 5, 4, 6), (1, 1), 9, {}, ("product", "product", "matmul")),
    ((3, 5, 4, 6), (1, 1), 16, {"strides": (2, 1)}, (WINDOWS[0], WINDOWS[1], DIRECT[2])),
    ((3, 9, 10, 32), (3, 3), 48, {"padding": "same"}, WINOGRAD),
    ((3, 10, 10, 32), (3, 3), 16, {}, WINOGRAD),
    (
        (3, 8, 9, 24),
        (3, 3),
        16,
        {"padding": "same"},
        ("conv_winograd", "conv_direct", "conv_winograd_filter"),
    ),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[1]}-{c[2]}")
def test_conv(case, dtype):
    shape, taps, filters, attrs, kernels = case
    if dtype == "float64":
        kernels = {"conv_winograd": DIRECT, "product": ("matmul",) * 3}.get(kernels[0], kernels)
    x = rng.randn(*shape).astype(dtype)
    w = rng.randn(*taps, shape[-1], filters).astype(dtype)
    [y] = lowered.reference("conv", [x, w], attrs)
    g = rng.randn(*y.shape).astype(dtype)
    calls = [("conv", [x, w]), ("conv_grad_input", [g, w, x]), ("conv_grad_filter", [x, g, w])]
    for (name, arrays), kernel in zip(calls, kernels, strict=True):
        found, used, chunks = lowered.run(name, arrays, attrs)
        assert kernel in used and chunks > 1
        lowered.assert_near(found, lowered.reference(name, arrays, attrs), dtype)


# one image: the kernel that is chosen, and how a convolution is cut into strips of lines
ONE_IMAGE = [
    ((1, 9, 8, 3), (3, 3), 16, {}, "conv_direct"),
    ((1, 13, 12, 5), (3, 2), 17, {"padding": "same"}, "conv_direct"),
    ((1, 15, 14, 3), (7, 7), 16, {"padding": "same", "strides": (2, 2)}, "conv_direct"),
    ((1, 6, 5, 3), (7, 5), 16, {"padding": "same"}, "conv_direct"),
    ((1, 12, 9, 4), (2, 2), 16, {"dilation": (3, 1), "padding": "same"}, "conv_direct"),
    ((1, 12, 9, 4), (2, 2), 16, {"dilation": (2, 3), "padding": "same"}, "conv"),
    ((1, 9, 10, 6), (1, 1), 16, {"strides": (2, 2)}, "conv"),
    ((1, 7, 5, 600), (1, 1), 150, {}, "product"),
    ((1, 17, 18, 32), (1, 1), 50, {}, "product"),
    ((1, 9, 10, 6), (1, 1), 16, {"strides": (4, 1)}, "conv"),
    ((1, 19, 10, 32), (3, 3), 48, {"padding": "same"}, "conv_winograd"),
    ((1, 10, 10, 32), (3, 3), 16, {}, "conv_winograd"),
    ((1, 7, 7, 320), (3, 3), 320, {"padding": "same"}, "conv_direct"),
    ((1, 9, 9, 160), (3, 3), 80, {"padding": "same"}, "conv_winograd"),
    ((1, 9, 10, 160), (3, 2), 150, {"padding": "same", "strides": (2, 2)}, "conv_direct"),
    ((1, 9, 10, 260), (1, 1), 260, {"strides": (2, 2)}, "conv_direct"),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", ONE_IMAGE, ids=lambda c: f"{c[0]}-{c[1]}-{c[2]}")
def test_one_image(case, dtype):
    shape, taps, filters, attrs, kernel = case
    if dtype == "float64":
        kernel = "matmul" if kernel == "product" else kernel
        kernel = "conv_direct" if kernel == "conv_winograd" else kernel
    x = rng.randn(*shape).astype(dtype)
    w = rng.randn(*taps, shape[-1], filters).astype(dtype)
    found, used, chunks = lowered.run("conv", [x, w], attrs)
    expected = lowered.reference("conv", [x, w], attrs)
    assert kernel in used and chunks > 1
    lowered.assert_near(found, expected, dtype)
    if max(attrs.get("strides", (1,))) == 1:
        g = rng.randn(*expected[0].shape).astype(dtype)
        back = lowered.run("conv_grad_input", [g, w, x], attrs)[0]
        lowered.assert_near(back, lowered.reference("conv_grad_input", [g, w, x], attrs), dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("attrs", [{}, {"padding": "same"}, {"strides": (2, 3)}], ids=str)
def test_conv_transpose(attrs, dtype):
    x = rng.randn(3, 5, 4, 6).astype(dtype)
    w = rng.randn(3, 2, 7, 6).astype(dtype)
    found, used, _ = lowered.run("conv_transpose", [x, w], attrs)
    assert used & {"conv_direct", "conv_grad_input"}
    lowered.assert_near(found, lowered.reference("conv_transpose", [x, w], attrs), dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("channels, many", [(51, 1), (8, 1), (19, 3)])
@pytest.mark.parametrize(
    "attrs",
    [{}, {"padding": "same"}, {"padding": "same", "strides": (2, 2)}, {"dilation": (2, 1)}],
    ids=str,
)
def test_depthwise(attrs, channels, many, dtype):
    x = rng.randn(3, 8, 7, channels).astype(dtype)
    w = rng.randn(3, 3, channels, many).astype(dtype)
    [y] = lowered.reference("depthwise_conv", [x, w], attrs)
    g = rng.randn(*y.shape).astype(dtype)
    for name, arrays, kernel in (
        ("depthwise_conv", [x, w], "depthwise"),
        ("depthwise_conv_grad_input", [g, w, x], "depthwise_grad_input"),
        ("depthwise_conv_grad_filter", [x, g, w], "depthwise_grad_filter"),
    ):
        found, used, chunks = lowered.run(name, arrays, attrs)
        assert kernel in used and chunks > 1
        lowered.assert_near(found, lowered.reference(name, arrays, attrs), dtype)


def test_kernel_with_nan_reaches_only_what_it_should():
    """Zeros of the padding must not turn a NaN in the kernel into NaN where no tap lies inside."""
    g = rng.randn(1, 6, 6, 16).astype("float32")
    w = rng.randn(3, 3, 4, 16).astype("float32")
    w[0, 0, 0, 0] = np.nan
    x = np.zeros((1, 8, 8, 4), "float32")
    [found], _, _ = lowered.run("conv_grad_input", [g, w, x])
    [expected] = lowered.reference("conv_grad_input", [g, w, x])
    assert np.array_equal(np.isnan(found), np.isnan(expected)) and not np.isnan(found).all()


def test_images_without_output_run_on_the_reference():
    from kerastutor import backend as K

    x, w = np.zeros((0, 5, 5, 2), "float32"), np.zeros((3, 3, 2, 4), "float32")
    tensor = K.placeholder(shape=(None, 5, 5, 2))
    assert K.function([tensor], [K.conv2d(tensor, K.variable(w))])([x])[0].shape == (0, 3, 3, 4)


@pytest.fixture
def plain_sums():
    config.set_precise_convolutions(True)
    yield
    config.set_precise_convolutions(False)


def worst_errors(image, channels, filters):
    """Largest errors of a 3 x 3 convolution and its gradients, over their standard deviations."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, image, image, channels))
    w = rng.standard_normal((3, 3, channels, filters)) / np.sqrt(9 * channels)
    g = rng.standard_normal((2, image, image, filters))
    found = []
    for dtype in ("float32", "float64"):
        a, b, c = (Placeholder(v.shape, dtype) for v in (x, w, g))
        y = F.conv(a, b, padding="same")
        function = Function([a, b, c], [y, *gradients(y, [a, b], c)])
        found.append(function([v.astype("float32").astype(dtype) for v in (x, w, g)]))
    return [float(np.abs(p - q).max() / q.std()) for p, q in zip(*found)]


SIZES = [(28, 64, 64), (14, 128, 256), (9, 16, 32)]


@pytest.mark.parametrize("size", SIZES)
def test_winograd_keeps_its_bound(size):
    assert max(worst_errors(*size)) < 1e-4


@pytest.mark.parametrize("size", SIZES)
def test_precise_convolutions_keep_theirs(plain_sums, size):
    assert max(worst_errors(*size)) < 1e-5


def test_precise_is_yes_or_no():
    with pytest.raises(ValueError, match="True or False"):
        config.set_precise_convolutions("very")
