"""Losses: how wrong predictions are, one number per sample.

A loss is a function `(y_true, y_pred)` of two tensors of the same shape; it takes the mean (or sum)
over the last axis and keeps the others. The training loop weights the samples and takes the mean
over them.
"""
import math

from kerastutor import backend as K
from kerastutor.registry import deserialize_keras_object, serialize_keras_object


def mean_squared_error(y_true, y_pred):
    """mean((y_pred - y_true)^2)."""
    return K.mean(K.square(y_pred - y_true), axis=-1)


def mean_absolute_error(y_true, y_pred):
    """mean(|y_pred - y_true|)."""
    return K.mean(K.abs(y_pred - y_true), axis=-1)


def mean_absolute_percentage_error(y_true, y_pred):
    """100 * mean(|y_true - y_pred| / |y_true|), where |y_true| counts as at least epsilon."""
    relative = K.abs((y_true - y_pred) / K.clip(K.abs(y_true), K.epsilon(), None))
    return 100. * K.mean(relative, axis=-1)


def mean_squared_logarithmic_error(y_true, y_pred):
    """mean((log(1 + y_pred) - log(1 + y_true))^2); values below epsilon count as epsilon."""
    log_pred = K.log(K.clip(y_pred, K.epsilon(), None) + 1.)
    log_true = K.log(K.clip(y_true, K.epsilon(), None) + 1.)
    return K.mean(K.square(log_true - log_pred), axis=-1)


def squared_hinge(y_true, y_pred):
    """mean(max(1 - y_true * y_pred, 0)^2), for targets -1 and 1."""
    return K.mean(K.square(K.maximum(1. - y_true * y_pred, 0.)), axis=-1)


def hinge(y_true, y_pred):
    """mean(max(1 - y_true * y_pred, 0)), for targets -1 and 1."""
    return K.mean(K.maximum(1. - y_true * y_pred, 0.), axis=-1)


def categorical_hinge(y_true, y_pred):
    """max(best wrong score - right score + 1, 0), for one-hot targets."""
    right = K.sum(y_true * y_pred, axis=-1)
    best_wrong = K.max((1. - y_true) * y_pred, axis=-1)
    return K.maximum(0., best_wrong - right + 1.)


def logcosh(y_true, y_pred):
    """mean(log(cosh(y_pred - y_true))).

    About x^2 / 2 for a small error x and |x| - log(2) for a large one, so that single wild targets
    count less than in `mean_squared_error`. Computed as x + softplus(-2x) - log(2), which cannot
    overflow.

    # Arguments
        y_true: tensor of targets.
        y_pred: tensor of the same shape, predictions.

    # Returns
        Tensor without the last axis.
    """
    x = y_pred - y_true
    return K.mean(x + K.softplus(-2. * x) - math.log(2.), axis=-1)


def categorical_crossentropy(y_true, y_pred):
    """-sum(y_true * log(y_pred)), for one-hot targets (or probabilities) and softmax outputs."""
    return K.categorical_crossentropy(y_true, y_pred)


def sparse_categorical_crossentropy(y_true, y_pred):
    """-log(y_pred[y_true]), for targets that are class numbers and softmax outputs."""
    return K.sparse_categorical_crossentropy(y_true, y_pred)


def binary_crossentropy(y_true, y_pred):
    """mean(-y_true * log(y_pred) - (1 - y_true) * log(1 - y_pred)), for sigmoid outputs."""
    return K.mean(K.binary_crossentropy(y_true, y_pred), axis=-1)


def kullback_leibler_divergence(y_true, y_pred):
    """sum(y_true * log(y_true / y_pred)), both between epsilon and 1."""
    y_true = K.clip(y_true, K.epsilon(), 1)
    y_pred = K.clip(y_pred, K.epsilon(), 1)
    return K.sum(y_true * K.log(y_true / y_pred), axis=-1)


def poisson(y_true, y_pred):
    """mean(y_pred - y_true * log(y_pred + epsilon)), for counts."""
    return K.mean(y_pred - y_true * K.log(y_pred + K.epsilon()), axis=-1)


def cosine_proximity(y_true, y_pred):
    """Minus the cosine of the angle between y_true and y_pred: -1 is best, 1 is worst."""
    y_true = K.l2_normalize(y_true, axis=-1)
    y_pred = K.l2_normalize(y_pred, axis=-1)
    return -K.sum(y_true * y_pred, axis=-1)


mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
kld = KLD = kullback_leibler_divergence
cosine = cosine_proximity

_functions = {f.__name__: f for f in (
    mean_squared_error, mean_absolute_error, mean_absolute_percentage_error,
    mean_squared_logarithmic_error, squared_hinge, hinge, categorical_hinge, logcosh,
    categorical_crossentropy, sparse_categorical_crossentropy, binary_crossentropy,
    kullback_leibler_divergence, poisson, cosine_proximity)}
_functions.update(mse=mse, MSE=MSE, mae=mae, MAE=MAE, mape=mape, MAPE=MAPE, msle=msle, MSLE=MSLE,
                  kld=kld, KLD=KLD, cosine=cosine)


def serialize(loss):
    """Name of a loss function, as it stands in saved models."""
    return serialize_keras_object(loss)


def deserialize(name, custom_objects=None):
    """The loss function of this name.

    # Arguments
        name: name as `serialize` gives it.
        custom_objects: dictionary from name to function for your own ones.

    # Returns
        The function.

    # Raises
        ValueError: for an unknown name.
    """
    return deserialize_keras_object(name, module_objects=_functions, custom_objects=custom_objects,
                                    printable_module_name="loss function")


def get(identifier):
    """The loss function that an argument means.

    # Arguments
        identifier: name, function, or None.

    # Returns
        A function, or None for None.

    # Raises
        ValueError: for anything else.
    """
    if identifier is None:
        return None
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError("loss: it must be a name or a function (y_true, y_pred), "
                     f"got {identifier!r}. The names are {', '.join(sorted(_functions))}.")
