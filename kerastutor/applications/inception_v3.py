"""InceptionV3: several sizes of convolution beside each other.

Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2015, Rethinking the Inception Architecture for Computer
Vision, arXiv:1512.00567.

A mixed block runs towers of convolutions on the same input and puts their channels side by side.
Large filters are factored: 5x5 into two 3x3, 7x7 into 1x7 and 7x1.
"""

from kerastutor.applications import imagenet_utils
from kerastutor.applications.imagenet_utils import decode_predictions
from kerastutor.applications.parts import (
    channel_axis,
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
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    MaxPooling2D,
    concatenate,
)

__all__ = ["InceptionV3", "decode_predictions", "preprocess_input"]

OFFICIAL = Official(
    "https://github.com/fchollet/deep-learning-models/releases/download/v0.5/",
    top=("inception_v3_weights_tf_dim_ordering_tf_kernels.h5",
         "9a0d58056eeedaa3f26cb7ebd46da564"),
    no_top=("inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
            "bcbd6486424b2319ff4ef7d526e38f63"))

REDUCE = {"strides": 2, "padding": "valid"}


def conv_bn(x, filters, rows, columns, strides=1, padding="same"):
    """Convolution without bias, batch normalization without scale, relu."""
    x = Conv2D(filters, (rows, columns), strides=strides, padding=padding, use_bias=False)(x)
    x = BatchNormalization(axis=channel_axis(), scale=False)(x)
    return Activation("relu")(x)


def tower(x, *convolutions, **last):
    """Convolutions (filters, rows, columns) one after another; `last`: options of the last."""
    for i, convolution in enumerate(convolutions, start=1):
        x = conv_bn(x, *convolution, **(last if i == len(convolutions) else {}))
    return x


def pool_tower(x, filters):
    """Means of 3x3 neighbourhoods, then a 1x1 convolution."""
    return conv_bn(AveragePooling2D(3, strides=1, padding="same")(x), filters, 1, 1)


def beside(towers, name=None):
    """The channels of all towers, one after another."""
    return concatenate(towers, axis=channel_axis(), name=name)


def mixed_35(x, pool_filters, name):
    """Block for feature maps of 35 x 35: 1x1, 5x5, and two 3x3."""
    return beside([tower(x, (64, 1, 1)),
                   tower(x, (48, 1, 1), (64, 5, 5)),
                   tower(x, (64, 1, 1), (96, 3, 3), (96, 3, 3)),
                   pool_tower(x, pool_filters)], name)


def mixed_17(x, inner, name):
    """Block for 17 x 17: a 7x7 and two 7x7 in factors, with `inner` filters inside."""
    return beside([tower(x, (192, 1, 1)),
                   tower(x, (inner, 1, 1), (inner, 1, 7), (192, 7, 1)),
                   tower(x, (inner, 1, 1), (inner, 7, 1), (inner, 1, 7), (inner, 7, 1),
                         (192, 1, 7)),
                   pool_tower(x, 192)], name)


def mixed_8(x, name, split_name):
    """Block for 8 x 8: 3x3 convolutions split into a row and a column beside each other."""
    single = tower(x, (320, 1, 1))
    three = tower(x, (384, 1, 1))
    three = beside([tower(three, (384, 1, 3)), tower(three, (384, 3, 1))], split_name)
    double = tower(x, (448, 1, 1), (384, 3, 3))
    double = beside([tower(double, (384, 1, 3)), tower(double, (384, 3, 1))])
    return beside([single, three, double, pool_tower(x, 192)], name)


def InceptionV3(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Makes the network InceptionV3.

    # Arguments
        include_top: whether the dense layer at the end is there.
        weights: None (random), `"imagenet"` (the official file) or the path of a weight file.
        input_tensor: tensor of images to build the network on; None makes an `Input`.
        input_shape: (height, width, channels) in the order of the image data format, at least
            75 x 75; None takes any size (it was made for 299 x 299).
        pooling: without the top: None for feature maps, `"avg"` or `"max"` for one value per
            channel.
        classes: number of classes of the top.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    check_arguments("InceptionV3", kwargs, include_top, weights, classes, pooling)
    shape = obtain_input_shape("InceptionV3", input_shape, 299, 75, False, weights)
    image = image_input(input_tensor, shape)

    x = conv_bn(image, 32, 3, 3, **REDUCE)
    x = conv_bn(x, 32, 3, 3, padding="valid")
    x = conv_bn(x, 64, 3, 3)
    x = MaxPooling2D(3, strides=2)(x)
    x = conv_bn(x, 80, 1, 1, padding="valid")
    x = conv_bn(x, 192, 3, 3, padding="valid")
    x = MaxPooling2D(3, strides=2)(x)

    x = mixed_35(x, 32, "mixed0")
    x = mixed_35(x, 64, "mixed1")
    x = mixed_35(x, 64, "mixed2")
    x = beside([tower(x, (384, 3, 3), **REDUCE),
                tower(x, (64, 1, 1), (96, 3, 3), (96, 3, 3), **REDUCE),
                MaxPooling2D(3, strides=2)(x)], "mixed3")
    for i, inner in enumerate([128, 160, 160, 192], start=4):
        x = mixed_17(x, inner, f"mixed{i}")
    x = beside([tower(x, (192, 1, 1), (320, 3, 3), **REDUCE),
                tower(x, (192, 1, 1), (192, 1, 7), (192, 7, 1), (192, 3, 3), **REDUCE),
                MaxPooling2D(3, strides=2)(x)], "mixed8")
    for i in range(2):
        x = mixed_8(x, f"mixed{9 + i}", f"mixed9_{i}")

    x = classified(x, classes) if include_top else pooled(x, pooling)
    return finished("inception_v3", image, input_tensor, x, weights, OFFICIAL, include_top)


def preprocess_input(x, **kwargs):
    """Scales images to -1..1: `imagenet_utils.preprocess_input` in mode "tf"."""
    return imagenet_utils.preprocess_input(x, mode="tf", **kwargs)
