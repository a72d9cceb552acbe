"""MobileNetV2: narrow shortcuts, wide depthwise convolutions between them.

Sandler, Howard, Zhu, Zhmoginov and Chen 2018, MobileNetV2: Inverted Residuals and Linear
Bottlenecks, arXiv:1801.04381.

A block widens its few channels six times, filters each of them by itself, and projects back to few
channels without an activation; where the shape stays, its input is added.
"""

import numpy as np

from kerastutor import backend as K
from kerastutor.applications.imagenet_utils import decode_predictions
from kerastutor.applications.parts import (
    channels_last,
    check_arguments,
    check_keywords,
    check_mobile_weights,
    classified,
    correct_pad,
    finished,
    image_input,
    obtain_input_shape,
    pooled,
)
from kerastutor.applications.pretrained import Official
from kerastutor.layers import (
    Add,
    BatchNormalization,
    Conv2D,
    DepthwiseConv2D,
    ReLU,
    ZeroPadding2D,
)

__all__ = ["MobileNetV2", "decode_predictions", "preprocess_input"]

SIZES = (96, 128, 160, 192, 224)                # with official weights
ALPHAS = (0.35, 0.5, 0.75, 1., 1.3, 1.4)

# channels (for alpha 1), stride of the first block, how often the channels are widened, blocks
STAGES = [(16, 1, 1, 1), (24, 2, 6, 2), (32, 2, 6, 3), (64, 2, 6, 4), (96, 1, 6, 3),
          (160, 2, 6, 3), (320, 1, 6, 1)]


def official(alpha, size):
    """The official weight files; hashes of them were never published."""
    stem = f"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{float(alpha)}_{size}"
    return Official(
        "https://github.com/JonathanCMitchell/mobilenet_v2_keras/releases/download/v1.1/",
        top=(stem + ".h5", None), no_top=(stem + "_no_top.h5", None))


def divisible(channels, divisor=8):
    """The nearest multiple of 8 that takes away no more than a tenth."""
    nearest = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return nearest + divisor if nearest < 0.9 * channels else nearest


def bn(x, name):
    """Batch normalization with the network's own settings."""
    return BatchNormalization(epsilon=1e-3, momentum=0.999, name=name)(x)


def block(x, filters, number, strides, expansion):
    """An inverted residual: widen, filter, project; plus the input where shapes allow it.

    # Arguments
        x: feature maps.
        filters: number of channels afterwards.
        number: number of the block, for names; block 0 is not widened.
        strides: 1, or 2 to halve height and width.
        expansion: how many times the channels are widened.
    """
    channels = K.int_shape(x)[-1]
    name = f"block_{number}" if number else "expanded_conv"
    y = x
    if number:
        y = Conv2D(expansion * channels, 1, padding="same", use_bias=False,
                   name=f"{name}_expand")(y)
        y = bn(y, f"{name}_expand_BN")
        y = ReLU(6., name=f"{name}_expand_relu")(y)
    if strides == 2:
        y = ZeroPadding2D(correct_pad(y, (3, 3)), name=f"{name}_pad")(y)
    y = DepthwiseConv2D(3, strides=strides, padding="same" if strides == 1 else "valid",
                        use_bias=False, name=f"{name}_depthwise")(y)
    y = bn(y, f"{name}_depthwise_BN")
    y = ReLU(6., name=f"{name}_depthwise_relu")(y)
    y = Conv2D(filters, 1, padding="same", use_bias=False, name=f"{name}_project")(y)
    y = bn(y, f"{name}_project_BN")
    return Add(name=f"{name}_add")([x, y]) if channels == filters and strides == 1 else y


