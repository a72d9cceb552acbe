"""`tf.nn` and `tf.image` as far as programs around Keras use them."""
from kerastutor import backend as K
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor

_FORMATS = {"NHWC": "channels_last", "NCHW": "channels_first"}


def _one(fn):
    return lambda features: fn(as_tensor(features))


def _softmax(fn):
    return lambda logits, axis=None, dim=None: fn(
        as_tensor(logits), -1 if axis is None and dim is None else dim if axis is None else axis)


def _log_softmax(x, axis):
    return x - K.logsumexp(x, axis, True)


def dropout(x, keep_prob=None, noise_shape=None, seed=None, rate=None):
    """Elements kept with a probability and scaled up, the others 0 (TF 1: the share to KEEP)."""
    if (keep_prob is None) == (rate is None):
        raise ValueError("tf.nn.dropout: either keep_prob or rate must be given, got "
                         f"{keep_prob!r} and {rate!r}.")
    return K.dropout(as_tensor(x), 1 - keep_prob if rate is None else rate, noise_shape, seed)


def _spatial(function, sizes, data_format):
    """The two spatial entries of a list of four."""
    if data_format not in _FORMATS:
        raise ValueError(f"tf.nn.{function}: data_format must be 'NHWC' or 'NCHW', got "
                         f"{data_format!r}.")
    if isinstance(sizes, int):
        return (sizes, sizes)
    at = 1 if data_format == "NHWC" else 2
    sizes = tuple(int(n) for n in sizes)
    return sizes if len(sizes) == 2 else sizes[at:at + 2]


def conv2d(input, filter, strides, padding, use_cudnn_on_gpu=True, data_format="NHWC",
           dilations=(1, 1, 1, 1)):
    """2D convolution; kernel of shape (height, width, channels in, channels out)."""
    return K.conv2d(as_tensor(input), as_tensor(filter), _spatial("conv2d", strides, data_format),
                    padding.lower(), _FORMATS[data_format],
                    _spatial("conv2d", dilations, data_format))


def depthwise_conv2d(input, filter, strides, padding, rate=None, data_format="NHWC"):
    """Each channel convolved on its own."""
    return K.depthwise_conv2d(
        as_tensor(input), as_tensor(filter), _spatial("depthwise_conv2d", strides, data_format),
        padding.lower(), _FORMATS[data_format], tuple(rate or (1, 1)))


def _pool(mode):
    def pool(value, ksize, strides, padding, data_format="NHWC"):
        name = f"{mode}_pool"
        return K.pool2d(as_tensor(value), _spatial(name, ksize, data_format),
                        _spatial(name, strides, data_format), padding.lower(),
                        _FORMATS[data_format], mode)
    return pool


def moments(x, axes, shift=None, keep_dims=False, keepdims=None):
    """Mean and variance over axes."""
    x, keep = as_tensor(x), bool(keep_dims if keepdims is None else keepdims)
    return [K.mean(x, axes, keep), K.var(x, axes, keep)]


def batch_normalization(x, mean, variance, offset, scale, variance_epsilon):
    """(x - mean) / sqrt(variance + epsilon) * scale + offset."""
    factor = 1 / F.sqrt(as_tensor(variance) + variance_epsilon)
    factor = factor if scale is None else factor * scale
    out = (as_tensor(x) - mean) * factor
    return out if offset is None else out + offset


def softmax_cross_entropy_with_logits(_sentinel=None, labels=None, logits=None, dim=-1):
    """Cross-entropy of class probabilities."""
    _only_names("softmax_cross_entropy_with_logits", _sentinel, labels, logits)
    return K.categorical_crossentropy(as_tensor(labels), as_tensor(logits), from_logits=True,
                                      axis=dim)


def sparse_softmax_cross_entropy_with_logits(_sentinel=None, labels=None, logits=None):
    """Cross-entropy of class numbers."""
    _only_names("sparse_softmax_cross_entropy_with_logits", _sentinel, labels, logits)
    return K.sparse_categorical_crossentropy(as_tensor(labels), as_tensor(logits),
                                             from_logits=True)


def sigmoid_cross_entropy_with_logits(_sentinel=None, labels=None, logits=None):
    """Cross-entropy of independent probabilities, element by element."""
    _only_names("sigmoid_cross_entropy_with_logits", _sentinel, labels, logits)
    return K.binary_crossentropy(as_tensor(labels), as_tensor(logits), from_logits=True)


def _only_names(function, sentinel, labels, logits):
    if sentinel is not None or labels is None or logits is None:
        raise ValueError(f"tf.nn.{function}: labels and logits must be given by name, got other "
                         "arguments. Write labels=..., logits=...")


NN = {
    "avg_pool": _pool("avg"), "batch_normalization": batch_normalization,
    "bias_add": lambda value, bias, data_format="NHWC": K.bias_add(
        as_tensor(value), as_tensor(bias), _FORMATS.get(data_format, "channels_last")),
    "conv2d": conv2d, "depthwise_conv2d": depthwise_conv2d, "dropout": dropout, "elu": _one(K.elu),
    "embedding_lookup": lambda params, ids: K.gather(as_tensor(params), as_tensor(ids)),
    "in_top_k": lambda predictions, targets, k: K.in_top_k(
        as_tensor(predictions), as_tensor(targets), k),
    "l2_loss": lambda t: K.sum(K.square(as_tensor(t))) / 2,
    "l2_normalize": lambda x, axis=None, epsilon=1e-12, dim=None: as_tensor(x) / F.sqrt(K.maximum(
        K.sum(K.square(as_tensor(x)), dim if axis is None else axis, True), epsilon)),
    "leaky_relu": lambda features, alpha=0.2: K.relu(as_tensor(features), alpha=alpha),
    "log_softmax": _softmax(_log_softmax), "max_pool": _pool("max"), "moments": moments,
    "relu": _one(K.relu), "relu6": _one(lambda x: K.relu(x, max_value=6.)),
    "selu": _one(lambda x: 1.0507009873554805 * K.elu(x, 1.6732632423543772)),
    "sigmoid": lambda x: K.sigmoid(as_tensor(x)),
    "sigmoid_cross_entropy_with_logits": sigmoid_cross_entropy_with_logits,
    "softmax": _softmax(K.softmax),
    "softmax_cross_entropy_with_logits": softmax_cross_entropy_with_logits,
    "softmax_cross_entropy_with_logits_v2": softmax_cross_entropy_with_logits,
    "softplus": _one(K.softplus), "softsign": _one(K.softsign),
    "sparse_softmax_cross_entropy_with_logits": sparse_softmax_cross_entropy_with_logits,
    "swish": _one(lambda x: x * K.sigmoid(x)), "tanh": lambda x: K.tanh(as_tensor(x)),
}


def resize_bilinear(images, size, align_corners=False):
    """Images (batch, height, width, channels) at another size, places mixed linearly."""
    if align_corners:
        raise ValueError("tf.image.resize_bilinear: align_corners must be False, got True.")
    return F.resize_bilinear(as_tensor(images), size=tuple(int(n) for n in size))


def resize_images(images, size, method=0, align_corners=False):
    """The same; method 0 is bilinear."""
    if method not in (0, "bilinear"):
        raise ValueError(f"tf.image.resize_images: method must be 0 (bilinear), got {method!r}.")
    return resize_bilinear(images, size, align_corners)


def _flip(axis):
    return lambda image: K.reverse(as_tensor(image), len(as_tensor(image).shape) - axis)


IMAGE = {
    "flip_left_right": _flip(2), "flip_up_down": _flip(3), "resize_bilinear": resize_bilinear,
    "resize_images": resize_images,
}
