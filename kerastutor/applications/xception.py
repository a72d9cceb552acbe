"""Xception: convolutions that look at space and at channels one after the other.

Chollet 2016, Xception: Deep Learning with Depthwise Separable Convolutions, arXiv:1610.02357.

Every convolution but the first two is separable: one filter per channel, then a 1x1 convolution
across channels. Residual connections run around groups of two or three of them.
"""

from kerastutor.applications import imagenet_utils
from kerastutor.applications.imagenet_utils import decode_predictions
from kerastutor.applications.parts import (
    channels_last,
    check_arguments,
    classified,
    finished,
    image_input,
    obtain_input_shape,
    pooled,
)
from kerastutor.applications.pretrained import Official
from kerastutor.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    MaxPooling2D,
    SeparableConv2D,
    add,
)

__all__ = ["Xception", "decode_predictions", "preprocess_input"]

OFFICIAL = Official(
    "https://github.com/fchollet/deep-learning-models/releases/download/v0.4/",
    top=("xception_weights_tf_dim_ordering_tf_kernels.h5", "0a58e3b7378bc2990ea3b43d5981f1f6"),
    no_top=("xception_weights_tf_dim_ordering_tf_kernels_notop.h5",
            "b0042744bf5b25fce3cb969f33bebb97"))


def relu(x, name):
    """relu as a layer."""
    return Activation("relu", name=f"{name}_act")(x)


def conv_bn(x, filters, name, strides=1):
    """3x3 convolution, batch normalization, relu."""
    x = Conv2D(filters, 3, strides=strides, use_bias=False, name=name)(x)
    return relu(BatchNormalization(name=f"{name}_bn")(x), name)


def separable_bn(x, filters, name):
    """3x3 separable convolution and batch normalization."""
    x = SeparableConv2D(filters, 3, padding="same", use_bias=False, name=name)(x)
    return BatchNormalization(name=f"{name}_bn")(x)


def reducing(x, filters, number, first_relu=True):
    """Block that halves height and width: two separable convolutions with a pooling after them,
    around which the shortcut is a 1x1 convolution of stride 2.

    # Arguments
        x: feature maps.
        filters: filters of the two convolutions.
        number: number of the block, for names.
        first_relu: whether relu comes before the first convolution too.
    """
    shortcut = Conv2D(filters[1], 1, strides=2, padding="same", use_bias=False)(x)
    shortcut = BatchNormalization()(shortcut)
    for i in (1, 2):
        name = f"block{number}_sepconv{i}"
        if i == 2 or first_relu:
            x = relu(x, name)
        x = separable_bn(x, filters[i - 1], name)
    x = MaxPooling2D(3, strides=2, padding="same", name=f"block{number}_pool")(x)
    return add([x, shortcut])


def keeping(x, number):
    """Block that keeps the shape: three separable convolutions, added to their input."""
    y = x
    for i in (1, 2, 3):
        name = f"block{number}_sepconv{i}"
        y = separable_bn(relu(y, name), 728, name)
    return add([y, x])


def Xception(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
             pooling=None, classes=1000, **kwargs):
    """Makes the network Xception, for images in the order (height, width, channels).

    # Arguments
        include_top: whether the dense layer at the end is there.
        weights: None (random), `"imagenet"` (the official file) or the path of a weight file.
        input_tensor: tensor of images to build the network on; None makes an `Input`.
        input_shape: (height, width, channels), at least 71 x 71; None takes any size (it was made
            for 299 x 299).
        pooling: without the top: None for feature maps, `"avg"` or `"max"` for one value per
            channel.
        classes: number of classes of the top.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    check_arguments("Xception", kwargs, include_top, weights, classes, pooling)
    with channels_last("Xception"):
        shape = obtain_input_shape("Xception", input_shape, 299, 71, False, weights)
        image = image_input(input_tensor, shape)

        x = conv_bn(image, 32, "block1_conv1", strides=2)
        x = conv_bn(x, 64, "block1_conv2")
        x = reducing(x, (128, 128), 2, first_relu=False)
        x = reducing(x, (256, 256), 3)
        x = reducing(x, (728, 728), 4)
        for number in range(5, 13):
            x = keeping(x, number)
        x = reducing(x, (728, 1024), 13)
        for i, filters in enumerate([1536, 2048], start=1):
            name = f"block14_sepconv{i}"
            x = relu(separable_bn(x, filters, name), name)

        x = classified(x, classes) if include_top else pooled(x, pooling)
        return finished("xception", image, input_tensor, x, weights, OFFICIAL, include_top)


def preprocess_input(x, **kwargs):
    """Scales images to -1..1: `imagenet_utils.preprocess_input` in mode "tf"."""
    return imagenet_utils.preprocess_input(x, mode="tf", **kwargs)
