"""Model: fit, evaluate, predict, single batches, the learning phase, what changes and what not."""
import threading

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import callbacks, optimizers
from kerastutor.engine import Input, Layer, Model
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import LSTM, BatchNormalization, Dense, Dropout

RANDOM = np.random.RandomState(0)
X = RANDOM.rand(20, 4).astype("float32")
Y = RANDOM.rand(20, 2).astype("float32")


def model_of(*layers, loss="mse", **kwargs):
    model = Sequential(layers or [Dense(2, input_shape=(4,))])
    model.compile(optimizers.SGD(.1), loss, **kwargs)
    return model


class Spy(callbacks.Callback):
    """Records the logs of each batch and epoch."""

    def __init__(self):
        super().__init__()
        self.batches, self.epochs = [], []

    def on_batch_end(self, batch, logs=None):
        self.batches.append(dict(logs))

    def on_epoch_end(self, epoch, logs=None):
        self.epochs.append(dict(logs))


def test_one_step_of_sgd_is_the_gradient_of_the_mean():
    model = model_of()
    kernel, bias = model.get_weights()
    error = X @ kernel + bias - Y
    loss = model.train_on_batch(X, Y)
    assert loss == pytest.approx((error ** 2).mean(), rel=1e-5)      # before the update
    new_kernel, new_bias = model.get_weights()
    np.testing.assert_allclose(new_kernel, kernel - .1 * 2 * X.T @ error / error.size, rtol=1e-4,
                               atol=1e-6)
    np.testing.assert_allclose(new_bias, bias - .1 * 2 * error.sum(axis=0) / error.size, rtol=1e-4,
                               atol=1e-6)


