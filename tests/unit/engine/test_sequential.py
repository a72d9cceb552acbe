"""Sequential: adding, popping, deferred building, configuration, classes and probabilities."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.engine import Input, InputLayer, Model
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import LSTM, Activation, Concatenate, Dense, Dropout, Flatten, Lambda

X = np.random.RandomState(0).rand(6, 4).astype("float32")


def test_is_a_model_and_equals_the_functional_one():
    model = Sequential([Dense(3, input_shape=(4,), activation="tanh"), Dense(2)])
    assert isinstance(model, Model) and model.built
    x = Input((4,))
    other = Model(x, model.layers[1](model.layers[0](x)))
    np.testing.assert_array_equal(model.predict(X), other.predict(X))
    assert model.input_shape == (None, 4) and model.output_shape == (None, 2)
    assert [type(layer) for layer in model.layers] == [Dense, Dense]


def test_pop_takes_the_last_layer_away():
    model = Sequential([Dense(3, input_shape=(4,)), Dense(2)])
    model.pop()
    assert len(model.layers) == 1 and model.output_shape == (None, 3)
    assert model.predict(X).shape == (6, 3)
    model.add(Dense(5))
    assert model.predict(X).shape == (6, 5)
    model.pop()
    model.pop()
    assert model.layers == [] and model.inputs is None and not model.built
    with pytest.raises(TypeError, match="got none"):
        model.pop()
    model.add(Dense(7, input_shape=(4,)))
    assert model.predict(X).shape == (6, 7)


def test_pop_from_a_deferred_model():
    model = Sequential([Dense(3), Dense(2)])
    model.pop()
    assert len(model.layers) == 1
    assert model.predict(X).shape == (6, 3)


def test_wrong_layers():
    with pytest.raises(TypeError, match=r"instance of class Layer.*write Dense\(\.\.\.\)"):
        Sequential([Dense])
    with pytest.raises(TypeError, match="must be a list"):
        Sequential(Dense(2))
    with pytest.raises(ValueError, match='name "x" 2 times'):
        Sequential([Dense(2, name="x", input_shape=(3,)), Dense(2, name="x")])
    with pytest.raises(ValueError, match="empty model"):
        Sequential([Sequential()])
    twice = Sequential([Dense(2, input_shape=(4,))])
    with pytest.raises(TypeError, match="single output"):
        twice.add(Lambda(lambda x: [x, x], output_shape=lambda s: [s, s]))
    assert len(twice.layers) == 1


def test_a_layer_that_does_not_fit_is_refused_and_the_model_stays():
    model = Sequential([Dense(3, input_shape=(4,))])
    with pytest.raises(ValueError, match=r"expected ndim=3, found ndim=2\), got shape \(None, 3\)"):
        model.add(LSTM(2))
    assert model.output_shape == (None, 3) and len(model.layers) == 1


def test_deferred_model_is_built_by_the_first_data():
    model = Sequential([Dense(3), Dense(2)])
    assert not model.built and model.inputs is None
    with pytest.raises(ValueError, match="must be built"):
        model.summary()
    model.compile("sgd", "mse", metrics=["mae"], sample_weight_mode=None)
    model.fit(X, np.zeros((6, 2)), verbose=0)
    assert model.input_shape == (None, 4)
    assert model.metrics_names == ["loss", "mean_absolute_error"]


def test_deferred_model_is_built_by_build():
    model = Sequential([Dense(3), Dense(2)])
    with pytest.raises(ValueError, match="input_shape must be given"):
        model.build()
    model.build((None, 4))
    assert model.output_shape == (None, 2)
    assert model.get_config()["build_input_shape"] == (None, 4)
    with pytest.raises(ValueError, match="must have layers before build"):
        Sequential().build((None, 4))


def test_input_layer_and_models_come_first():
    model = Sequential([InputLayer((4,)), Dense(2)])
    assert model.predict(X).shape == (6, 2) and len(model.layers) == 1
    inner = Sequential([Dense(3, input_shape=(4,))])
    outer = Sequential([inner, Dense(2)])
    assert outer.output_shape == (None, 2) and outer.layers[0] is inner
    x = Input((4,))
    functional = Model(x, Dense(3)(x))
    assert Sequential([functional, Dense(2)]).output_shape == (None, 2)
    late = Sequential([Sequential([Dense(3)]), Dense(2)])
    assert late.inputs is None
    assert late.predict(X).shape == (6, 2)


def test_adding_after_compile_trains_the_longer_chain():
    model = Sequential([Dense(3, input_shape=(4,))])
    model.compile("sgd", "mse")
    model.fit(X, np.zeros((6, 3)), verbose=0)
    model.predict(X)
    model.add(Dense(2))
    model.fit(X, np.zeros((6, 2)), verbose=0)
    assert model.predict(X).shape == (6, 2)
    assert len(model._collected_trainable_weights) == 4


def test_one_layer_twice_in_the_chain():
    layer = Dense(4, input_shape=(4,))
    model = Sequential([layer, layer, Dense(2)])
    assert len(model.layers) == 2 and model.count_params() == 20 + 10
    kernel, bias = layer.get_weights()
    head, _ = model.layers[1].get_weights()
    expected = ((X @ kernel + bias) @ kernel + bias) @ head
    np.testing.assert_allclose(model.predict(X), expected, rtol=1e-5, atol=1e-6)
    model.pop()
    model.pop()
    np.testing.assert_allclose(model.predict(X), X @ kernel + bias, rtol=1e-5)
    assert model.layers == [layer]


def test_config_round_trip():
    for layers in ([Dense(3, input_shape=(4,)), Activation("relu")],
                   [InputLayer((4,)), Dense(3)],
                   [Sequential([Dense(3, input_shape=(4,))]), Dropout(.5)]):
        model = Sequential(layers, name="chain")
        again = Sequential.from_config(model.get_config())
        assert again.get_config() == model.get_config()
        again.set_weights(model.get_weights())
        np.testing.assert_array_equal(again.predict(X), model.predict(X))
    bare = model.get_config()["layers"]
    assert Sequential.from_config(bare).output_shape == (None, 3)
    deferred = Sequential([Dense(3)])
    assert not Sequential.from_config(deferred.get_config()).built


def test_predict_classes_and_proba():
    model = Sequential([Dense(3, input_shape=(4,), activation="softmax")])
    proba = model.predict_proba(X)
    np.testing.assert_array_equal(model.predict_classes(X), proba.argmax(axis=1))
    single = Sequential([Dense(1, input_shape=(4,), activation="sigmoid")])
    classes = single.predict_classes(X)
    assert classes.dtype == np.int32 and classes.shape == (6, 1)
    np.testing.assert_array_equal(classes, single.predict(X) > .5)
    wild = Sequential([Lambda(lambda x: x * 100., input_shape=(4,))])
    with pytest.warns(UserWarning, match="no probabilities"):
        wild.predict_proba(X)


def test_model_property_is_deprecated():
    model = Sequential([Dense(3, input_shape=(4,))])
    with pytest.warns(UserWarning, match="deprecated"):
        assert model.model is model


def test_sequential_as_a_layer():
    tower = Sequential([Flatten(input_shape=(2, 2)), Dense(3)])
    a, b = Input((2, 2)), Input((2, 2))
    model = Model([a, b], Concatenate()([tower(a), tower(b)]))
    assert model.output_shape == (None, 6) and len(model.trainable_weights) == 2
    tower.add(Dense(5))                           # the outer model keeps its old graph
    assert model.predict([X.reshape(6, 2, 2)] * 2).shape == (6, 6)
    assert K.int_shape(tower.outputs[0]) == (None, 5)


def test_one_dimensional_data_builds_a_column():
    model = Sequential([Dense(2)])
    model.compile("sgd", "mse")
    model.fit(np.arange(4.), np.zeros((4, 2)), verbose=0)
    assert model.input_shape == (None, 1)