def usual_size(input_shape, input_tensor):
    """Height and width to start from: those of the shape or the tensor where they are usual ones.

    # Raises
        ValueError: when the tensor comes from no layer, or its width is not that of the shape.
    """
    sides = tuple(input_shape)[:2] if input_shape is not None else None
    if input_tensor is not None:
        made_by_keras = K.is_keras_tensor(input_tensor)
        found = K.int_shape(input_tensor)
        if sides and not made_by_keras:
            raise ValueError("MobileNetV2: input_tensor must come from a Keras layer when "
                             f"input_shape is given, got {input_tensor!r}. Make it with Input.")
        if sides and found[2] != sides[1]:
            raise ValueError(f"MobileNetV2: input_tensor must have the input_shape {input_shape}, "
                             f"got shape {found}. Leave input_shape out.")
        if made_by_keras and not sides:
            sides = found[1:3]
    return sides[0] if sides and sides[0] == sides[1] and sides[0] in SIZES else 224


def MobileNetV2(input_shape=None, alpha=1.0, depth_multiplier=1, include_top=True,
                weights="imagenet", input_tensor=None, pooling=None, classes=1000, **kwargs):
    """Makes the network MobileNetV2, for images in the order (height, width, channels).

    # Arguments
        input_shape: (height, width, channels), at least 32 x 32; None takes 224 x 224 with the
            top (or the usual size that `input_tensor` has), any size without.
        alpha: factor of the number of channels.
        depth_multiplier: must be 1 with official weights; it changes nothing in this network.
        include_top: whether the dense layer at the end is there.
        weights: None (random), `"imagenet"` (the official file; for alpha 0.35, 0.5, 0.75, 1, 1.3
            or 1.4 and square images of 96, 128, 160, 192 or 224) or the path of a weight file.
        input_tensor: tensor of images to build the network on; None makes an `Input`.
        pooling: without the top: None for feature maps, `"avg"` or `"max"` for one value per
            channel.
        classes: number of classes of the top.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    check_arguments("MobileNetV2", kwargs, include_top, weights, classes, pooling)
    with channels_last("MobileNetV2"):
        shape = obtain_input_shape("MobileNetV2", input_shape,
                                   usual_size(input_shape, input_tensor), 32, include_top, weights)
        rows = check_mobile_weights("MobileNetV2", weights, shape, SIZES, alpha, ALPHAS,
                                    depth_multiplier)
        image = image_input(input_tensor, shape)

        x = ZeroPadding2D(correct_pad(image, (3, 3)), name="Conv1_pad")(image)
        x = Conv2D(divisible(32 * alpha), 3, strides=2, use_bias=False, name="Conv1")(x)
        x = ReLU(6., name="Conv1_relu")(bn(x, "bn_Conv1"))
        number = 0
        for filters, strides, expansion, blocks in STAGES:
            for i in range(blocks):
                x = block(x, divisible(int(filters * alpha)), number, strides if i == 0 else 1,
                          expansion)
                number += 1
        x = Conv2D(divisible(1280 * max(alpha, 1.)), 1, use_bias=False, name="Conv_1")(x)
        x = ReLU(6., name="out_relu")(bn(x, "Conv_1_bn"))

        x = classified(x, classes, None, "Logits") if include_top else pooled(x, pooling)
        return finished(f"mobilenetv2_{alpha:0.2f}_{rows}", image, input_tensor, x, weights,
                        official(alpha, rows), include_top)


def preprocess_input(x, **kwargs):
    """Scales images to -1..1, dividing by 128 as this network's weights were trained.

    # Arguments
        x: array or tensor of images, RGB, values 0..255. An array of floats is overwritten.

    # Returns
        float32 array (or tensor) of the same shape.

    # Raises
        TypeError: when x is neither an array nor a tensor.
    """
    check_keywords("preprocess_input", kwargs)
    if K.is_tensor(x):
        return K.cast(x, "float32") / 128. - 1.
    if not isinstance(x, np.ndarray):
        raise TypeError(f"preprocess_input: x must be a NumPy array or a tensor, got {type(x)}. "
                        "Use np.asarray(image).")
    if not np.issubdtype(x.dtype, np.floating) or not x.flags.writeable:
        x = x.astype("float32")
    x /= 128.
    x -= 1.
    return x.astype("float32")