def test_fit_equals_train_on_batch_in_order():
    one, two = model_of(), model_of()
    two.set_weights(one.get_weights())
    one.fit(X, Y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    for _ in range(2):
        for start in (0, 8, 16):
            two.train_on_batch(X[start:start + 8], Y[start:start + 8])
    for a, b in zip(one.get_weights(), two.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_shuffle_follows_numpys_seed():
    one, two = model_of(), model_of()
    two.set_weights(one.get_weights())
    np.random.seed(3)
    one.fit(X, Y, batch_size=8, epochs=2, verbose=0)
    np.random.seed(3)
    order = np.arange(20)
    for _ in range(2):
        np.random.shuffle(order)
        for start in (0, 8, 16):
            ids = order[start:start + 8]
            two.train_on_batch(X[ids], Y[ids])
    for a, b in zip(one.get_weights(), two.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_history_has_the_mean_weighted_by_batch_size():
    spy = Spy()
    model = model_of(metrics=["mae"])
    history = model.fit(X, Y, batch_size=8, epochs=2, verbose=0, callbacks=[spy])
    assert history is model.history and history.epoch == [0, 1]
    assert sorted(history.history) == ["loss", "mean_absolute_error"]
    assert [b["size"] for b in spy.batches] == [8, 8, 4] * 2
    assert [b["batch"] for b in spy.batches] == [0, 1, 2] * 2
    for epoch in (0, 1):
        batches = spy.batches[3 * epoch:3 * epoch + 3]
        expected = sum(float(b["loss"]) * b["size"] for b in batches) / 20
        assert history.history["loss"][epoch] == pytest.approx(expected, rel=1e-6)


def test_validation_split_is_the_end_and_cut_before_shuffling():
    model = model_of(metrics=["mae"])
    seen = []

    class Recorder(callbacks.Callback):
        def on_train_begin(self, logs=None):
            seen.append(self.params)

        def on_epoch_end(self, epoch, logs=None):
            seen.append([a.copy() if isinstance(a, np.ndarray) else a
                         for a in self.validation_data])

    history = model.fit(X, Y, validation_split=.25, verbose=0, callbacks=[Recorder()]).history
    assert seen[0]["samples"] == 15 and seen[0]["do_validation"] is True
    assert seen[0]["metrics"] == ["loss", "mean_absolute_error", "val_loss",
                                  "val_mean_absolute_error"]
    np.testing.assert_array_equal(seen[1][0], X[15:])
    np.testing.assert_array_equal(seen[1][1], Y[15:])
    assert list(history) == ["val_loss", "val_mean_absolute_error", "loss", "mean_absolute_error"]
    assert history["val_loss"][0] == pytest.approx(
        model.evaluate(X[15:], Y[15:], verbose=0)[0], rel=1e-6)


def test_validation_data_with_weights():
    model = model_of()
    weights = RANDOM.rand(20)
    history = model.fit(X, Y, validation_data=(X, Y, weights), verbose=0).history
    expected = model.evaluate(X, Y, sample_weight=weights, verbose=0)
    assert history["val_loss"][0] == pytest.approx(expected, rel=1e-6)


def test_evaluate_is_the_same_for_any_batch_size():
    model = model_of(metrics=["mae"])
    whole = model.evaluate(X, Y, batch_size=20, verbose=0)
    np.testing.assert_allclose(model.evaluate(X, Y, batch_size=7, verbose=0), whole, rtol=1e-5)
    assert whole[0] == pytest.approx(((model.predict(X) - Y) ** 2).mean(), rel=1e-5)
    assert isinstance(whole, list) and isinstance(model_of().evaluate(X, Y, verbose=0), float)


def test_test_and_predict_change_nothing():
    model = model_of(Dense(3, input_shape=(4,)), BatchNormalization(), Dropout(.5), Dense(2))
    before = model.get_weights()
    model.test_on_batch(X, Y)
    model.evaluate(X, Y, verbose=0)
    np.testing.assert_array_equal(model.predict_on_batch(X), model.predict(X, batch_size=20))
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_predict_in_batches_and_with_several_outputs():
    x = Input((4,))
    model = Model(x, [Dense(2)(x), Dense(3)(x)])
    first, second = model.predict(X, batch_size=6)
    assert first.shape == (20, 2) and second.shape == (20, 3)
    whole = model.predict(X, batch_size=100)
    np.testing.assert_allclose(first, whole[0], rtol=1e-6)
    assert len(model.predict_on_batch(X)) == 2


def test_a_known_batch_is_predicted_and_checked_as_the_first_one():
    model = model_of(Dense(2, input_shape=(4,)))
    first = model.predict(X)
    again = model.predict(X)
    np.testing.assert_array_equal(first, again)
    assert again is not first
    np.testing.assert_allclose(model.predict(X.astype("float64")), first, rtol=1e-5)
    for wrong in (0, -1, 2.5):
        with pytest.raises(ValueError, match="batch_size"):
            model.predict(X, batch_size=wrong)
    with pytest.raises(ValueError, match="shape"):
        model.predict(X[:, :3])


def test_data_by_name_and_as_lists():
    a, b = Input((4,), name="one"), Input((2,), name="two")
    model = Model([a, b], [Dense(2, name="left")(a), Dense(1, name="right")(b)])
    model.compile("sgd", "mse")
    by_list = model.test_on_batch([X, Y], [Y, Y[:, :1]])
    by_name = model.test_on_batch({"two": Y, "one": X}, {"left": Y, "right": Y[:, :1]})
    np.testing.assert_array_equal(by_list, by_name)
    assert len(model.predict({"one": X, "two": Y})) == 2
    model.fit([X, Y], [Y, Y[:, :1]], validation_split=.5, verbose=0,
              sample_weight={"left": np.ones(20)}, class_weight=None)


def test_the_learning_phase_is_fed():
    model = model_of(Dropout(.5, input_shape=(4,)), loss="mse")
    assert model.uses_learning_phase
    ones = np.ones((50, 4), "float32")
    assert model.test_on_batch(ones, ones) == 0.
    assert model.evaluate(ones, ones, verbose=0) == 0.
    assert model.train_on_batch(ones, ones) > .5
    np.testing.assert_array_equal(model.predict(ones), ones)
    assert not model_of().uses_learning_phase


def test_a_layer_that_forgets_to_flag_the_phase_still_trains():
    class Noisy(Layer):
        def call(self, inputs):
            return 2. * K.in_train_phase(inputs + 1., inputs)

    model = model_of(Noisy(input_shape=(4,)))
    assert model.test_on_batch(X, 2 * X) == pytest.approx(0., abs=1e-10)
    x = Input((4,))
    own = Model(x, Dense(2)(Noisy()(x)))
    own.compile(optimizers.SGD(0.), "mse")
    assert own.train_on_batch(X, Y) != own.test_on_batch(X, Y)


def test_batch_normalization_moves_its_averages_only_in_training():
    model = model_of(BatchNormalization(input_shape=(4,), momentum=.5))
    data = RANDOM.rand(10, 4).astype("float32") * 3
    model.train_on_batch(data, data)
    mean = model.get_weights()[2]
    np.testing.assert_allclose(mean, .5 * data.mean(axis=0), rtol=1e-4)


def test_trainable_counts_from_the_next_compile_on():
    model = model_of(Dense(3, input_shape=(4,)), Dense(2))
    model.train_on_batch(X, Y)
    model.layers[0].trainable = False
    before = model.layers[0].get_weights()[0]
    with pytest.warns(UserWarning, match="Discrepancy in .* between the trainable weights"):
        model.fit(X, Y, verbose=0)
    assert np.abs(model.layers[0].get_weights()[0] - before).max() > 0
    model.layers[0].trainable = True
    model.layers[0].trainable = False
    with pytest.warns(UserWarning, match="Discrepancy"):
        model.train_on_batch(X, Y)
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(X, Y, verbose=0)
    after = model.get_weights()
    np.testing.assert_array_equal(before[0], after[0])
    assert np.abs(before[2] - after[2]).max() > 0


def test_two_models_may_share_a_layer_one_frozen():
    layer = Dense(2)
    x = Input((4,))
    free = Model(x, layer(x))
    free.compile("sgd", "mse")
    layer.trainable = False
    y = Input((4,))
    frozen = Model(y, layer(y))
    frozen.compile("sgd", "mse")
    layer.trainable = True
    before = layer.get_weights()[0]
    with pytest.warns(UserWarning, match="Discrepancy"):
        frozen.train_on_batch(X, Y)
    np.testing.assert_array_equal(layer.get_weights()[0], before)
    free.train_on_batch(X, Y)
    assert np.abs(layer.get_weights()[0] - before).max() > 0


def test_not_compiled():
    x = Input((4,))
    model = Model(x, Dense(2)(x))
    for action in (lambda: model.fit(X, Y), lambda: model.evaluate(X, Y),
                   lambda: model.train_on_batch(X, Y), lambda: model.test_on_batch(X, Y)):
        with pytest.raises(RuntimeError, match=r"compile"):
            action()
    assert model.predict(X).shape == (20, 2)


def test_compiling_late_and_again():
    model = Sequential([Dense(2)])
    with pytest.raises(ValueError, match="nonsense"):
        model.compile("sgd", "nonsense")
    model.compile("sgd", "mse", weighted_metrics=["mae"])
    model.fit(X, Y, verbose=0)
    assert model.metrics_names == ["loss", "weighted_mean_absolute_error"]
    model.compile("adam", "mae")
    assert model.train_function is None
    model.fit(X, Y, verbose=0)
    assert model.metrics_names == ["loss"] and model.optimizer.__class__.__name__ == "Adam"


def test_functions_are_made_when_first_needed():
    model = model_of()
    assert model.train_function is None and model.test_function is None
    model.train_on_batch(X, Y)
    assert model.train_function is not None and model.test_function is None
    model._make_predict_function()
    assert model.predict_function is not None


def test_extra_arguments_of_compile_go_to_the_function():
    variable = K.variable(0.)
    x = Input((4,))
    model = Model(x, Dense(2)(x))
    model.compile("sgd", "mse", fetches=[K.update_add(variable, 1.)])
    model.train_on_batch(X, Y)
    model.train_on_batch(X, Y)
    assert K.get_value(variable) == 2


@pytest.mark.parametrize(("arguments", "error", "message"), [
    ({"batch_size": 0}, ValueError, "batch_size: it must be a positive integer, got 0"),
    ({"batch_size": 1.5}, ValueError, "batch_size"),
    ({"epochs": "3"}, ValueError, "epochs: it must be an integer"),
    ({"validation_split": 1.}, ValueError, "validation_split: .*below 1, got 1.0"),
    ({"validation_split": -.1}, ValueError, "validation_split"),
    ({"validation_split": .99}, ValueError, "leave samples to train on"),
    ({"callbacks": callbacks.History()}, TypeError, r"callbacks=\[callback\]"),
    ({"callbacks": [callbacks.History]}, TypeError, r"Write History\(\.\.\.\)"),
    ({"epohcs": 3}, TypeError, r"got \['epohcs'\]"),
    ({"validation_data": (X,)}, ValueError, "validation_data: it must be a tuple"),
    ({"validation_data": (X, Y[:3])}, ValueError, "20 in the inputs, 3 in the targets"),
    ({"steps_per_epoch": 2, "batch_size": 4}, ValueError, "must be None when steps_per_epoch"),
    ({"validation_steps": 2}, ValueError, "steps_per_epoch must be given too"),
])
def test_wrong_arguments_of_fit(arguments, error, message):
    model = model_of()
    before = model.get_weights()
    data = (X[:1], Y[:1]) if arguments.get("validation_split") == .99 else (X, Y)
    with pytest.raises(error, match=message):
        model.fit(*data, verbose=0, **arguments)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_nb_epoch_is_epochs():
    with pytest.warns(UserWarning, match="epochs"):
        assert len(model_of().fit(X, Y, nb_epoch=2, verbose=0).epoch) == 2


def test_epochs_count_from_initial_epoch():
    history = model_of().fit(X, Y, initial_epoch=3, epochs=5, verbose=0)
    assert history.epoch == [3, 4]
    assert model_of().fit(X, Y, epochs=0, verbose=0).epoch == []


@pytest.mark.parametrize(("x", "y", "message"), [
    (None, Y, "input must be an array, got None"),
    (X, None, "target must be an array, got None"),
    (X, Y[:5], "20 in the inputs, 5 in the targets"),
    (X[:, :3], Y, r"input array must have shape \(None, 4\) .*got shape \(20, 3\)"),
    (X, Y[:, :1], r"target array must have shape \(None, 2\) .*got shape \(20, 1\)"),
    (X[0], Y[:1], r"must have shape \(None, 4\) .*got shape \(4, 1\)"),
    (X[:, None], Y, r"must have 2 dimensions .*got shape \(20, 1, 4\)"),
    ([X, X], Y, "list of arrays must have 1 entries .*got 2"),
    (X.astype(object), Y, "must hold numbers, got dtype object"),
    (X.astype(str), Y, "must hold numbers"),
    (X[:0], Y[:0], "at least one sample"),
    ([[1., 2., 3., 4.], [1.]], Y, "must have 1 entries"),
    ({"wrong": X}, Y, r"dictionary must have data for each of \['dense_\d+_input'\]"),
    ("text", Y, "must be a NumPy array, got str 'text'"),
])
def test_bad_data_is_refused_before_anything_runs(x, y, message):
    model = model_of()
    for action in (model.train_on_batch, model.test_on_batch,
                   lambda a, b: model.fit(a, b, verbose=0)):
        with pytest.raises(ValueError, match=message):
            action(x, y)
    assert model.train_function is None


def test_bad_data_is_refused_after_good_data_too():
    model = model_of()
    model.train_on_batch(X, Y)
    with pytest.raises(ValueError, match="got shape"):
        model.train_on_batch(X[:, :3], Y)
    with pytest.raises(ValueError, match="at least one sample"):
        model.train_on_batch(X[:0], Y[:0])
    with pytest.raises(ValueError, match="20 in the inputs, 3"):
        model.train_on_batch(X, Y[:3])
    with pytest.raises(ValueError, match="must hold numbers"):
        model.train_on_batch(X.astype(object), Y)
    with pytest.raises(ValueError, match="at least one sample"):
        model.predict_on_batch(X[:0])
    assert model.train_on_batch(X.astype("float64"), Y) > 0


@pytest.mark.parametrize(("labels", "message"), [
    ([0., 1., np.nan, 2.], "got nan"), ([0, 1, 2, 3], "from 0 to 2, got 3"),
    ([0, -1, 2, 1], "got -1")])
def test_labels_of_a_sparse_loss_are_checked(labels, message):
    model = model_of(Dense(3, activation="softmax", input_shape=(4,)),
                     loss="sparse_categorical_crossentropy")
    good = np.array([[0], [1], [2], [0]])
    model.train_on_batch(X[:4], good)
    with pytest.raises(ValueError, match=f"class numbers .*{message}"):
        model.train_on_batch(X[:4], np.array(labels).reshape(-1, 1))
    with pytest.raises(ValueError, match=f"class numbers .*{message}"):
        model.fit(X[:4], np.array(labels), verbose=0)


def test_one_hot_and_class_numbers_get_advice():
    model = model_of(Dense(3, activation="softmax", input_shape=(4,)),
                     loss="categorical_crossentropy")
    with pytest.raises(ValueError, match="to_categorical"):
        model.fit(X, np.zeros(20, int), verbose=0)
    single = model_of(Dense(1, input_shape=(4,)), loss="categorical_crossentropy")
    with pytest.raises(ValueError, match="one-hot rows"):
        single.fit(X, np.zeros(20), verbose=0)
    single.compile("sgd", "binary_crossentropy")
    with pytest.raises(ValueError, match="For one-hot targets"):
        single.fit(X, np.zeros((20, 3)), verbose=0)


def test_stateful_models_need_whole_batches():
    model = Sequential([LSTM(2, stateful=True, batch_input_shape=(4, 3, 1))])
    model.compile("sgd", "mse")
    data = RANDOM.rand(10, 3, 1)
    for action in (lambda: model.fit(data, np.zeros((10, 2)), batch_size=4, verbose=0),
                   lambda: model.evaluate(data, np.zeros((10, 2)), batch_size=4, verbose=0),
                   lambda: model.predict(data, batch_size=4)):
        with pytest.raises(ValueError, match="multiple of the batch size 4, got 10"):
            action()
    model.fit(data[:8], np.zeros((8, 2)), batch_size=4, shuffle=False, verbose=0)


def test_steps_with_data_from_tensors():
    data = K.variable(X)
    x = Input(tensor=data)
    model = Model(x, Dense(2)(x))
    model.compile("sgd", "mse", target_tensors=K.variable(Y))
    with pytest.raises(ValueError, match="steps_per_epoch"):
        model.fit(verbose=0)
    history = model.fit(steps_per_epoch=3, epochs=2, verbose=0, validation_steps=1).history
    assert history["loss"][1] < history["loss"][0] and len(history["val_loss"]) == 2
    assert model.evaluate(steps=2, verbose=0) == pytest.approx(
        ((model.predict(None, steps=1) - Y) ** 2).mean(), rel=1e-5)
    assert model.predict(None, steps=2).shape == (40, 2)


def test_symbolic_data_for_placeholders():
    model = model_of()
    history = model.fit(K.variable(X), K.variable(Y), steps_per_epoch=3, epochs=2,
                        verbose=0).history
    assert history["loss"][1] < history["loss"][0]
    with pytest.raises(ValueError, match="fixed batch size"):
        model.fit(K.placeholder((None, 4)), K.variable(Y), steps_per_epoch=1)


def test_subclassed_model_trains_and_uses_the_phase():
    class Own(Model):
        def __init__(self):
            super().__init__()
            self.hidden = Dense(8, activation="relu")
            self.drop = Dropout(.5)
            self.out = Dense(2)

        def call(self, inputs, training=None):
            return self.out(self.drop(self.hidden(inputs)))

    model = Own()
    model.compile("sgd", "mse", metrics=["mae"])
    history = model.fit(X, Y, epochs=3, verbose=0, validation_split=.2).history
    assert sorted(history) == ["loss", "mean_absolute_error", "val_loss",
                               "val_mean_absolute_error"]
    assert model.output_names == ["output_1"] and len(model.get_weights()) == 4
    np.testing.assert_array_equal(model.predict(X), model.predict(X))
    with pytest.raises(ValueError, match="dictionary"):
        Own().predict({"a": X})


def test_subclassed_model_with_two_inputs_and_outputs():
    class Own(Model):
        def __init__(self):
            super().__init__()
            self.a, self.b = Dense(2), Dense(1)

        def call(self, inputs):
            return [self.a(inputs[0]), self.b(inputs[1])]

    model = Own()
    model.compile("sgd", "mse")
    model.fit([X, Y], [Y, Y[:, :1]], verbose=0)
    assert model.metrics_names == ["loss", "output_1_loss", "output_2_loss"]
    first, second = model.predict([X, Y])
    assert first.shape == (20, 2) and second.shape == (20, 1)


def test_scipy_and_pandas_data():
    sparse = pytest.importorskip("scipy.sparse")
    model = model_of()
    np.random.seed(0)
    model.fit(sparse.csr_matrix(X), Y, batch_size=8, verbose=0)
    np.testing.assert_allclose(model.predict(sparse.coo_matrix(X)), model.predict(X), rtol=1e-6)

    class DataFrame:                          # what matters of pandas: the name and `.values`
        def __init__(self, values):
            self.values = values

    model.fit(DataFrame(X), DataFrame(Y), verbose=0)
    assert model.predict(DataFrame(X)).shape == (20, 2)


def test_data_sets_in_files(tmp_path):
    h5py = pytest.importorskip("h5py")
    model, other = model_of(), model_of()
    other.set_weights(model.get_weights())
    with h5py.File(tmp_path / "data.h5", "w") as file:
        x, y = file.create_dataset("x", data=X), file.create_dataset("y", data=Y)
        np.random.seed(1)
        model.fit(x, y, batch_size=8, shuffle="batch", verbose=0)
        with pytest.raises(TypeError, match="shuffle='batch'"):
            model.fit(x, y, batch_size=8, shuffle=True, verbose=0)
    np.random.seed(1)
    other.fit(X, Y, batch_size=8, shuffle="batch", verbose=0)
    for a, b in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_float64_training():
    K.set_floatx("float64")
    try:
        model = model_of(metrics=["mae"])
        assert model.get_weights()[0].dtype == np.float64
        model.fit(X, Y, verbose=0, validation_split=.2)
        assert model.predict(X).dtype == np.float64
    finally:
        K.set_floatx("float32")


def test_sample_weight_as_list_and_bad_weights():
    model = model_of()
    model.train_on_batch(X, Y, sample_weight=[np.ones(20)])
    with pytest.raises(ValueError, match=r"sample_weight: it must have shape \(20,\)"):
        model.train_on_batch(X, Y, sample_weight=np.ones(3))
    with pytest.raises(ValueError, match="class_weight: .*none for"):
        model.fit(X, np.eye(2)[[0, 1] * 10], class_weight={0: 1.}, verbose=0)


def test_a_wholly_frozen_model_computes_its_loss_and_stays():
    model = model_of(Dense(3, input_shape=(4,)), BatchNormalization(), Dense(2))
    model.trainable = False
    model.compile("sgd", "mse")
    before = model.get_weights()
    assert model.train_on_batch(X, Y) > 0
    model.fit(X, Y, verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_fixed_learning_phase_is_not_fed():
    before = model_of(Dropout(.5, input_shape=(4,)))
    ones = np.ones((50, 4), "float32")
    K.set_learning_phase(1)
    try:
        model = model_of(Dropout(.5, input_shape=(4,)))
        assert model.test_on_batch(ones, ones) == pytest.approx(1., abs=.5)
        assert len(model.test_function.inputs) == 3
    finally:
        K.clear_session()
    assert before.train_on_batch(ones, ones) > .5        # a model from before clear_session
    assert before.test_on_batch(ones, ones) == 0.


def test_several_threads_may_predict_with_a_fresh_model():
    model = model_of(Dense(8, input_shape=(4,)), Dropout(.5), Dense(2))
    start = threading.Barrier(4)
    found = []

    def run():
        start.wait()
        found.append(model.predict(X, batch_size=7))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for values in found[1:]:
        np.testing.assert_array_equal(values, found[0])


def test_inputs_may_be_set_anew():
    model = Sequential([Dense(3, input_dim=2)])
    again = Model(model.inputs, model.outputs)
    with pytest.raises(ValueError, match="inputs must be set once"):
        again._set_inputs(model.inputs)
    again.inputs = None
    again._set_inputs(model.inputs)
    x = np.ones((1, 2))
    np.testing.assert_array_equal(again.predict(x), model.predict(x))


def test_inputs_stay_unset_when_call_fails():
    class Broken(Model):
        def call(self, inputs):
            raise KeyError("broken")

    model = Broken()
    with pytest.raises(KeyError):
        model.predict(np.ones((1, 2)))
    assert not model.inputs


def test_sparse_matrices_can_be_split():
    sparse = pytest.importorskip("scipy.sparse")
    x = sparse.random(6, 3, density=.5, random_state=1).tocsr()
    model = Sequential([Dense(2, input_dim=3)])
    model.compile("sgd", "mse")
    history = model.fit(x, sparse.random(6, 2, random_state=2).tocsr(), batch_size=2, verbose=0,
                        validation_split=.5)
    assert np.isfinite(history.history["val_loss"]).all()
