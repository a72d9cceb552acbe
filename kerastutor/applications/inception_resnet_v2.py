"""InceptionResNetV2: towers of convolutions whose result is added to their input.

Szegedy, Ioffe, Vanhoucke and Alemi 2016, Inception-v4, Inception-ResNet and the Impact of Residual
Connections on Learning, arXiv:1602.07261.

The towers of a block end in a 1x1 convolution that has as many channels as the input; it is scaled
down before it is added, which keeps the training of so many blocks stable.
"""

from kerastutor import backend as K
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
    Concatenate,
    Conv2D,
    Lambda,
    MaxPooling2D,
)

__all__ = ["InceptionResNetV2", "decode_predictions", "preprocess_input"]

OFFICIAL = Official(
    "https://github.com/fchollet/deep-learning-models/releases/download/v0.7/",
    top=("inception_resnet_v2_weights_tf_dim_ordering_tf_kernels.h5",
         "e693bd0210a403b3192acc6073ad2e96"),
    no_top=("inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5",
            "d19885ff4a710c122648d3b5c3b684e4"))

REDUCE = {"strides": 2, "padding": "valid"}

# the towers of each kind of residual block: convolutions (filters, kernel size)
TOWERS = {
    "block35": [[(32, 1)],
                [(32, 1), (32, 3)],
                [(32, 1), (48, 3), (64, 3)]],
    "block17": [[(192, 1)],
                [(128, 1), (160, (1, 7)), (192, (7, 1))]],
    "block8": [[(192, 1)],
               [(192, 1), (224, (1, 3)), (256, (3, 1))]],
}


def conv_bn(x, filters, size, name=None, **kwargs):
    """Convolution without bias, batch normalization without scale, relu."""
    bn, relu = (name + "_bn", name + "_ac") if name else (None, None)
    x = Conv2D(filters, size, use_bias=False, name=name, **{"padding": "same", **kwargs})(x)
    x = BatchNormalization(axis=channel_axis(), scale=False, name=bn)(x)
    return Activation("relu", name=relu)(x)


def tower(x, *convolutions, **last):
    """Convolutions (filters, size) one after another; `last`: options of the last one."""
    for i, (filters, size) in enumerate(convolutions, start=1):
        x = conv_bn(x, filters, size, **(last if i == len(convolutions) else {}))
    return x


def beside(towers, name):
    """The channels of all towers, one after another."""
    return Concatenate(axis=channel_axis(), name=name)(towers)


def add_scaled(inputs, scale):
    """The first of two tensors and a share of the second."""
    return inputs[0] + inputs[1] * scale


def residual(x, kind, number, scale, activation=True):
    """A residual block: x + scale * (its towers), then relu.

    # Arguments
        x: feature maps.
        kind: name in `TOWERS`, by the size of the feature maps.
        number: number of the block among its kind, for names.
        scale: share of the towers' result.
        activation: whether relu follows.
    """
    name = f"{kind}_{number}"
    mixed = beside([tower(x, *convolutions) for convolutions in TOWERS[kind]], f"{name}_mixed")
    shape = K.int_shape(x)
    up = Conv2D(shape[channel_axis()], 1, padding="same", name=f"{name}_conv")(mixed)
    x = Lambda(add_scaled, output_shape=shape[1:], arguments={"scale": scale}, name=name)([x, up])
    return Activation("relu", name=f"{name}_ac")(x) if activation else x


def stem(x):
    """From the image to feature maps of 35 x 35 with 320 channels."""
    x = conv_bn(x, 32, 3, **REDUCE)
    x = conv_bn(x, 32, 3, padding="valid")
    x = conv_bn(x, 64, 3)
    x = MaxPooling2D(3, strides=2)(x)
    x = conv_bn(x, 80, 1, padding="valid")
    x = conv_bn(x, 192, 3, padding="valid")
    x = MaxPooling2D(3, strides=2)(x)
    return beside([tower(x, (96, 1)),
                   tower(x, (48, 1), (64, 5)),
                   tower(x, (64, 1), (96, 3), (96, 3)),
                   conv_bn(AveragePooling2D(3, strides=1, padding="same")(x), 64, 1)], "mixed_5b")


def InceptionResNetV2(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
                      pooling=None, classes=1000, **kwargs):
    """Makes the network InceptionResNetV2.

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
        A model. It has Lambda layers: in another process its weights load into a new
        `InceptionResNetV2`, and a file of the whole model needs `safe_mode=False`.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    check_arguments("InceptionResNetV2", kwargs, include_top, weights, classes, pooling)
    shape = obtain_input_shape("InceptionResNetV2", input_shape, 299, 75, False, weights)
    image = image_input(input_tensor, shape)

    x = stem(image)
    for i in range(1, 11):
        x = residual(x, "block35", i, scale=0.17)
    x = beside([tower(x, (384, 3), **REDUCE),
                tower(x, (256, 1), (256, 3), (384, 3), **REDUCE),
                MaxPooling2D(3, strides=2)(x)], "mixed_6a")
    for i in range(1, 21):
        x = residual(x, "block17", i, scale=0.1)
    x = beside([tower(x, (256, 1), (384, 3), **REDUCE),
                tower(x, (256, 1), (288, 3), **REDUCE),
                tower(x, (256, 1), (288, 3), (320, 3), **REDUCE),
                MaxPooling2D(3, strides=2)(x)], "mixed_7a")
    for i in range(1, 10):
        x = residual(x, "block8", i, scale=0.2)
    x = residual(x, "block8", 10, scale=1., activation=False)
    x = conv_bn(x, 1536, 1, name="conv_7b")

    x = classified(x, classes) if include_top else pooled(x, pooling)
    return finished("inception_resnet_v2", image, input_tensor, x, weights, OFFICIAL, include_top)


def preprocess_input(x, **kwargs):
    """Scales images to -1..1: `imagenet_utils.preprocess_input` in mode "tf"."""
    return imagenet_utils.preprocess_input(x, mode="tf", **kwargs)
