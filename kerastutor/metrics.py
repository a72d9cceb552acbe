"""Metrics: numbers shown during training that do not steer it.

A metric is a function `(y_true, y_pred)`; the training loop takes the (weighted) mean of what it
returns. The losses are metrics too.
"""
from kerastutor import backend as K
from kerastutor.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    cosine_proximity,
    hinge,
    kullback_leibler_divergence,
    logcosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
)
from kerastutor.registry import deserialize_keras_object, serialize_keras_object


def binary_accuracy(y_true, y_pred):
    """Share of the outputs of a sample that are on the right side of 0.5."""
    return K.mean(K.equal(y_true, K.round(y_pred)), axis=-1)


def categorical_accuracy(y_true, y_pred):
    """1 where the largest output is the class of the one-hot target, else 0."""
    return K.cast(K.equal(K.argmax(y_true, axis=-1), K.argmax(y_pred, axis=-1)), K.floatx())


def sparse_categorical_accuracy(y_true, y_pred):
    """1 where the largest output is the class number in the target, else 0."""
    best = K.cast(K.argmax(y_pred, axis=-1), K.floatx())
    return K.cast(K.equal(_class_numbers(y_true, y_pred), best), K.floatx())


def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Share of the samples whose class (one-hot target) is among the k largest outputs."""
    return K.mean(K.in_top_k(y_pred, K.argmax(y_true, axis=-1), k), axis=-1)


def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Share of the samples whose class (class number as target) is among the k largest outputs."""
    return K.mean(K.in_top_k(y_pred, K.cast(K.flatten(y_true), "int32"), k), axis=-1)


def _class_numbers(y_true, y_pred):
    """Class numbers without the axis of size 1 that targets carry, (n, 1) -> (n,)."""
    y_true = K.cast(y_true, K.floatx())
    if K.ndim(y_pred) == 2:
        return K.flatten(y_true)
    return y_true[..., 0] if K.ndim(y_true) == K.ndim(y_pred) else y_true


mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
cosine = cosine_proximity

_functions = {f.__name__: f for f in (
    binary_accuracy, categorical_accuracy, sparse_categorical_accuracy, top_k_categorical_accuracy,
    sparse_top_k_categorical_accuracy, mean_squared_error, mean_absolute_error,
    mean_absolute_percentage_error, mean_squared_logarithmic_error, hinge, squared_hinge, logcosh,
    categorical_crossentropy, sparse_categorical_crossentropy, binary_crossentropy,
    kullback_leibler_divergence, poisson, cosine_proximity)}
_functions.update(mse=mse, MSE=MSE, mae=mae, MAE=MAE, mape=mape, MAPE=MAPE, msle=msle, MSLE=MSLE,
                  cosine=cosine)


def serialize(metric):
    """Name or config of a metric, as it stands in saved models."""
    return serialize_keras_object(metric)


def deserialize(config, custom_objects=None):
    """The metric that a name or config means.

    # Arguments
        config: name, or what `serialize` returned.
        custom_objects: dictionary from name to function or class for your own ones.

    # Returns
        The metric.

    # Raises
        ValueError: for an unknown name.
    """
    return deserialize_keras_object(config, module_objects=_functions,
                                    custom_objects=custom_objects,
                                    printable_module_name="metric function")


def get(identifier):
    """The metric that an argument means.

    # Arguments
        identifier: name, config, or a function.

    # Returns
        The metric.

    # Raises
        ValueError: for anything else.
    """
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError("metric: it must be a name or a function (y_true, y_pred), "
                     f"got {identifier!r}. The names are {', '.join(sorted(_functions))}.")
