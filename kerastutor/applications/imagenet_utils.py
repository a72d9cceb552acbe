"""Images as the networks want them, and class names for what they predict."""

import json

import numpy as np

from kerastutor import backend as K
from kerastutor.applications.parts import check_keywords
from kerastutor.utils import data_utils

CLASS_INDEX_PATH = ("https://s3.amazonaws.com/deep-learning-models/image-models/"
                    "imagenet_class_index.json")
_CLASS_INDEX_MD5 = "c2c37ea517e94d9795004a39431a14cb"

_MODES = ("caffe", "tf", "torch")
_BGR_MEAN = (103.939, 116.779, 123.68)      # of ImageNet, on the scale 0..255
_RGB_MEAN = (0.485, 0.456, 0.406)           # of ImageNet, on the scale 0..1
_RGB_STD = (0.229, 0.224, 0.225)

_class_index = {}


def preprocess_input(x, data_format=None, mode="caffe", **kwargs):
    """Scales images the way the weights of a network were trained.

    # Arguments
        x: array or tensor of one image (3 axes) or a batch of them (4 axes), RGB, values 0..255.
            An array of floats is overwritten.
        data_format: `"channels_last"` or `"channels_first"`; None takes the image data format.
        mode: `"caffe"` turns RGB into BGR and subtracts ImageNet's mean of each channel, without
            scaling; `"tf"` scales to -1..1; `"torch"` scales to 0..1, then subtracts ImageNet's
            mean and divides by its standard deviation for each channel.

    # Returns
        Array or tensor of the same shape.

    # Raises
        ValueError: for an unknown data format or mode, or, except in mode "tf", for images without
            three channels.
        TypeError: when x is neither an array nor a tensor.

    # Example

    ```python
    >>> preprocess_input(np.full((1, 1, 3), 255.), mode="tf")
    array([[[1., 1., 1.]]])

    ```
    """
    check_keywords("preprocess_input", kwargs)
    data_format = K.normalize_data_format(data_format)
    if mode not in _MODES:
        raise ValueError(f"preprocess_input: mode must be one of {_MODES}, got {mode!r}. "
                         "Each network's module has a preprocess_input that knows its mode.")
    if isinstance(x, np.ndarray):
        return _preprocess_array(x, data_format, mode)
    if K.is_tensor(x):
        return _preprocess_tensor(x, data_format, mode)
    raise TypeError(f"preprocess_input: x must be a NumPy array or a tensor, got {type(x)}. "
                    "Use np.asarray(image), or keras.preprocessing.image.img_to_array(image).")


def _channel_axis(shape, data_format, mode):
    """The axis of the channels, which must be three where each is treated in its own way."""
    if len(shape) not in (3, 4):
        raise ValueError(f"preprocess_input: x must have 3 or 4 axes, got shape {tuple(shape)}. "
                         "Give one image (height, width, channels) or a batch of them.")
    axis = len(shape) - (3 if data_format == "channels_first" else 1)
    if mode != "tf" and shape[axis] not in (3, None):
        raise ValueError(f"preprocess_input: x must have 3 channels on axis {axis}, got shape "
                         f"{tuple(shape)}. The data format is {data_format!r}.")
    return axis


def _preprocess_array(x, data_format, mode):
    axis = _channel_axis(x.shape, data_format, mode)
    if not np.issubdtype(x.dtype, np.floating):
        x = x.astype(K.floatx())
    elif not x.flags.writeable:
        x = x.copy()
    if mode == "tf":
        x /= 127.5
        x -= 1.
    elif mode == "torch":
        x /= 255.
        x -= _along(axis, x.ndim, _RGB_MEAN, x.dtype)
        x /= _along(axis, x.ndim, _RGB_STD, x.dtype)
    else:
        x = np.flip(x, axis)                    # a view: RGB becomes BGR
        x -= _along(axis, x.ndim, _BGR_MEAN, x.dtype)
    return x


def _preprocess_tensor(x, data_format, mode):
    axis = _channel_axis(K.int_shape(x), data_format, mode)
    if K.dtype(x) not in ("float16", "float32", "float64"):
        x = K.cast(x, K.floatx())
    if mode == "tf":
        return x / 127.5 - 1.

    def along(values):
        return K.constant(_along(axis, K.ndim(x), values, K.dtype(x)), dtype=K.dtype(x))
    if mode == "torch":
        return (x / 255. - along(_RGB_MEAN)) / along(_RGB_STD)
    return K.reverse(x, axis) - along(_BGR_MEAN)


def _along(axis, rank, values, dtype):
    """One value per channel, shaped to broadcast along the axis of the channels."""
    shape = [1] * rank
    shape[axis] = len(values)
    return np.array(values, dtype).reshape(shape)


def decode_predictions(preds, top=5, **kwargs):
    """Finds the most probable of ImageNet's classes.

    # Arguments
        preds: array of shape (samples, 1000).
        top: how many classes to give for each sample.

    # Returns
        For each sample a list of tuples (WordNet id, name, score), the best first.

    # Raises
        ValueError: when `preds` has another shape, or `top` is no positive integer.

    # Example

    ```python
    decode_predictions(ResNet50().predict(images), top=3)[0]
    ```

    The names come from a file of 35 kB, which is downloaded once.
    """
    check_keywords("decode_predictions", kwargs)
    preds = np.asarray(preds)
    if preds.ndim != 2 or preds.shape[1] != 1000:
        raise ValueError("decode_predictions: preds must be a batch of predictions of shape "
                         f"(samples, 1000), got shape {preds.shape}. Only networks with "
                         "ImageNet's 1000 classes can be decoded.")
    if not isinstance(top, (int, np.integer)) or top < 1:
        raise ValueError(f"decode_predictions: top must be a positive integer, got {top!r}. "
                         "Use 1 for the best class alone.")
    classes = _classes()
    best = np.argsort(preds, axis=1)[:, ::-1][:, :top]
    return [[(*classes[i], row[i]) for i in indices]
            for row, indices in zip(preds, best, strict=True)]


def _classes():
    """[(WordNet id, name)] by class number, read once."""
    if CLASS_INDEX_PATH not in _class_index:
        path = data_utils.get_file("imagenet_class_index.json", CLASS_INDEX_PATH,
                                   cache_subdir="models", file_hash=_CLASS_INDEX_MD5)
        with open(path, encoding="utf-8") as f:
            stored = json.load(f)
        _class_index[CLASS_INDEX_PATH] = [tuple(stored[str(i)]) for i in range(1000)]
    return _class_index[CLASS_INDEX_PATH]
