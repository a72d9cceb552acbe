"""What the networks share: checked arguments, the input image, the end, the finished model."""

import contextlib
import functools
import os
import warnings

from kerastutor import backend as K
from kerastutor import layers, models, utils
from kerastutor.applications import pretrained
from kerastutor.layers import Dense, GlobalAveragePooling2D, GlobalMaxPooling2D, Input
from kerastutor.models import Model
from kerastutor.utils.layer_utils import get_source_inputs

_INJECTED = {"backend": K, "layers": layers, "models": models, "utils": utils}


def check_keywords(name, keywords):
    """Keras hands its own modules down as keywords; they are accepted here, others are not.

    # Raises
        TypeError: for any other keyword.
    """
    for keyword in keywords:
        if keyword not in _INJECTED:
            raise TypeError(f"{name}: keyword arguments must be among those of its signature, got "
                            f"{keyword!r}. Take it out, or correct its spelling.")


def keras_modules_injection(base_fun):
    """Wraps a function of the keras_applications package so that it gets the modules it works with.

    # Arguments
        base_fun: function with the keyword arguments backend, layers, models and utils.
    """
    @functools.wraps(base_fun)
    def wrapper(*args, **kwargs):
        return base_fun(*args, **{**kwargs, **_INJECTED})
    return wrapper


def check_arguments(name, keywords, include_top, weights, classes, pooling):
    """Checks the arguments that all networks take.

    # Raises
        ValueError: for weights that are neither None, "imagenet" nor a file; for ImageNet's
            classifier with another number of classes; for an unknown pooling.
        TypeError: for an unknown keyword.
    """
    check_keywords(name, keywords)
    if not (weights is None or weights == "imagenet" or os.path.exists(weights)):
        raise ValueError(f"{name}: weights must be None (random), 'imagenet' or the path of a "
                         f"weight file, got {weights!r}. Is the file there?")
    if weights == "imagenet" and include_top and classes != 1000:
        raise ValueError(f"{name}: classes must be 1000 with weights='imagenet' and the top, got "
                         f"{classes!r}. Use include_top=False and put your own classifier on it.")
    if pooling not in (None, "avg", "max"):
        raise ValueError(f"{name}: pooling must be None, 'avg' or 'max', got {pooling!r}. "
                         "None keeps the feature maps.")


def obtain_input_shape(name, input_shape, default_size, min_size, require_flatten, weights):
    """The shape of the images that a network takes.

    # Arguments
        name: name of the network.
        input_shape: what the user said: (height, width, channels), in the order of the image data
            format, or None.
        default_size: height and width that the network was made for.
        min_size: least height and width.
        require_flatten: whether height and width must be known.
        weights: the network's argument.

    # Raises
        ValueError: for a shape that the network cannot take.
    """
    first = K.image_data_format() == "channels_first"
    channels = 3
    if input_shape is not None:
        input_shape = tuple(input_shape)
        if len(input_shape) != 3:
            raise ValueError(f"{name}: input_shape must be a tuple of three integers, got "
                             f"{input_shape}. Leave out the batch axis.")
        channels = input_shape[0 if first else -1]
        if channels not in (1, 3):
            if weights == "imagenet":
                raise ValueError(f"{name}: input_shape must have 3 channels with weights="
                                 f"'imagenet', got {input_shape}. The image data format is "
                                 f"{K.image_data_format()!r}.")
            warnings.warn(f"{name}: input_shape {input_shape} has {channels} channels; images "
                          "usually have 1 or 3.", stacklevel=4)
    default = _shape(default_size, default_size, channels, first)
    if weights == "imagenet" and require_flatten:
        if input_shape not in (None, default):
            raise ValueError(f"{name}: input_shape must be {default} with weights='imagenet' and "
                             f"the top, got {input_shape}. Use include_top=False for images of "
                             "another size.")
        return default
    if input_shape is None:
        return default if require_flatten else _shape(None, None, 3, first)
    if weights == "imagenet" and channels != 3:
        raise ValueError(f"{name}: input_shape must have 3 channels with weights='imagenet', got "
                         f"{input_shape}. Repeat a grey image three times.")
    sides = input_shape[1:] if first else input_shape[:2]
    if any(side is not None and side < min_size for side in sides):
        raise ValueError(f"{name}: input_shape must be at least {min_size}x{min_size}, got "
                         f"{input_shape}. Enlarge the images.")
    if require_flatten and None in input_shape:
        raise ValueError(f"{name}: input_shape must be static with include_top=True, got "
                         f"{input_shape}. Say height and width, or use include_top=False.")
    return input_shape


