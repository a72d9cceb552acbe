"""kerastutor.saving.models: whole models in files and pickles."""

import copy
import json
import pickle

import h5py
import numpy as np
import pytest

import kerastutor
from kerastutor import backend as K
from kerastutor import losses, optimizers
from kerastutor.layers import (
    LSTM,
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Embedding,
    Flatten,
    Input,
    Lambda,
    Layer,
    RepeatVector,
    TimeDistributed,
    add,
)
from kerastutor.models import Model, Sequential, load_model, save_model


def random(*shape):
    return np.random.RandomState(0).normal(size=shape).astype("float32")


def equal(a, b):
    return len(a) == len(b) and all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def small(compiled=True):
    model = Sequential([Dense(3, input_shape=(4,), activation="relu"), BatchNormalization(),
                        Dense(2, activation="softmax")])
    if compiled:
        model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
        model.train_on_batch(random(5, 4), np.eye(2)[[0, 1, 1, 0, 1]])
    return model


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "model.h5")


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamax",
                                       "nadam", optimizers.Adam(amsgrad=True, clipnorm=1.),
                                       optimizers.SGD(momentum=0.9, nesterov=True, decay=1e-3)])
def test_training_goes_on_as_if_nothing_had_happened(path, optimizer):
    model = small(compiled=False)
    model.compile(optimizer, "mse")
    x, y = random(8, 4), random(8, 2)
    model.fit(x, y, epochs=2, verbose=0)
    model.save(path)
    again = load_model(path)
    assert type(again.optimizer) is type(model.optimizer)
    assert again.optimizer.get_config() == model.optimizer.get_config()
    assert equal(model.optimizer.get_weights(), again.optimizer.get_weights())
    for m in (model, again):
        m.fit(x, y, epochs=2, verbose=0, shuffle=False)
    assert equal(model.get_weights(), again.get_weights())


def test_functional_model_with_shared_layers_and_a_model_in_it(path):
    a, b = Input((4,)), Input((4,))
    shared, inner = Dense(3), small(compiled=False)
    outputs = [add([shared(a), shared(b)]), inner(a)]
    model = Model([a, b], outputs)
    model.compile("rmsprop", ["mse", "mae"], loss_weights=[1., 0.2], metrics=["acc"])
    x, y = [random(6, 4), random(6, 4) + 1], [random(6, 3), random(6, 2)]
    model.train_on_batch(x, y)
    model.save(path)
    again = load_model(path)
    assert equal(model.predict(x), again.predict(x))
    assert again.loss_weights == [1., 0.2] and again.metrics_names == model.metrics_names
    assert np.allclose(model.test_on_batch(x, y), again.test_on_batch(x, y))


def test_temporal_and_stateful_layers(path):
    model = Sequential([Embedding(9, 4, batch_input_shape=(2, 3)),
                        LSTM(3, stateful=True, return_sequences=True), TimeDistributed(Dense(2))])
    model.compile("sgd", "mse", sample_weight_mode="temporal")
    x = np.array([[1, 2, 3], [4, 5, 8]])
    model.train_on_batch(x, random(2, 3, 2), sample_weight=np.ones((2, 3)))
    model.reset_states()
    model.save(path)
    again = load_model(path)
    assert again.sample_weight_mode == "temporal"
    for _ in range(2):
        assert equal([model.predict(x)], [again.predict(x)])


def test_without_optimizer(path):
    model = small()
    model.save(path, include_optimizer=False)
    with pytest.warns(UserWarning, match="not.* compiled"):
        again = load_model(path)
    assert again.optimizer is None and equal(model.get_weights(), again.get_weights())
    assert load_model(path, compile=False).optimizer is None


def test_compile_false_leaves_the_training_out(path):
    small().save(path)
    assert load_model(path, compile=False).optimizer is None


def test_uncompiled_model(path):
    small(compiled=False).save(path)
    assert load_model(path, compile=False).optimizer is None
    with h5py.File(path) as f:
        assert set(f.attrs) == {"keras_version", "backend", "model_config"}


def test_the_layout_is_that_of_2_2_4(path):
    K.clear_session()
    model = small()
    model.save(path)
    with h5py.File(path) as f:
        assert set(f) == {"model_weights", "optimizer_weights"}
        assert f.attrs["keras_version"] == "2.2.4" and f.attrs["backend"] == "tensorflow"
        config = json.loads(f.attrs["model_config"])
        expected = {"class_name": "Sequential", "config": model.get_config()}
        assert config == json.loads(json.dumps(expected))
        training = json.loads(f.attrs["training_config"])
        assert training["loss"] == "categorical_crossentropy"
        assert training["metrics"] == ["accuracy"]
        assert training["optimizer_config"]["class_name"] == "Adam"
        assert set(training) == {"optimizer_config", "loss", "metrics", "sample_weight_mode",
                                 "loss_weights"}
        weights = f["model_weights"]
        assert weights.attrs["keras_version"] == "2.2.4"
        assert weights.attrs["layer_names"].tolist() == [
            b"dense_1", b"batch_normalization_1", b"dense_2"]
        assert weights["dense_1"].attrs["weight_names"].tolist() == [
            b"dense_1/kernel:0", b"dense_1/bias:0"]
        assert weights["dense_1/dense_1/kernel:0"].shape == (4, 3)
        steps = f["optimizer_weights"].attrs["weight_names"][0].decode()
        assert f["optimizer_weights"][steps][()] == 1


