"""What compile builds: losses, weights, masks, metrics and their names, against NumPy."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import losses, metrics, regularizers
from kerastutor.engine import Input, Layer, Model
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Activation, Dense, Embedding, Lambda, Masking, TimeDistributed

RANDOM = np.random.RandomState(0)
X = RANDOM.rand(6, 3)
Y = RANDOM.rand(6, 2)


def identity(units=2, **kwargs):
    """Model that gives back its input."""
    x = Input((units,))
    model = Model(x, Activation("linear", name="out")(x))
    model.compile("sgd", **kwargs)
    return model


def two_outputs(**kwargs):
    x = Input((3,))
    model = Model(x, [Dense(2, name="a")(x), Dense(1, name="b")(x)])
    model.compile("sgd", **kwargs)
    return model


def test_plain_loss_is_the_mean_over_samples():
    a, b = RANDOM.rand(5, 2), RANDOM.rand(5, 2)
    assert identity(loss="mse").test_on_batch(a, b) == pytest.approx(((a - b) ** 2).mean())


def test_sample_weights_divide_by_the_share_that_is_not_zero():
    a, b = RANDOM.rand(4, 2), RANDOM.rand(4, 2)
    weights = np.array([1., 2., 0., 0.])
    scores = ((a - b) ** 2).mean(axis=1)
    expected = (scores * weights / (weights != 0).mean()).mean()
    found = identity(loss="mse").test_on_batch(a, b, sample_weight=weights)
    assert found == pytest.approx(expected, rel=1e-5)


def test_class_weights_multiply_by_the_class_of_the_sample():
    model = identity(3, loss="mse")
    a = RANDOM.rand(4, 3)
    b = np.eye(3)[[0, 1, 2, 1]]
    scores = ((a - b) ** 2).mean(axis=1) * [1., 5., .5, 5.]
    weight = {0: 1., 1: 5., 2: .5}
    assert model.train_on_batch(a, b, class_weight=weight) == pytest.approx(scores.mean(), rel=1e-5)
    both = model.train_on_batch(a, b, class_weight=weight, sample_weight=np.full(4, 2.))
    assert both == pytest.approx(2 * scores.mean(), rel=1e-5)


def test_temporal_weights():
    x = Input((3, 2))
    model = Model(x, Activation("linear")(x))
    model.compile("sgd", "mse", sample_weight_mode="temporal")
    a, b, weights = RANDOM.rand(4, 3, 2), RANDOM.rand(4, 3, 2), RANDOM.rand(4, 3)
    expected = (((a - b) ** 2).mean(axis=2) * weights).mean()
    assert model.test_on_batch(a, b, weights) == pytest.approx(expected, rel=1e-5)
    assert model.test_on_batch(a, b) == pytest.approx(((a - b) ** 2).mean(), rel=1e-5)


def test_masked_steps_do_not_count():
    x = Input((4, 2))
    model = Model(x, Activation("linear")(Masking()(x)))
    model.compile("sgd", "mse", metrics=["mae"])
    a, b = RANDOM.rand(3, 4, 2) + 1, RANDOM.rand(3, 4, 2)
    a[:, 2:] = 0.
    loss, mae = model.test_on_batch(a, b)
    assert loss == pytest.approx(((a - b) ** 2)[:, :2].mean(), rel=1e-5)
    assert mae == pytest.approx(np.abs(a - b)[:, :2].mean(), rel=1e-5)


def test_mask_and_weights_together():
    x = Input((4,), dtype="int32")
    hidden = Embedding(3, 2, mask_zero=True)(x)
    model = Model(x, TimeDistributed(Dense(1))(hidden))
    model.compile("sgd", "mse")
    a = np.array([[1, 2, 0, 0], [1, 1, 1, 0]])
    b = RANDOM.rand(2, 4, 1)
    mask = (a != 0).astype(float)
    weights = np.array([3., 1.])
    scores = ((model.predict(a) - b) ** 2).mean(axis=2) * mask / mask.mean()
    assert model.test_on_batch(a, b, weights) == pytest.approx(
        (scores.mean(axis=1) * weights).mean(), rel=1e-5)


def test_total_loss_is_the_weighted_sum_plus_penalties():
    x = Input((3,))
    first = Dense(2, name="a", kernel_regularizer=regularizers.l2(.1))(x)
    model = Model(x, [first, Dense(1, name="b", activity_regularizer=regularizers.l1(.01))(x)])
    model.compile("sgd", {"a": "mse", "b": "mae"}, loss_weights={"a": .5})
    y = [RANDOM.rand(6, 2), RANDOM.rand(6, 1)]
    total, a, b = model.evaluate(X, y, verbose=0)
    kernel = model.get_layer("a").get_weights()[0]
    activity = .01 * np.abs(model.predict(X)[1]).sum()
    assert total == pytest.approx(.5 * a + b + .1 * (kernel ** 2).sum() + activity, rel=1e-5)
    assert a == pytest.approx(((model.predict(X)[0] - y[0]) ** 2).mean(), rel=1e-5)
    assert model.metrics_names == ["loss", "a_loss", "b_loss"]


@pytest.mark.parametrize(("loss", "loss_weights"), [
    (["mse", "mae"], [1., 2.]), ({"a": "mse", "b": "mae"}, {"b": 2.})])
def test_lists_and_dictionaries_mean_the_same(loss, loss_weights):
    model = two_outputs(loss=loss, loss_weights=loss_weights)
    y = [Y, Y[:, :1]]
    total, a, b = model.test_on_batch(X, y)
    assert total == pytest.approx(a + 2 * b, rel=1e-5)
    again = model.test_on_batch(X, {"a": Y, "b": Y[:, :1]})
    np.testing.assert_allclose(again, [total, a, b])


def test_an_output_without_a_loss_gets_no_target():
    with pytest.warns(UserWarning, match="'b' has no entry"):
        model = two_outputs(loss={"a": "mse"}, metrics=["mae"])
    assert model.metrics_names == ["loss", "a_loss", "a_mean_absolute_error"]
    assert len(model.test_on_batch(X, Y)) == 3
    assert model._feed_output_names == ["a"]
    model = two_outputs(loss=["mse", None])
    assert model.evaluate(X, {"a": Y}, verbose=0)[0] > 0


@pytest.mark.parametrize(("arguments", "error", "message"), [
    ({"loss": {"c": "mse"}}, ValueError, "loss: .*unknown entry 'c'.*a, b"),
    ({"loss": ["mse"]}, ValueError, r"loss: the list must have 2 entries.*got 1"),
    ({"loss": "mse", "loss_weights": {"c": 1.}}, ValueError, "loss_weights: .*'c'"),
    ({"loss": "mse", "loss_weights": [1.]}, ValueError, "loss_weights: .*got 1"),
    ({"loss": "mse", "loss_weights": 1.}, TypeError, "loss_weights: it must be a list"),
    ({"loss": "mse", "metrics": "accuracy"}, TypeError, r"metrics: .*metrics=\['accuracy'\]"),
    ({"loss": "mse", "sample_weight_mode": "daily"}, ValueError, "'temporal', got 'daily'"),
    ({"loss": "mse", "sample_weight_mode": {"c": None}}, ValueError, "unknown entry 'c'"),
    ({"loss": "mse", "sample_weight_mode": {"a": None}}, ValueError, r"none for \['b'\]"),
    ({"loss": "mse", "target_tensors": {"c": None}}, ValueError, "unknown entry 'c'"),
    ({"loss": "mse", "target_tensors": 3}, TypeError, "target_tensors: it must be a tensor"),
    ({"loss": "no_such_loss"}, ValueError, "no_such_loss"),
    ({"loss": "mse", "metrics": ["no_such_metric"]}, ValueError, "no_such_metric"),
    ({}, ValueError, "must have a loss to minimise"),
])
def test_wrong_arguments_leave_the_model_compiled_as_it_was(arguments, error, message):
    model = two_outputs(loss="mse")
    before = dict(vars(model))
    with pytest.raises(error, match=message):
        model.compile("adam", **arguments)
    assert vars(model) == before
    assert len(model.test_on_batch(X, [Y, Y[:, :1]])) == 3


def test_unknown_keyword_of_compile_is_refused():
    with pytest.raises(ValueError, match="foo"):
        two_outputs(loss="mse", foo=1)


@pytest.mark.parametrize(("units", "activation", "loss", "accuracy", "entropy"), [
    (1, "sigmoid", "binary_crossentropy", metrics.binary_accuracy, "binary"),
    (3, "sigmoid", "binary_crossentropy", metrics.binary_accuracy, "binary"),
    (1, "linear", "mse", metrics.binary_accuracy, "binary"),
    (3, "softmax", "categorical_crossentropy", metrics.categorical_accuracy, "categorical"),
    (3, "softmax", "sparse_categorical_crossentropy", metrics.sparse_categorical_accuracy,
     "sparse_categorical"),
    (3, "linear", "mse", metrics.categorical_accuracy, "categorical"),
])
def test_accuracy_goes_by_output_and_loss(units, activation, loss, accuracy, entropy):
    model = Sequential([Dense(units, input_shape=(3,), activation=activation)])
    model.compile("sgd", loss, metrics=["accuracy", "ce"])
    assert model.metrics_names == ["loss", "acc", "ce"]
    y = RANDOM.randint(0, 2, (6, units)).astype("float32")
    if entropy == "sparse_categorical":
        y = RANDOM.randint(0, units, (6, 1))
    loss_value, acc, ce = model.test_on_batch(X, y)
    predicted = K.constant(model.predict(X))
    truth = K.constant(y.astype("float32"))
    assert acc == pytest.approx(K.eval(K.mean(accuracy(truth, predicted))), abs=1e-6)
    expected = getattr(losses, entropy + "_crossentropy")(truth, predicted)
    assert ce == pytest.approx(K.eval(K.mean(expected)), rel=1e-5)


def test_metric_names():
    def mean_pred(y_true, y_pred):
        return K.mean(y_pred)

    def scale(y_true, y_pred):
        return K.mean(y_pred)
    scale.name = "own_name"
    model = identity(loss="mse", metrics=["mae", mean_pred, mean_pred, scale],
                     weighted_metrics=["mae"])
    assert model.metrics_names == ["loss", "mean_absolute_error", "mean_pred", "mean_pred_1",
                                   "own_name", "weighted_mean_absolute_error"]
    model = two_outputs(loss="mse", metrics={"b": "mae"})
    assert model.metrics_names == ["loss", "a_loss", "b_loss", "b_mean_absolute_error"]
    model = two_outputs(loss="mse", metrics=["acc"])
    assert model.metrics_names[3:] == ["a_acc", "b_acc"]


def test_weighted_metrics_see_the_weights_and_metrics_do_not():
    model = identity(loss="mse", metrics=["mae"], weighted_metrics=["mae"])
    a, b = RANDOM.rand(4, 2), RANDOM.rand(4, 2)
    weights = np.array([1., 2., 0., 0.])
    scores = np.abs(a - b).mean(axis=1)
    _, plain, weighted = model.test_on_batch(a, b, sample_weight=weights)
    assert plain == pytest.approx(scores.mean(), rel=1e-5)
    assert weighted == pytest.approx((scores * weights / .5).mean(), rel=1e-5)


class Positives(Layer):
    """A stateful metric: how many predictions were above one half, in all."""

    def __init__(self, **kwargs):
        super().__init__(name="positives", **kwargs)
        self.stateful = True
        self.count = K.variable(0., name="count")

    def reset_states(self):
        K.set_value(self.count, 0.)

    def __call__(self, y_true, y_pred):
        batch = K.sum(K.cast(K.greater(y_pred, .5), "float32"))
        self.add_update(K.update_add(self.count, batch), inputs=[y_true, y_pred])
        return self.count + batch


def test_stateful_metrics_report_their_last_value():
    metric = Positives()
    model = identity(1, loss="mse", metrics=[metric, "mae"])
    assert model.stateful_metric_names == ["positives"]
    a = np.array([[.1], [.9], [.8], [.2], [.7]])
    _, count, _ = model.evaluate(a, a, batch_size=2, verbose=0)
    assert count == 3
    history = model.fit(a, a, batch_size=2, epochs=2, verbose=0, validation_data=(a, a)).history
    assert history["positives"] == [3, 3] and history["val_positives"] == [3, 3]


def test_own_losses_take_targets_of_any_shape():
    def from_two_columns(y_true, y_pred):
        return K.square(y_true[:, 0] - y_pred[:, 0]) + y_true[:, 1]

    x = Input((3,))
    model = Model(x, Dense(1)(x))
    model.compile("sgd", from_two_columns)
    found = model.test_on_batch(X, np.ones((6, 2)))
    assert found == pytest.approx(((1 - model.predict(X)) ** 2).mean() + 1, rel=1e-5)


def test_loss_as_a_layer_with_a_dummy_loss():
    x, y = Input((3,)), Input((1,), name="labels")
    out = Dense(1)(x)
    cost = Lambda(lambda args: K.square(args[0] - args[1]), output_shape=(1,),
                  name="cost")([out, y])
    model = Model([x, y], cost)
    model.compile("sgd", {"cost": lambda y_true, y_pred: y_pred})
    labels = RANDOM.rand(6, 1)
    first = model.fit([X, labels], np.zeros((6, 1)), epochs=20, verbose=0).history["loss"]
    assert first[-1] < first[0]


def test_target_tensors():
    target = K.variable(Y)
    x = Input((3,))
    model = Model(x, Dense(2)(x))
    model.compile("sgd", "mse", target_tensors=target)
    assert model._feed_targets == [] and model.targets[0] is target
    loss = model.train_on_batch(X, None)
    assert model.test_on_batch(X, None) < loss
    placeholder = K.placeholder((None, 2))
    model.compile("sgd", "mse", target_tensors=[placeholder])
    assert model._feed_targets == [placeholder]
    model.train_on_batch(X, Y)