def _shape(rows, columns, channels, first):
    return (channels, rows, columns) if first else (rows, columns, channels)


def check_mobile_weights(name, weights, shape, sizes, alpha, alphas, depth_multiplier):
    """Checks that the MobileNets' arguments are some for which there are official weights.

    # Returns
        The height of the images, as it stands in names: 224 where it is open.

    # Raises
        ValueError: where there are none.
    """
    rows, columns = shape[:2]
    if weights != "imagenet":
        return rows
    if depth_multiplier != 1:
        raise ValueError(f"{name}: depth_multiplier must be 1 with weights='imagenet', got "
                         f"{depth_multiplier!r}. Use weights=None for another one.")
    if alpha not in alphas:
        raise ValueError(f"{name}: alpha must be one of {tuple(alphas)} with weights='imagenet', "
                         f"got {alpha!r}. Use weights=None for another one.")
    if rows is None:
        warnings.warn(f"{name}: input_shape is open; the weights for (224, 224) are loaded.",
                      stacklevel=3)
        return 224
    if rows != columns or rows not in sizes:
        raise ValueError(f"{name}: input_shape must be square, with one of the sizes {sizes}, with "
                         f"weights='imagenet', got {shape}. Use weights=None for another one.")
    return rows


def image_input(input_tensor, input_shape):
    """The tensor that a network begins with: a new `Input`, or the user's tensor."""
    if input_tensor is None:
        return Input(shape=input_shape)
    if K.is_keras_tensor(input_tensor):
        return input_tensor
    return Input(tensor=input_tensor, shape=input_shape)


def channel_axis():
    """The axis of the channels in a batch of images: 3 or 1."""
    return 1 if K.image_data_format() == "channels_first" else 3


@contextlib.contextmanager
def channels_last(name):
    """Builds a network whose layers exist in one data format only in that format, with a warning.
    """
    found = K.image_data_format()
    if found != "channels_last":
        warnings.warn(f"{name}: is there for the data format 'channels_last' only, and "
                      f"K.image_data_format() is {found!r}. This model takes images of shape "
                      "(height, width, channels).", stacklevel=4)
    K.set_image_data_format("channels_last")
    try:
        yield
    finally:
        K.set_image_data_format(found)


def pooled(x, pooling, names=(None, None)):
    """The end of a network without its top: one value per channel, or the feature maps."""
    if pooling == "avg":
        return GlobalAveragePooling2D(name=names[0])(x)
    if pooling == "max":
        return GlobalMaxPooling2D(name=names[1])(x)
    return x


def classified(x, classes, pool="avg_pool", name="predictions"):
    """The top of most networks: the mean of each channel, then a softmax over the classes."""
    x = GlobalAveragePooling2D(name=pool)(x)
    return Dense(classes, activation="softmax", name=name)(x)


def correct_pad(x, kernel_size):
    """Zeros around images for a "valid" convolution of stride 2 to give what "same" would: (above,
    below), (left, right)."""
    axis = 2 if K.image_data_format() == "channels_first" else 1
    rows, columns = K.int_shape(x)[axis:axis + 2]
    half = [size // 2 for size in kernel_size]
    even = (1, 1) if rows is None else (1 - rows % 2, 1 - columns % 2)
    return ((half[0] - even[0], half[0]), (half[1] - even[1], half[1]))


def finished(name, image, input_tensor, x, weights, official, include_top):
    """The model from the input (or from what the user's tensor was made of) to x, with weights."""
    inputs = image if input_tensor is None else get_source_inputs(input_tensor)
    model = Model(inputs, x, name=name)
    pretrained.load(model, weights, official, include_top)
    return model