def test_where_a_model_can_be_saved_to(tmp_path):
    model = small()
    expected = model.get_weights()
    model.save(tmp_path / "by_path.h5")
    assert equal(load_model(tmp_path / "by_path.h5").get_weights(), expected)
    with h5py.File(tmp_path / "file.h5", "w") as f:
        model.save(f)
        save_model(model, f.create_group("inside"))
        model.save(f)                                       # again, over itself
    with h5py.File(tmp_path / "file.h5", "r") as f:
        assert equal(load_model(f).get_weights(), expected)
        assert equal(load_model(f["inside"]).get_weights(), expected)
    for wrong in (5, None, ["model.h5"]):
        with pytest.raises(TypeError, match="filepath must be a path"):
            model.save(wrong)
        with pytest.raises(TypeError, match="filepath must be a path"):
            load_model(wrong)


def test_overwriting(path, monkeypatch):
    first, second = small(), small()
    first.save(path)
    second.save(path)                                       # replaced without a question
    assert equal(load_model(path).get_weights(), second.get_weights())
    with pytest.raises(FileExistsError, match="overwrite=True"):
        first.save(path, overwrite=False)                   # tests have no terminal
    with pytest.raises(FileExistsError, match="overwrite=True"):
        first.save_weights(path, overwrite=False)
    monkeypatch.setattr("builtins.input", lambda prompt="": "n")
    first.save(path, overwrite=False)
    assert equal(load_model(path).get_weights(), second.get_weights())
    monkeypatch.setattr("builtins.input", lambda prompt="": "y")
    first.save(path, overwrite=False)
    assert equal(load_model(path).get_weights(), first.get_weights())


class Scale(Layer):
    """A layer of a learner's own."""

    def __init__(self, factor=2., **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.w = self.add_weight(name="w", shape=(input_shape[-1],), initializer="ones")
        super().build(input_shape)

    def call(self, inputs):
        return inputs * self.w * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


class OwnSGD(optimizers.SGD):
    pass


def own_loss(y_true, y_pred):
    return K.mean(K.square(y_true - y_pred)) * 3


def own_metric(y_true, y_pred):
    return K.mean(y_pred)


def test_custom_objects(path):
    model = Sequential([Scale(3., input_shape=(4,)), Dense(2)])
    model.compile(OwnSGD(lr=0.1), own_loss, metrics=[own_metric, "mae"])
    x, y = random(5, 4), random(5, 2)
    model.train_on_batch(x, y)
    model.save(path)
    custom = {"Scale": Scale, "OwnSGD": OwnSGD, "own_loss": own_loss, "own_metric": own_metric}
    again = load_model(path, custom_objects=custom)
    assert again.layers[0].factor == 3 and type(again.optimizer) is OwnSGD
    assert again.metrics_names == ["loss", "own_metric", "mean_absolute_error"]
    assert np.allclose(model.test_on_batch(x, y), again.test_on_batch(x, y))
    with kerastutor.utils.CustomObjectScope(custom):
        load_model(path)
    for name in custom:
        with pytest.raises(ValueError, match=f"Unknown .*{name}"):
            load_model(path, custom_objects={k: v for k, v in custom.items() if k != name})


class Positives(Layer):
    """A metric with a state."""

    def __init__(self, threshold=0.5, name="positives", **kwargs):
        super().__init__(name=name, **kwargs)
        self.threshold = threshold
        self.stateful = True
        self.count = K.variable(0, dtype="int32")

    def reset_states(self):
        K.set_value(self.count, 0)

    def __call__(self, y_true, y_pred):
        found = K.sum(K.cast(y_pred > self.threshold, "int32"))
        self.add_update(K.update_add(self.count, found), inputs=[y_true, y_pred])
        return self.count + found

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold}


def test_a_metric_with_a_state(path):
    model = Sequential([Dense(1, input_shape=(4,))])
    model.compile("sgd", "mse", metrics=[Positives(0.1), "mae"])
    model.save(path)
    again = load_model(path, custom_objects={"Positives": Positives})
    assert again.metrics_names == ["loss", "positives", "mean_absolute_error"]
    x, y = random(9, 4), random(9, 1)
    assert np.allclose(model.evaluate(x, y, verbose=0), again.evaluate(x, y, verbose=0))


