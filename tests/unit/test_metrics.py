"""Metrics: accuracies, the losses as metrics, names."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import losses, metrics

PROBABILITIES = np.array([[.1, .2, .7], [.5, .3, .2], [.2, .6, .2], [.4, .35, .25]])
CLASSES = np.array([2, 1, 1, 2])


def value(metric, true, predicted, **options):
    return K.eval(metrics.get(metric)(K.constant(true), K.constant(predicted), **options))


def test_binary_accuracy():
    out = value("binary_accuracy", [[1., 0., 1.], [0., 0., 1.]], [[.9, .4, .2], [.6, .1, .51]])
    np.testing.assert_allclose(out, [2 / 3, 2 / 3], rtol=1e-6)


def test_binary_accuracy_at_one_half():
    assert value("binary_accuracy", [[0.]], [[.5]]) == [1.]      # halves round to even: to 0


def test_categorical_accuracy():
    out = value("categorical_accuracy", np.eye(3)[CLASSES], PROBABILITIES)
    np.testing.assert_array_equal(out, [1, 0, 1, 0])
    assert out.dtype == K.floatx()


@pytest.mark.parametrize("true", [CLASSES[:, None], CLASSES])
def test_sparse_categorical_accuracy(true):
    np.testing.assert_array_equal(value("sparse_categorical_accuracy", true, PROBABILITIES),
                                  [1, 0, 1, 0])


@pytest.mark.parametrize("true", [CLASSES.reshape(2, 2, 1), CLASSES.reshape(2, 2)])
def test_sparse_categorical_accuracy_of_sequences(true):
    out = value("sparse_categorical_accuracy", true, PROBABILITIES.reshape(2, 2, 3))
    np.testing.assert_array_equal(out, [[1, 0], [1, 0]])


@pytest.mark.parametrize("k, expected", [(1, .5), (2, .75), (3, 1.)])
def test_top_k(k, expected):
    one_hot = np.eye(3)[CLASSES]
    assert value("top_k_categorical_accuracy", one_hot, PROBABILITIES, k=k) == expected
    for true in (CLASSES, CLASSES[:, None]):
        assert value("sparse_top_k_categorical_accuracy", true, PROBABILITIES, k=k) == expected


@pytest.mark.parametrize("name", ["mse", "MSE", "mae", "mape", "msle", "cosine", "hinge", "poisson",
                                  "logcosh", "squared_hinge", "binary_crossentropy",
                                  "categorical_crossentropy", "sparse_categorical_crossentropy",
                                  "kullback_leibler_divergence"])
def test_losses_are_metrics(name):
    assert metrics.get(name) is losses.get(name)


def test_names():
    for name in ("binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy",
                 "top_k_categorical_accuracy", "sparse_top_k_categorical_accuracy"):
        function = metrics.get(name)
        assert function is getattr(metrics, name)
        assert metrics.serialize(function) == name
    with pytest.raises(ValueError, match="Unknown metric function: acc"):
        metrics.get("acc")                  # only a model knows which accuracy is meant
    with pytest.raises(ValueError, match="must be a name or a function"):
        metrics.get(3)


def test_own_metric():
    def mean_pred(y_true, y_pred):
        return K.mean(y_pred)

    assert metrics.get(mean_pred) is mean_pred
    assert metrics.deserialize("mean_pred", {"mean_pred": mean_pred}) is mean_pred
