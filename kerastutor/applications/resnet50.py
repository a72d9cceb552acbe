"""ResNet50: each block adds something to what it was given.

He, Zhang, Ren and Sun 2015, Deep Residual Learning for Image Recognition, arXiv:1512.03385.

A block squeezes the channels with a 1x1 convolution, looks at the neighbourhood with a 3x3 one and
widens the channels again; its input is added to the result. Where a stage begins, size and
channels change, so the shortcut gets a 1x1 convolution of its own.
"""

from kerastutor.applications.imagenet_utils import decode_predictions, preprocess_input
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
    BatchNormalization,
    Conv2D,
    MaxPooling2D,
    ZeroPadding2D,
    add,
)

__all__ = ["ResNet50", "decode_predictions", "preprocess_input"]

# number of each stage, filters inside its blocks (outside there are four times as many), blocks
STAGES = [(2, 64, 3), (3, 128, 4), (4, 256, 6), (5, 512, 3)]

OFFICIAL = Official(
    "https://github.com/fchollet/deep-learning-models/releases/download/v0.2/",
    top=("resnet50_weights_tf_dim_ordering_tf_kernels.h5", "a7b3fe01876f51b976af0dea6bc144eb"),
    no_top=("resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
            "a268eb855778b3df3c7506639542a6af"))


def conv_bn(x, filters, size, branch, **kwargs):
    """Convolution and batch normalization of one branch of a block ("2a_branch2b")."""
    x = Conv2D(filters, size, kernel_initializer="he_normal", name="res" + branch, **kwargs)(x)
    return BatchNormalization(axis=channel_axis(), name="bn" + branch)(x)


def block(x, filters, name, strides=1, project=False):
    """One residual block.

    # Arguments
        x: feature maps.
        filters: number of filters inside.
        name: stage and letter ("2a").
        strides: step of the first convolution.
        project: whether the shortcut has a convolution.
    """
    y = conv_bn(x, filters, 1, f"{name}_branch2a", strides=strides)
    y = Activation("relu")(y)
    y = conv_bn(y, filters, 3, f"{name}_branch2b", padding="same")
    y = Activation("relu")(y)
    y = conv_bn(y, 4 * filters, 1, f"{name}_branch2c")
    if project:
        x = conv_bn(x, 4 * filters, 1, f"{name}_branch1", strides=strides)
    return Activation("relu")(add([y, x]))


def ResNet50(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
             pooling=None, classes=1000, **kwargs):
    """Makes the network ResNet50 (50 layers with weights on the longest way).

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

    # Example

    ```python
    model = ResNet50(weights="imagenet")
    decode_predictions(model.predict(preprocess_input(images)))
    ```
    """
    check_arguments("ResNet50", kwargs, include_top, weights, classes, pooling)
    shape = obtain_input_shape("ResNet50", input_shape, 224, 32, include_top, weights)
    image = image_input(input_tensor, shape)

    x = ZeroPadding2D(3, name="conv1_pad")(image)
    x = Conv2D(64, 7, strides=2, kernel_initializer="he_normal", name="conv1")(x)
    x = BatchNormalization(axis=channel_axis(), name="bn_conv1")(x)
    x = Activation("relu")(x)
    x = ZeroPadding2D(1, name="pool1_pad")(x)
    x = MaxPooling2D(3, strides=2)(x)
    for stage, filters, blocks in STAGES:
        for i in range(blocks):
            first = i == 0
            x = block(x, filters, f"{stage}{'abcdef'[i]}",
                      strides=2 if first and stage > 2 else 1, project=first)

    x = classified(x, classes, name="fc1000") if include_top else pooled(x, pooling)
    return finished("resnet50", image, input_tensor, x, weights, OFFICIAL, include_top)
