"""DenseNet: each block sees the outputs of all before it.

Huang, Liu, van der Maaten and Weinberger 2016, Densely Connected Convolutional Networks,
arXiv:1608.06993.

A block adds 32 channels beside those it was given; after a group of blocks a transition halves
channels, height and width.
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
    MaxPooling2D,
    ZeroPadding2D,
)

__all__ = ["DenseNet121", "DenseNet169", "DenseNet201", "decode_predictions", "preprocess_input"]

GROWTH = 32         # channels that each block adds

# blocks of the four groups
BLOCKS = {121: (6, 12, 24, 16), 169: (6, 12, 32, 32), 201: (6, 12, 48, 32)}

# MD5 hashes of the official files with and without top
HASHES = {
    121: ("9d60b8095a5708f2dcce2bca79d332c7", "30ee3e1110167f948a6b9946edeeb738"),
    169: ("d699b8f76981ab1b30698df4c175e90b", "b8c4d4c20dd625c148057b9ff1c1176b"),
    201: ("1ceb130c1ea1b78c3bf6114dbdfd8807", "c13680b51ded0fb44dff2d8f86ac8bb1"),
}


def official(depth):
    """The official weight files of a depth."""
    stem = f"densenet{depth}_weights_tf_dim_ordering_tf_kernels"
    top, no_top = HASHES[depth]
    return Official("https://github.com/keras-team/keras-applications/releases/download/densenet/",
                    top=(stem + ".h5", top), no_top=(stem + "_notop.h5", no_top))


def bn_relu(x, bn_name, relu_name):
    """Batch normalization and relu, which come before each convolution here."""
    x = BatchNormalization(axis=channel_axis(), epsilon=1.001e-5, name=bn_name)(x)
    return Activation("relu", name=relu_name)(x)


def block(x, name):
    """GROWTH new channels, computed from all channels so far and put after them."""
    y = bn_relu(x, f"{name}_0_bn", f"{name}_0_relu")
    y = Conv2D(4 * GROWTH, 1, use_bias=False, name=f"{name}_1_conv")(y)
    y = bn_relu(y, f"{name}_1_bn", f"{name}_1_relu")
    y = Conv2D(GROWTH, 3, padding="same", use_bias=False, name=f"{name}_2_conv")(y)
    return Concatenate(axis=channel_axis(), name=f"{name}_concat")([x, y])


def transition(x, name):
    """Half the channels, half the height, half the width."""
    x = bn_relu(x, f"{name}_bn", f"{name}_relu")
    channels = K.int_shape(x)[channel_axis()]
    x = Conv2D(channels // 2, 1, use_bias=False, name=f"{name}_conv")(x)
    return AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)


def dense_net(depth, keywords, include_top, weights, input_tensor, input_shape, pooling, classes):
    """The DenseNet of a depth of `BLOCKS`; the other arguments are those of `DenseNet121`."""
    name = f"DenseNet{depth}"
    check_arguments(name, keywords, include_top, weights, classes, pooling)
    shape = obtain_input_shape(name, input_shape, 224, 32, include_top, weights)
    image = image_input(input_tensor, shape)

    x = ZeroPadding2D(3)(image)
    x = Conv2D(64, 7, strides=2, use_bias=False, name="conv1/conv")(x)
    x = bn_relu(x, "conv1/bn", "conv1/relu")
    x = ZeroPadding2D(1)(x)
    x = MaxPooling2D(3, strides=2, name="pool1")(x)
    for group, blocks in enumerate(BLOCKS[depth], start=2):
        for i in range(1, blocks + 1):
            x = block(x, f"conv{group}_block{i}")
        if group < 5:
            x = transition(x, f"pool{group}")
    x = bn_relu(x, "bn", "relu")

    if include_top:
        x = classified(x, classes, name="fc1000")
    else:
        x = pooled(x, pooling, names=("avg_pool", "max_pool"))
    return finished(f"densenet{depth}", image, input_tensor, x, weights, official(depth),
                    include_top)


def DenseNet121(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Makes the network DenseNet121 (121 layers with weights).

    # Arguments
        include_top: whether the dense layer at the end is there.
        weights: None (random), `"imagenet"` (the official file) or the path of a weight file.
        input_tensor: tensor of images to build the network on; None makes an `Input`.
        input_shape: (height, width, channels) in the order of the image data format, at least
            32 x 32; None takes 224 x 224 with the top, any size without.
        pooling: without the top: None for feature maps, `"avg"` or `"max"` for one value per
            channel.
        classes: number of classes of the top.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    return dense_net(121, kwargs, include_top, weights, input_tensor, input_shape, pooling,
                     classes)


def DenseNet169(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Makes the network DenseNet169; its arguments are those of `DenseNet121`."""
    return dense_net(169, kwargs, include_top, weights, input_tensor, input_shape, pooling,
                     classes)


def DenseNet201(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Makes the network DenseNet201; its arguments are those of `DenseNet121`."""
    return dense_net(201, kwargs, include_top, weights, input_tensor, input_shape, pooling,
                     classes)


def preprocess_input(x, data_format=None, **kwargs):
    """Scales images as DenseNet wants them: `imagenet_utils.preprocess_input` in mode "torch"."""
    return imagenet_utils.preprocess_input(x, data_format, mode="torch", **kwargs)
