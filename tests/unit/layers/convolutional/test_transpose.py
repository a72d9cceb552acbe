"""Conv2DTranspose and Conv3DTranspose: the adjoint of a convolution; lengths; errors."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor.layers import Conv2D, Conv2DTranspose, Conv3D, Conv3DTranspose, Input
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)


def ones_model(padding):
    return Sequential([Conv2DTranspose(1, 3, padding=padding, kernel_initializer="ones",
                                       bias_initializer="ones", input_shape=(2, 2, 1))])


def test_a_square_of_ones():
    out = ones_model("valid").predict(np.ones((1, 2, 2, 1)))[0, :, :, 0]
    np.testing.assert_array_equal(out, [[2, 3, 3, 2], [3, 5, 5, 3], [3, 5, 5, 3], [2, 3, 3, 2]])
    out = ones_model("same").predict(np.ones((1, 2, 2, 1)))[0, :, :, 0]
    np.testing.assert_array_equal(out, [[5, 5], [5, 5]])


@pytest.mark.parametrize("plain, transposed, shape, options", [
    (Conv2D, Conv2DTranspose, (9, 7, 2), {"strides": 2}),
    (Conv2D, Conv2DTranspose, (6, 4, 2), {"strides": 2, "padding": "same"}),
    (Conv2D, Conv2DTranspose, (7, 6, 2), {}),
    (Conv2D, Conv2DTranspose, (8, 9, 2), {"dilation_rate": 2}),
    (Conv2D, Conv2DTranspose, (2, 9, 7), {"strides": 2, "data_format": "channels_first"}),
    (Conv3D, Conv3DTranspose, (5, 5, 7, 2), {"strides": 2}),
    (Conv3D, Conv3DTranspose, (5, 4, 6, 2), {"padding": "same"})])
def test_adjoint(plain, transposed, shape, options):
    """The gradient of sum(conv(x) * g) with respect to x is the transposed convolution of g."""
    conv = plain(4, 3, use_bias=False, input_shape=shape, **options)
    x = Input(shape)
    y = conv(x)
    g = Input(K.int_shape(y)[1:])
    channels = shape[0] if options.get("data_format") == "channels_first" else shape[-1]
    back = transposed(channels, 3, use_bias=False, **options)
    out = back(g)
    back.set_weights(conv.get_weights())
    [gradient] = K.gradients(K.sum(y * g), [x])
    a = generator.randn(2, *shape)
    b = generator.randn(2, *K.int_shape(y)[1:])
    expected, found = K.function([x, g], [gradient, out])([a, b])
    assert K.int_shape(out)[1:] == tuple(shape)
    np.testing.assert_allclose(found, expected, **VALUE)


@pytest.mark.parametrize("padding, stride, output_padding, length", [
    ("valid", 1, None, 6), ("same", 1, None, 4), ("valid", 2, None, 9), ("same", 2, None, 8),
    ("same", 2, 0, 7), ("same", 2, 1, 8), ("valid", 2, 0, 9), ("valid", 2, 1, 10),
    ("valid", 4, None, 16)])
def test_lengths(padding, stride, output_padding, length):
    layer = Conv2DTranspose(2, 3, strides=stride, padding=padding, output_padding=output_padding,
                            input_shape=(4, 4, 1))
    model = Sequential([layer])
    assert model.output_shape == (None, length, length, 2)
    assert model.predict(generator.randn(1, 4, 4, 1)).shape == (1, length, length, 2)
    again = Conv2DTranspose.from_config(layer.get_config())
    assert again.get_config() == layer.get_config()


@pytest.mark.parametrize("cls, options, shape", [
    (Conv2DTranspose, {"strides": 2, "activation": "tanh"}, (2, 4, 3, 2)),
    (Conv2DTranspose, {"strides": 2, "padding": "same", "output_padding": 1}, (2, 4, None, 2)),
    (Conv2DTranspose, {"data_format": "channels_first"}, (2, 2, 4, 3)),
    (Conv3DTranspose, {"strides": (1, 2, 1)}, (2, 3, 2, 3, 2))])
def test_checker(cls, options, shape):
    check_layer(cls, {"filters": 3, "kernel_size": 3, **options}, input_shape=shape)


def test_weights_and_class():
    layer = Conv2DTranspose(4, (3, 2), input_shape=(8, 8, 5))
    Sequential([layer])
    assert [w.shape for w in layer.get_weights()] == [(3, 2, 4, 5), (4,)]
    assert isinstance(layer, Conv2D) and isinstance(Conv3DTranspose(2, 2), Conv3D)
    assert "dilation_rate" in layer.get_config()
    assert "dilation_rate" not in Conv3DTranspose(2, 2).get_config()


def test_output_padding_must_be_small():
    with pytest.raises(ValueError, match="output_padding must be smaller than strides, got"):
        Conv2DTranspose(2, 3, strides=2, output_padding=2)
    with pytest.raises(ValueError, match="`output_padding` argument"):
        Conv3DTranspose(2, 3, strides=2, output_padding=(1, 1))
