"""SeparableConv1D, SeparableConv2D and DepthwiseConv2D, built from plain convolutions."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor.layers import (
    Conv1D,
    Conv2D,
    DepthwiseConv2D,
    Input,
    SeparableConv1D,
    SeparableConv2D,
)
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)
PLAIN = {1: Conv1D, 2: Conv2D}
SHAPES = {1: (8, 3), 2: (6, 7, 3)}


def depthwise(x, kernel, **options):
    """Each channel convolved by itself, channel after channel."""
    rank = x.ndim - 2
    results = []
    for c in range(x.shape[-1]):
        layer = PLAIN[rank](kernel.shape[-1], kernel.shape[:rank], use_bias=False,
                            input_shape=(*x.shape[1:-1], 1), **options)
        model = Sequential([layer])
        model.set_weights([kernel[..., c:c + 1, :]])
        results.append(model.predict(x[..., c:c + 1]))
    return np.concatenate(results, -1)


OPTIONS = [{}, {"padding": "same"}, {"strides": 2}, {"dilation_rate": 2}]


@pytest.mark.parametrize("rank", [1, 2])
@pytest.mark.parametrize("options", OPTIONS)
def test_separable(rank, options):
    x = generator.randn(2, *SHAPES[rank])
    cls = {1: SeparableConv1D, 2: SeparableConv2D}[rank]
    layer = cls(4, 3, depth_multiplier=2, bias_initializer="normal", input_shape=x.shape[1:],
                **options)
    model = Sequential([layer])
    deep, point, bias = layer.get_weights()
    assert deep.shape == (3,) * rank + (3, 2) and point.shape == (1,) * rank + (6, 4)
    expected = depthwise(x, deep, **options) @ point.reshape(6, 4) + bias
    np.testing.assert_allclose(model.predict(x), expected, **VALUE)
    assert model.output_shape == (None, *expected.shape[1:])


@pytest.mark.parametrize("options", OPTIONS)
def test_depthwise(options):
    x = generator.randn(2, *SHAPES[2])
    layer = DepthwiseConv2D(3, depth_multiplier=2, bias_initializer="normal",
                            input_shape=x.shape[1:], **options)
    model = Sequential([layer])
    kernel, bias = layer.get_weights()
    expected = depthwise(x, kernel, **options) + bias
    np.testing.assert_allclose(model.predict(x), expected, **VALUE)
    assert model.output_shape == (None, *expected.shape[1:])


@pytest.mark.parametrize("cls, options, shape", [
    (SeparableConv1D, {"filters": 2, "activation": "relu"}, (2, 6, 3)),
    (SeparableConv1D, {"filters": 2, "data_format": "channels_first"}, (2, 3, 6)),
    (SeparableConv2D, {"filters": 2, "depthwise_regularizer": "l2", "strides": 2}, (2, 6, 5, 3)),
    (SeparableConv2D, {"filters": 2, "data_format": "channels_first"}, (2, 3, 6, 5)),
    (DepthwiseConv2D, {"depth_multiplier": 2, "use_bias": False}, (2, 6, 5, 3)),
    (DepthwiseConv2D, {"depthwise_constraint": "max_norm"}, (2, None, None, 3))])
def test_checker(cls, options, shape):
    check_layer(cls, {"kernel_size": 3, **options}, input_shape=shape)


def test_configs_hold_what_the_constructors_take():
    config = SeparableConv2D(2, 3).get_config()
    assert "depthwise_initializer" in config and "kernel_initializer" not in config
    config = DepthwiseConv2D(3).get_config()
    assert "depth_multiplier" in config and "filters" not in config
    assert isinstance(DepthwiseConv2D(3), Conv2D)


def test_errors():
    with pytest.raises(ValueError, match="depth_multiplier must be a whole number"):
        SeparableConv2D(2, 3, depth_multiplier=0)
    with pytest.raises(ValueError, match="must not both be above 1"):
        SeparableConv2D(2, 3, strides=2, dilation_rate=2)(Input((9, 9, 2)))
