"""NASNet: a network whose blocks a search found, instead of a person.

Zoph, Vasudevan, Shlens and Le 2017, Learning Transferable Architectures for Scalable Image
Recognition, arXiv:1707.07012.

There are two kinds of cell: a normal one keeps height and width, a reduction one halves them. Each
gets the outputs of the two cells before it (h and p), combines them in five pairs, and puts the
results side by side.
"""

from kerastutor import backend as K
from kerastutor.applications import imagenet_utils
from kerastutor.applications.imagenet_utils import decode_predictions
from kerastutor.applications.parts import (
    channels_last,
    check_arguments,
    classified,
    correct_pad,
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
    Cropping2D,
    MaxPooling2D,
    SeparableConv2D,
    ZeroPadding2D,
    add,
    concatenate,
)

__all__ = ["NASNetLarge", "NASNetMobile", "decode_predictions", "preprocess_input"]

_FOLDER = "https://github.com/titu1994/Keras-NASNet/releases/download/v1.2/"
LARGE = Official(_FOLDER, top=("NASNet-large.h5", "11577c9a518f0070763c2b964a382f17"),
                 no_top=("NASNet-large-no-top.h5", "d81d89dc07e6e56530c4e77faddd61b5"),
                 cached_as=("nasnet_large.h5", "nasnet_large_no_top.h5"))
MOBILE = Official(_FOLDER, top=("NASNet-mobile.h5", "020fb642bf7360b370c678b08e0adf61"),
                  no_top=("NASNet-mobile-no-top.h5", "1ed92395b5b598bdda52abe5c0dbfd63"),
                  cached_as=("nasnet_mobile.h5", "nasnet_mobile_no_top.h5"))


def relu(x, name=None):
    """relu as a layer."""
    return Activation("relu", name=name)(x)


def bn(x, name):
    """Batch normalization with the network's own settings."""
    return BatchNormalization(momentum=0.9997, epsilon=1e-3, name=name)(x)


def pointwise(x, filters, name):
    """1x1 convolution without bias."""
    return Conv2D(filters, 1, padding="same", use_bias=False, kernel_initializer="he_normal",
                  name=name)(x)


def mean_pool(x, name):
    """Means of 3x3 neighbourhoods."""
    return AveragePooling2D(3, strides=1, padding="same", name=name)(x)


def separable(x, filters, size, name, strides=1):
    """Twice: relu, separable convolution, batch normalization; the first has the strides."""
    with K.name_scope(f"separable_conv_block_{name}"):
        for i in (1, 2):
            x = relu(x)
            padding = "same"
            if i == 1 and strides == 2:
                x = ZeroPadding2D(correct_pad(x, (size, size)),
                                  name=f"separable_conv_1_pad_{name}")(x)
                padding = "valid"
            x = SeparableConv2D(filters, size, strides=strides if i == 1 else 1, padding=padding,
                                use_bias=False, kernel_initializer="he_normal",
                                name=f"separable_conv_{i}_{name}")(x)
            x = bn(x, f"separable_conv_{i}_bn_{name}")
    return x


def adjust(p, h, filters, name):
    """Brings p, the output of the cell before last, to the size of h and to `filters` channels."""
    with K.name_scope("adjust_block"):
        if p is None:
            return h
        if K.int_shape(p)[-2] != K.int_shape(h)[-2]:
            with K.name_scope(f"adjust_reduction_block_{name}"):
                return halve(p, filters, name)
        if K.int_shape(p)[-1] != filters:
            with K.name_scope(f"adjust_projection_block_{name}"):
                p = pointwise(relu(p), filters, f"adjust_conv_projection_{name}")
                return bn(p, f"adjust_bn_{name}")
        return p


