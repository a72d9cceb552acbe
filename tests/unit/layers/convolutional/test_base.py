"""Conv1D, Conv2D, Conv3D against loops in NumPy; options, shapes, errors."""
import itertools

import numpy as np
import pytest
from tolerances import VALUE

from kerastutor.layers import Conv1D, Conv2D, Conv3D, Input
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)
LAYERS = {1: Conv1D, 2: Conv2D, 3: Conv3D}
SHAPES = {1: (2, 9, 3), 2: (2, 7, 6, 3), 3: (2, 5, 4, 6, 2)}


def pad(x, sizes, strides, dilation, padding):
    """Zeros around the spatial axes."""
    widths = [(0, 0)]
    for n, k, s, d in zip(x.shape[1:-1], sizes, strides, dilation, strict=True):
        reach = (k - 1) * d
        total = 0
        if padding == "same":
            total = max((-(-n // s) - 1) * s + reach + 1 - n, 0)
        widths.append({"valid": (0, 0), "causal": (reach, 0)}.get(
            padding, (total // 2, total - total // 2)))
    return np.pad(x, [*widths, (0, 0)])


def convolve(x, kernel, strides, padding, dilation):
    """The convolution as a loop over output places and taps."""
    sizes = kernel.shape[:-2]
    x = pad(x, sizes, strides, dilation, padding)
    places = [(n - (k - 1) * d - 1) // s + 1
              for n, k, s, d in zip(x.shape[1:-1], sizes, strides, dilation, strict=True)]
    y = np.zeros((len(x), *places, kernel.shape[-1]))
    for place in itertools.product(*map(range, places)):
        for tap in itertools.product(*map(range, sizes)):
            at = tuple(p * s + t * d for p, s, t, d
                       in zip(place, strides, tap, dilation, strict=True))
            y[(slice(None), *place)] += x[(slice(None), *at)] @ kernel[tap]
    return y


def channels_first(x):
    return np.moveaxis(x, -1, 1)


CASES = [(rank, padding, stride, dilation) for rank in (1, 2, 3)
         for padding in (("valid", "same", "causal") if rank == 1 else ("valid", "same"))
         for stride, dilation in ((1, 1), (2, 1), (1, 2)) if (rank, dilation) != (3, 2)]


@pytest.mark.parametrize("rank, padding, stride, dilation", CASES)
def test_values(rank, padding, stride, dilation):
    x = generator.randn(*SHAPES[rank])
    layer = LAYERS[rank](4, 2, strides=stride, padding=padding, dilation_rate=dilation,
                         bias_initializer="normal", input_shape=x.shape[1:])
    model = Sequential([layer])
    kernel, bias = layer.get_weights()
    expected = convolve(x, kernel, (stride,) * rank, padding, (dilation,) * rank) + bias
    out = model.predict(x)
    np.testing.assert_allclose(out, expected, **VALUE)
    assert model.output_shape == (None, *expected.shape[1:])
    open_shape = (None,) * (rank + 1) + (x.shape[-1],)
    assert layer.compute_output_shape(open_shape) == (None,) * (rank + 1) + (4,)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_channels_first_is_the_same_in_another_order(rank):
    x = generator.randn(*SHAPES[rank])
    options = {"filters": 4, "kernel_size": 3, "padding": "same", "strides": 2,
               "bias_initializer": "normal"}
    last = Sequential([LAYERS[rank](data_format="channels_last", input_shape=x.shape[1:],
                                    **options)])
    turned = channels_first(x)
    first = Sequential([LAYERS[rank](data_format="channels_first", input_shape=turned.shape[1:],
                                     **options)])
    first.set_weights(last.get_weights())
    np.testing.assert_allclose(first.predict(turned), channels_first(last.predict(x)), **VALUE)
    assert first.output_shape[1] == 4


@pytest.mark.parametrize("cls, options, shape", [
    (Conv1D, {"padding": "causal", "dilation_rate": 2}, (3, 8, 4)),
    (Conv1D, {"activation": "tanh", "use_bias": False}, (3, None, 4)),
    (Conv2D, {"kernel_size": (2, 3), "padding": "same"}, (3, 5, 6, 2)),
    (Conv2D, {"kernel_regularizer": "l2", "kernel_constraint": "max_norm", "strides": (2, 1)},
     (3, None, None, 2)),
    (Conv2D, {"data_format": "channels_first"}, (3, 2, 5, 6)),
    (Conv3D, {"strides": 2}, (2, 5, 4, 6, 2))])
def test_checker(cls, options, shape):
    check_layer(cls, {"filters": 3, "kernel_size": 2, **options}, input_shape=shape)


def test_weights():
    layer = Conv2D(4, (3, 2), input_shape=(8, 8, 5))
    Sequential([layer])
    assert [w.shape for w in layer.get_weights()] == [(3, 2, 5, 4), (4,)]
    assert [w.name.split("/")[1] for w in layer.weights] == ["kernel:0", "bias:0"]
    limit = (6 / (3 * 2 * 5 + 3 * 2 * 4)) ** .5
    kernel = layer.get_weights()[0]
    assert .8 * limit < abs(kernel).max() <= limit


def test_conv1d_is_a_conv2d_with_wide_windows():
    x = generator.randn(2, 10, 6)
    one = Sequential([Conv1D(4, 3, input_shape=(10, 6))])
    two = Sequential([Conv2D(4, (3, 6), input_shape=(10, 6, 1))])
    kernel, bias = one.get_weights()
    two.set_weights([kernel[:, :, None, :], bias])
    np.testing.assert_allclose(two.predict(x[..., None])[:, :, 0], one.predict(x), **VALUE)


def test_config():
    layer = Conv2D(4, 3, activation="relu", name="c")
    config = layer.get_config()
    assert sorted(config) == [
        "activation", "activity_regularizer", "bias_constraint", "bias_initializer",
        "bias_regularizer", "data_format", "dilation_rate", "filters", "kernel_constraint",
        "kernel_initializer", "kernel_regularizer", "kernel_size", "name", "padding", "strides",
        "trainable", "use_bias"]
    assert config["kernel_size"] == (3, 3) and config["data_format"] == "channels_last"


@pytest.mark.parametrize("call, message", [
    (lambda: Conv2D(0, 3), "Conv2D: filters must be a whole number"),
    (lambda: Conv2D(4, (3, 3, 3)), "`kernel_size` argument must be .* 2 integers"),
    (lambda: Conv2D(4, 0), "kernel_size must be at least 1"),
    (lambda: Conv2D(4, 3, strides=0), "strides must be at least 1"),
    (lambda: Conv2D(4, 3, padding="some"), "`padding` argument must be"),
    (lambda: Conv2D(4, 3, padding="causal"), "got 'causal', which only Conv1D has"),
    (lambda: Conv1D(4, 3, padding="causal", data_format="channels_first"), "padding='causal'"),
    (lambda: Conv2D(4, 3, strides=2, dilation_rate=2)(Input((9, 9, 2))), "not both be above 1"),
    (lambda: Conv2D(4, 3, data_format="last"), "data_format"),
    (lambda: Conv2D(4, 3)(Input((5, 5))), "ndim"),
    (lambda: Conv2D(4, 3)(Input((5, 5, None))), "the channel dimension of its input must be def"),
    (lambda: Conv2D(4, 7)(Input((5, 5, 3))), "places"),
])
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