def test_losses_given_as_functions_and_by_output_name(path):
    x = Input((3,))
    model = Model(x, [Dense(2, name="left")(x), Dense(1, name="right")(x)])
    model.compile("sgd", {"left": losses.mse, "right": "hinge"}, metrics={"left": ["mae", "acc"]})
    model.save(path)
    again = load_model(path)
    assert again.loss == {"left": "mean_squared_error", "right": "hinge"}
    assert again.metrics_names == model.metrics_names


def test_lambdas_of_this_process_come_back(path):
    model = Sequential([Lambda(lambda x: x * 2 + 1, input_shape=(3,)), Dense(1)])
    model.save(path)
    x = random(2, 3)
    assert equal([model.predict(x)], [load_model(path, compile=False).predict(x)])
    assert equal([model.predict(x)], [pickle.loads(pickle.dumps(model)).predict(x)])


def test_numpy_values_in_a_config(path):
    model = Sequential([Conv2D(np.int64(2), np.int32(3), input_shape=(5, 5, 1)), Flatten(),
                        Dense(1, activation=Activation("relu").activation),
                        RepeatVector(np.int64(2))])
    model.compile(optimizers.SGD(lr=np.float32(0.1)), "mse", loss_weights=np.array([2.]).tolist())
    model.save(path)
    x = random(2, 5, 5, 1)
    assert equal([model.predict(x)], [load_model(path).predict(x)])


def test_hundreds_of_long_names(path):
    """More names than fit into one attribute of 64 kB."""
    x = y = Input((2,), name="input_" + "n" * 40)
    for i in range(1400):
        y = Activation("linear", name=f"layer_{'x' * 40}_{i:04d}")(y)
    model = Model(x, Dense(1, name="last")(y))
    model.save(path)
    with h5py.File(path) as f:
        assert "layer_names0" in f["model_weights"].attrs
    again = load_model(path, compile=False)
    assert equal(model.get_weights(), again.get_weights())
    again.load_weights(path)


def test_pickle_and_copy():
    model = small()
    x, y = random(5, 4), np.eye(2)[[0, 1, 1, 0, 1]]
    for again in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
        assert equal(model.optimizer.get_weights(), again.optimizer.get_weights())
        assert equal([model.predict(x)], [again.predict(x)])
        again.train_on_batch(x, y)
        assert not equal(model.get_weights(), again.get_weights())
    uncompiled = pickle.loads(pickle.dumps(small(compiled=False)))      # and no warning
    assert uncompiled.optimizer is None


class Subclassed(Model):
    """A model of one's own class."""

    def __init__(self):
        super().__init__()
        self.one = Dense(3)
        self.two = Dense(2)

    def call(self, inputs):
        return self.two(self.one(inputs))


def test_subclassed_models_have_weights_only(tmp_path):
    model, path = Subclassed(), tmp_path / "w.h5"
    with pytest.raises(NotImplementedError):
        model.save(path)
    with pytest.raises(ValueError, match="weights not created"):
        model.save_weights(path)
    assert not path.exists()
    model.compile("sgd", "mse")
    model.train_on_batch(random(4, 3), random(4, 2))
    model.save_weights(path)
    other = Subclassed()
    with pytest.raises(ValueError, match="build it first"):
        other.load_weights(path)
    other.compile("sgd", "mse")
    other.train_on_batch(random(4, 3), random(4, 2))
    other.load_weights(path)
    assert equal(model.get_weights(), other.get_weights())


def test_a_state_that_does_not_fit_starts_afresh(path):
    model = small()
    model.save(path)
    with h5py.File(path, "r+") as f:
        weights = f["optimizer_weights"]
        name = weights.attrs["weight_names"][1].decode()
        del weights[name]
        weights[name] = np.zeros((2, 2))
    with pytest.warns(UserWarning, match="freshly initialized"):
        again = load_model(path)
    assert equal(model.get_weights(), again.get_weights())
    assert K.get_value(again.optimizer.iterations) == 0


def test_files_that_are_none(tmp_path):
    with pytest.raises(FileNotFoundError, match="must exist"):
        load_model(str(tmp_path / "nothing.h5"))
    text = tmp_path / "text.h5"
    text.write_text("not HDF5")
    with pytest.raises(OSError, match="must be HDF5"):
        load_model(str(text))
    with h5py.File(tmp_path / "empty.h5", "w"):
        pass
    with pytest.raises(ValueError, match="no model found"):
        load_model(str(tmp_path / "empty.h5"))
    small().save_weights(str(tmp_path / "w.h5"))
    with pytest.raises(ValueError, match="weights only.*load_weights"):
        load_model(str(tmp_path / "w.h5"))