def halve(p, filters, name):
    """Every second pixel, once from the first and once from the second row and column on, so that
    both halves of the channels look at different pixels."""
    p = relu(p, f"adjust_relu_1_{name}")
    shifted = None
    halves = []
    for i in (1, 2):
        if i == 2:
            shifted = ZeroPadding2D(((0, 1), (0, 1)))(p)
            shifted = Cropping2D(((1, 0), (1, 0)))(shifted)
        x = AveragePooling2D(1, strides=2, name=f"adjust_avg_pool_{i}_{name}")(
            p if i == 1 else shifted)
        halves.append(pointwise(x, filters // 2, f"adjust_conv_{i}_{name}"))
    return bn(concatenate(halves, axis=-1), f"adjust_bn_{name}")


def normal_cell(h, p, filters, name):
    """A cell that keeps height and width; gives its output and h."""
    before = h
    with K.name_scope(f"normal_A_block_{name}"):
        p = adjust(p, h, filters, name)
        h = pointwise(relu(h), filters, f"normal_conv_1_{name}")
        h = bn(h, f"normal_bn_1_{name}")
        with K.name_scope("block_1"):
            x1 = add([separable(h, filters, 5, f"normal_left1_{name}"),
                      separable(p, filters, 3, f"normal_right1_{name}")],
                     name=f"normal_add_1_{name}")
        with K.name_scope("block_2"):
            x2 = add([separable(p, filters, 5, f"normal_left2_{name}"),
                      separable(p, filters, 3, f"normal_right2_{name}")],
                     name=f"normal_add_2_{name}")
        with K.name_scope("block_3"):
            x3 = add([mean_pool(h, f"normal_left3_{name}"), p], name=f"normal_add_3_{name}")
        with K.name_scope("block_4"):
            x4 = add([mean_pool(p, f"normal_left4_{name}"), mean_pool(p, f"normal_right4_{name}")],
                     name=f"normal_add_4_{name}")
        with K.name_scope("block_5"):
            x5 = add([separable(h, filters, 3, f"normal_left5_{name}"), h],
                     name=f"normal_add_5_{name}")
        x = concatenate([p, x1, x2, x3, x4, x5], axis=-1, name=f"normal_concat_{name}")
    return x, before


def reduction_cell(h, p, filters, name):
    """A cell that halves height and width; gives its output and h."""
    before = h
    with K.name_scope(f"reduction_A_block_{name}"):
        p = adjust(p, h, filters, name)
        h = pointwise(relu(h), filters, f"reduction_conv_1_{name}")
        h = bn(h, f"reduction_bn_1_{name}")
        padded = ZeroPadding2D(correct_pad(h, (3, 3)), name=f"reduction_pad_1_{name}")(h)
        with K.name_scope("block_1"):
            x1 = add([separable(h, filters, 5, f"reduction_left1_{name}", strides=2),
                      separable(p, filters, 7, f"reduction_right1_{name}", strides=2)],
                     name=f"reduction_add_1_{name}")
        with K.name_scope("block_2"):
            x2 = add([MaxPooling2D(3, strides=2, name=f"reduction_left2_{name}")(padded),
                      separable(p, filters, 7, f"reduction_right2_{name}", strides=2)],
                     name=f"reduction_add_2_{name}")
        with K.name_scope("block_3"):
            x3 = add([AveragePooling2D(3, strides=2, name=f"reduction_left3_{name}")(padded),
                      separable(p, filters, 5, f"reduction_right3_{name}", strides=2)],
                     name=f"reduction_add3_{name}")
        with K.name_scope("block_4"):
            x4 = add([x2, mean_pool(x1, f"reduction_left4_{name}")])
        with K.name_scope("block_5"):
            x5 = add([separable(x1, filters, 3, f"reduction_left4_{name}"),
                      MaxPooling2D(3, strides=2, name=f"reduction_right5_{name}")(padded)],
                     name=f"reduction_add4_{name}")
        x = concatenate([x2, x3, x4, x5], axis=-1, name=f"reduction_concat_{name}")
    return x, before


def cells(x, filters, count, skip_reduction):
    """All cells: two reductions, then three times `count` normal ones with reductions between.

    # Arguments
        x: output of the stem.
        filters: filters of the first normal cells; each reduction doubles them.
        count: normal cells between reductions.
        skip_reduction: whether the cell after a reduction sees what came before it, instead of
            its input, beside its output.
    """
    x, p = reduction_cell(x, None, filters // 4, "stem_1")
    x, p = reduction_cell(x, p, filters // 2, "stem_2")
    for group in range(3):
        if group:
            filters *= 2
            x, before = reduction_cell(x, p, filters, f"reduce_{group * count}")
            p = p if skip_reduction else before
        for i in range(count):
            x, p = normal_cell(x, p, filters, str(group * count + i + (group > 0)))
    return x


def NASNetLarge(input_shape=None, include_top=True, weights="imagenet", input_tensor=None,
                pooling=None, classes=1000, **kwargs):
    """Makes the network NASNet-A (6 @ 4032), for images in the order (height, width, channels).

    # Arguments
        input_shape: (height, width, channels), at least 32 x 32; None takes 331 x 331 with the
            top, any size without.
        include_top: whether the dense layer at the end is there.
        weights: None (random), `"imagenet"` (the official file) or the path of a weight file.
        input_tensor: tensor of images to build the network on; None makes an `Input`.
        pooling: without the top: None for feature maps, `"avg"` or `"max"` for one value per
            channel.
        classes: number of classes of the top.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    return nas_net("NASNetLarge", LARGE, 331, 96, 4032 // 24, 6, True, kwargs, input_shape,
                   include_top, weights, input_tensor, pooling, classes)


def NASNetMobile(input_shape=None, include_top=True, weights="imagenet", input_tensor=None,
                 pooling=None, classes=1000, **kwargs):
    """Makes the network NASNet-A (4 @ 1056), for images of 224 x 224; the arguments are those of
    `NASNetLarge`."""
    return nas_net("NASNetMobile", MOBILE, 224, 32, 1056 // 24, 4, False, kwargs, input_shape,
                   include_top, weights, input_tensor, pooling, classes)


def nas_net(name, official, size, stem_filters, filters, count, skip_reduction, keywords,
            input_shape, include_top, weights, input_tensor, pooling, classes):
    """A NASNet of these numbers; see `cells` and, for the last seven, `NASNetLarge`."""
    check_arguments(name, keywords, include_top, weights, classes, pooling)
    if weights == "imagenet" and input_shape is not None and None in input_shape:
        raise ValueError(f"{name}: input_shape must be static with weights='imagenet', got "
                         f"{input_shape}. Say height and width.")
    with channels_last(name):
        shape = obtain_input_shape(name, input_shape, size, 32, include_top, weights)
        image = image_input(input_tensor, shape)
        x = Conv2D(stem_filters, 3, strides=2, use_bias=False, kernel_initializer="he_normal",
                   name="stem_conv1")(image)
        x = bn(x, "stem_bn1")
        x = relu(cells(x, filters, count, skip_reduction))
        x = classified(x, classes, pool=None) if include_top else pooled(x, pooling)
        return finished("NASNet", image, input_tensor, x, weights, official, include_top)


def preprocess_input(x, **kwargs):
    """Scales images to -1..1: `imagenet_utils.preprocess_input` in mode "tf"."""
    return imagenet_utils.preprocess_input(x, mode="tf", **kwargs)
