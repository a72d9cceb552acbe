"""MobileNet: thirteen cheap convolutions for small devices.

Howard, Zhu, Chen, Kalenichenko, Wang, Weyand, Andreetto and Adam 2017, MobileNets: Efficient
Convolutional Neural Networks for Mobile Vision Applications, arXiv:1704.04861.

Each is a depthwise convolution (3x3, one filter per channel) followed by a pointwise one (1x1);
`alpha` scales the number of channels of all of them.
"""

from kerastutor.applications import imagenet_utils
from kerastutor.applications.imagenet_utils import decode_predictions
from kerastutor.applications.parts import (
    channels_last,
    check_arguments,
    check_mobile_weights,
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
    DepthwiseConv2D,
    Dropout,
    GlobalAveragePooling2D,
    ReLU,
    Reshape,
    ZeroPadding2D,
)

__all__ = ["MobileNet", "decode_predictions", "preprocess_input"]

SIZES = (128, 160, 192, 224)                                    # with official weights
ALPHAS = {0.25: "2_5", 0.5: "5_0", 0.75: "7_5", 1.: "1_0"}      # as the files' names spell them

# channels (for alpha 1) and stride of each block
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2),
          (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)]


def official(alpha, size):
    """The official weight files; hashes of them were never published."""
    stem = f"mobilenet_{ALPHAS.get(alpha)}_{size}_tf"
    return Official("https://github.com/fchollet/deep-learning-models/releases/download/v0.6/",
                    top=(stem + ".h5", None), no_top=(stem + "_no_top.h5", None))


def bn_relu6(x, name):
    """Batch normalization, then relu cut off at 6."""
    x = BatchNormalization(name=f"{name}_bn")(x)
    return ReLU(6., name=f"{name}_relu")(x)


def block(x, filters, number, depth_multiplier, strides):
    """Depthwise and pointwise convolution.

    # Arguments
        x: feature maps.
        filters: number of channels afterwards.
        number: number of the block, for names.
        depth_multiplier: depthwise filters per channel.
        strides: 1, or 2 to halve height and width.
    """
    if strides == 2:
        x = ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{number}")(x)
    x = DepthwiseConv2D(3, padding="same" if strides == 1 else "valid", strides=strides,
                        depth_multiplier=depth_multiplier, use_bias=False,
                        name=f"conv_dw_{number}")(x)
    x = bn_relu6(x, f"conv_dw_{number}")
    x = Conv2D(filters, 1, padding="same", use_bias=False, name=f"conv_pw_{number}")(x)
    return bn_relu6(x, f"conv_pw_{number}")


def MobileNet(input_shape=None, alpha=1.0, depth_multiplier=1, dropout=1e-3, include_top=True,
              weights="imagenet", input_tensor=None, pooling=None, classes=1000, **kwargs):
    """Makes the network MobileNet, for images in the order (height, width, channels).

    # Arguments
        input_shape: (height, width, channels), at least 32 x 32; None takes 224 x 224 with the
            top, any size without.
        alpha: factor of the number of channels.
        depth_multiplier: depthwise filters per channel.
        dropout: share of the features that are dropped before the classifier in training.
        include_top: whether the classifier at the end is there.
        weights: None (random), `"imagenet"` (the official file; for alpha 0.25, 0.5, 0.75 or 1 and
            square images of 128, 160, 192 or 224) or the path of a weight file.
        input_tensor: tensor of images to build the network on; None makes an `Input`.
        pooling: without the top: None for feature maps, `"avg"` or `"max"` for one value per
            channel.
        classes: number of classes of the top.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    check_arguments("MobileNet", kwargs, include_top, weights, classes, pooling)
    with channels_last("MobileNet"):
        size = input_shape[0] if input_shape and input_shape[0] == input_shape[1] else None
        shape = obtain_input_shape("MobileNet", input_shape, size if size in SIZES else 224, 32,
                                   include_top, weights)
        rows = check_mobile_weights("MobileNet", weights, shape, SIZES, alpha, ALPHAS,
                                    depth_multiplier)
        image = image_input(input_tensor, shape)

        x = ZeroPadding2D(((0, 1), (0, 1)), name="conv1_pad")(image)
        x = Conv2D(int(32 * alpha), 3, strides=2, use_bias=False, name="conv1")(x)
        x = bn_relu6(x, "conv1")
        for number, (filters, strides) in enumerate(BLOCKS, start=1):
            x = block(x, int(filters * alpha), number, depth_multiplier, strides)

        if include_top:
            x = GlobalAveragePooling2D()(x)
            x = Reshape((1, 1, int(1024 * alpha)), name="reshape_1")(x)
            x = Dropout(dropout, name="dropout")(x)
            x = Conv2D(classes, 1, padding="same", name="conv_preds")(x)
            x = Activation("softmax", name="act_softmax")(x)
            x = Reshape((classes,), name="reshape_2")(x)
        else:
            x = pooled(x, pooling)
        return finished(f"mobilenet_{alpha:0.2f}_{rows}", image, input_tensor, x, weights,
                        official(alpha, rows), include_top)


def preprocess_input(x, **kwargs):
    """Scales images to -1..1: `imagenet_utils.preprocess_input` in mode "tf"."""
    return imagenet_utils.preprocess_input(x, mode="tf", **kwargs)
