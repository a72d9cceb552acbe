"""Network: graphs of layers, sharing, nesting, masks, weights, configuration."""
import json

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import initializers, regularizers
from kerastutor.engine import Input, InputLayer, Layer, Model
from kerastutor.engine.network import Network
from kerastutor.layers import (
    LSTM,
    Add,
    BatchNormalization,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Lambda,
    TimeDistributed,
)
from kerastutor.models import model_from_yaml


def two_by_two():
    """Two inputs, two outputs, one shared layer."""
    a, b = Input((3,), name="a"), Input((3,), name="b")
    shared = Dense(4, name="shared")
    left, right = shared(a), shared(b)
    merged = Concatenate(name="merged")([left, right])
    return Model([a, b], [Dense(2, name="first")(merged), Dense(1, name="second")(left)])


def data(*shapes):
    random = np.random.RandomState(0)
    return [random.rand(*shape).astype("float32") for shape in shapes]


def test_layers_are_in_the_order_of_computation():
    model = two_by_two()
    assert [layer.name for layer in model.layers] == [
        "a", "b", "shared", "merged", "first", "second"]
    assert model.input_names == ["a", "b"] and model.output_names == ["first", "second"]
    assert sorted(model._layers_by_depth) == [0, 1, 2, 3]
    assert model._network_nodes == {"a_ib-0", "b_ib-0", "shared_ib-0", "shared_ib-1",
                                    "merged_ib-0", "first_ib-0", "second_ib-0"}


def test_shared_layer_has_one_set_of_weights():
    model = two_by_two()
    assert len(model.weights) == 6
    assert model.count_params() == 16 + 18 + 5
    x, y = data((5, 3), (5, 3))
    kernel, bias = model.get_layer("shared").get_weights()
    head, head_bias = model.get_layer("first").get_weights()
    expected = np.concatenate([x @ kernel + bias, y @ kernel + bias], axis=1) @ head + head_bias
    first, second = model.predict([x, y])
    np.testing.assert_allclose(first, expected, rtol=1e-5, atol=1e-6)
    assert second.shape == (5, 1)


def test_weights_come_layer_by_layer_from_get_weights_but_trainable_first_from_weights():
    x = Input((3,))
    model = Model(x, Dense(2)(BatchNormalization()(x)))
    shapes = [w.shape for w in model.get_weights()]
    assert shapes == [(3,), (3,), (3,), (3,), (3, 2), (2,)]
    assert [K.int_shape(w) for w in model.weights] == [(3,), (3,), (3, 2), (2,), (3,), (3,)]
    values = [w + 1 for w in model.get_weights()]
    model.set_weights(values)
    for found, expected in zip(model.get_weights(), values, strict=True):
        np.testing.assert_array_equal(found, expected)
    with pytest.raises(ValueError, match="list of 6 arrays, got 5"):
        model.set_weights(values[:-1])


def test_frozen_model_and_frozen_layer():
    model = two_by_two()
    model.get_layer("shared").trainable = False
    assert len(model.trainable_weights) == 4 and len(model.non_trainable_weights) == 2
    model.trainable = False
    assert model.trainable_weights == [] and len(model.non_trainable_weights) == 6


def test_get_layer():
    model = two_by_two()
    assert model.get_layer("merged") is model.get_layer(index=3) is model.layers[3]
    with pytest.raises(ValueError, match="No such layer: nobody"):
        model.get_layer("nobody")
    with pytest.raises(ValueError, match="index must be below 6.*got 6"):
        model.get_layer(index=6)
    with pytest.raises(ValueError, match="got neither"):
        model.get_layer()


def test_disconnected_graph_names_the_layer():
    a, b = Input((3,), name="in_a"), Input((3,), name="in_b")
    y = Add(name="plus")([a, b])
    with pytest.raises(ValueError, match=r"Graph disconnected: layer in_b needs"):
        Model(a, y)


def test_raw_tensor_in_between_is_explained():
    x = Input((3,))
    y = Dense(2, name="after")(Dense(3)(x) * 2.)
    with pytest.raises(ValueError, match="raw tensor .* input of layer after.*Lambda"):
        Model(x, y)


def test_ends_of_a_model_are_checked():
    x = Input((3,))
    y = Dense(2)(x)
    with pytest.raises(ValueError, match="inputs must be Keras tensors"):
        Model(K.placeholder((None, 3)), y)
    with pytest.raises(ValueError, match="outputs must be Keras tensors"):
        Model(x, y + 1.)
    with pytest.raises(ValueError, match="different tensors"):
        Model([x, x], y)
    with pytest.raises(ValueError, match=r"must come from Input"):
        Model(y, Dense(2)(y))
    with pytest.raises(TypeError, match="given together"):
        Model(inputs=x)


def test_two_layers_of_one_name_are_refused():
    x = Input((3,))
    y = Dense(2, name="same")(Dense(2, name="same")(x))
    with pytest.raises(ValueError, match='name "same" 2 times'):
        Model(x, y)


def test_model_as_layer_shares_weights():
    inner = two_by_two()
    a, b = Input((3,)), Input((3,))
    first, second = inner([a, b])
    assert first._keras_shape == (None, 2)
    outer = Model([a, b], Add()([first, Lambda(lambda x: K.concatenate([x, x]))(second)]))
    x, y = data((4, 3), (4, 3))
    one, two = inner.predict([x, y])
    np.testing.assert_allclose(outer.predict([x, y]), one + two, rtol=1e-5)
    assert inner in outer.layers
    assert len(outer.trainable_weights) == 6


def test_calling_a_model_twice_on_the_same_tensor_computes_once():
    inner = two_by_two()
    a, b = Input((3,)), Input((3,))
    assert inner.call([a, b])[0] is inner.call([a, b])[0]
    with pytest.raises(ValueError, match="list of 2 tensors, got 1"):
        inner(a)


def test_nested_losses_and_updates_reach_the_outer_model_once():
    x = Input((3,))
    hidden = Dense(4, kernel_regularizer=regularizers.l2(.1),
                   activity_regularizer=regularizers.l1(.1))(x)
    inner = Model(x, BatchNormalization()(hidden))
    assert len(inner.losses) == 2 and len(inner.updates) == 2
    y, z = Input((3,)), Input((3,))
    outer = Model([y, z], Add()([inner(y), inner(z)]))
    assert len(outer.losses) == 3            # one weight penalty, two activity penalties
    assert len(outer.updates) == 4
    assert not set(outer.updates) & set(inner.updates)
    inner.layers[-1].trainable = False
    assert outer.updates == [] and inner.updates == []


def test_add_loss_on_the_model_counts():
    x = Input((2,))
    y = Dense(2)(x)
    model = Model(x, y)
    model.add_loss(K.mean(K.square(y)), inputs=x)
    model.add_loss(K.constant(3.))
    assert len(model.losses) == 2
    model.compile("sgd")
    (a,) = data((4, 2))
    expected = np.mean(model.predict(a) ** 2) + 3.
    assert model.test_on_batch(a, None) == pytest.approx(expected, rel=1e-5)


def test_compute_output_shape_without_building_anything():
    model = two_by_two()
    assert model.compute_output_shape([(7, 3), (7, 3)]) == [(7, 2), (7, 1)]
    with pytest.raises(ValueError, match="list of 2 shapes"):
        model.compute_output_shape((7, 3))
    x = Input((None, 3))
    assert Model(x, Dense(2)(x)).compute_output_shape((1, 9, 3)) == (1, 9, 2)


def test_masks_go_through_a_model():
    x = Input((4,), dtype="int32")
    inner = Model(x, Embedding(5, 3, mask_zero=True)(x))
    mask = inner.compute_mask(inner.inputs, None)
    assert mask is not None and K.int_shape(mask) == (None, 4)
    y = Input((4,), dtype="int32")
    embedded = inner(y)
    model = Model(y, LSTM(2)(embedded))
    first, second = np.array([[1, 2, 0, 0]]), np.array([[1, 2]])
    short = Input((2,), dtype="int32")
    other = Model(short, model.layers[-1](inner.layers[-1](short)))
    np.testing.assert_allclose(model.predict(first), other.predict(second), rtol=1e-5)


def test_run_internal_graph_gives_outputs_masks_and_shapes():
    model = two_by_two()
    outputs, masks, shapes = model.run_internal_graph([K.placeholder((5, 3)),
                                                       K.placeholder((5, 3))])
    assert shapes == [(5, 2), (5, 1)] and masks == [None, None] and len(outputs) == 2


def test_arguments_of_a_call_are_repeated_and_saved():
    class Power(Layer):
        def call(self, inputs, exponent=1.):
            return K.pow(inputs, exponent)

    x = Input((2,))
    layer = Power()
    model = Model(x, layer(x, exponent=2.))
    y = Input((2,))
    again = Model(y, model(y))
    (a,) = data((3, 2))
    np.testing.assert_allclose(again.predict(a), a ** 2, rtol=1e-5)
    node = model.get_config()["layers"][1]["inbound_nodes"]
    assert node == [[[x._keras_history[0].name, 0, 0, {"exponent": 2.0}]]]
    with K.name_scope("x"):
        z = Input((2,))
        bad = Model(z, Power()(z, exponent=K.constant(2.)))
    with pytest.warns(UserWarning, match="cannot be saved"):
        bad.get_config()


def test_config_round_trip_keeps_names_sharing_and_numbers():
    model = two_by_two()
    config = json.loads(json.dumps(model.get_config()))
    assert config["input_layers"] == [["a", 0, 0], ["b", 0, 0]]
    assert config["output_layers"] == [["first", 0, 0], ["second", 0, 0]]
    shared = next(entry for entry in config["layers"] if entry["name"] == "shared")
    assert shared["inbound_nodes"] == [[["a", 0, 0, {}]], [["b", 0, 0, {}]]]
    again = Model.from_config(config)
    assert json.loads(json.dumps(again.get_config())) == config
    again.set_weights(model.get_weights())
    x, y = data((4, 3), (4, 3))
    for one, two in zip(model.predict([x, y]), again.predict([x, y]), strict=True):
        np.testing.assert_array_equal(one, two)


def test_config_of_a_nested_model_counts_its_own_node():
    inner = two_by_two()
    a, b = Input((3,)), Input((3,))
    outer = Model([a, b], inner([a, b]))
    config = outer.get_config()
    assert [entry[1:] for entry in config["output_layers"]] == [[1, 0], [1, 1]]
    again = Model.from_config(config)
    assert again.output_shape == [(None, 2), (None, 1)]


def test_config_with_layers_in_any_order_and_damaged_ones():
    config = two_by_two().get_config()
    config["layers"].reverse()
    again = Model.from_config(config)
    assert [layer.name for layer in again.layers][:3] == ["a", "b", "shared"] or (
        {layer.name for layer in again.layers} == {"a", "b", "shared", "merged", "first",
                                                    "second"})
    config = two_by_two().get_config()
    config["layers"] = [entry for entry in config["layers"] if entry["name"] != "a"]
    with pytest.raises(ValueError, match="damaged"):
        Model.from_config(config)


def test_json_and_yaml():
    model = two_by_two()
    text = model.to_json(indent=1)
    parsed = json.loads(text)
    assert parsed["class_name"] == "Model" and parsed["keras_version"] == "2.2.4"
    assert parsed["backend"] == "tensorflow"
    assert "class_name: Model" in model.to_yaml()


def test_subclass_without_graph_cannot_be_configured():
    class Own(Model):
        def __init__(self):
            super().__init__(name="own")
            self.dense = Dense(2)
            self.drop = Dropout(.5)

        def call(self, inputs):
            return self.drop(self.dense(inputs))

    model = Own()
    assert model.layers == [model.dense, model.drop]
    for action in (model.get_config, model.to_json, lambda: model.save("x.h5")):
        with pytest.raises(NotImplementedError, match="graph of layers"):
            action()
    with pytest.raises(ValueError, match="must be built before summary"):
        model.summary()
    model.build((None, 3))
    lines = []
    model.summary(print_fn=lines.append)
    assert any("Total params: 8" in line for line in lines)


def test_forgotten_super_init_is_explained():
    class Own(Model):
        def __init__(self):
            self.dense = Dense(2)

    with pytest.raises(RuntimeError, match=r"super\(\).__init__\(\) must be called"):
        Own()


def test_model_without_call_says_so():
    with pytest.raises(NotImplementedError, match="call"):
        Model()(Input((2,)))


def test_subclassed_model_inside_another():
    class Own(Model):
        def __init__(self):
            super().__init__()
            self.dense = Dense(2)

        def call(self, inputs):
            return self.dense(inputs)

    x = Input((3,))
    own = Own()
    model = Model(x, own(x))
    (a,) = data((4, 3))
    kernel, _ = own.dense.get_weights()
    np.testing.assert_allclose(model.predict(a), a @ kernel, rtol=1e-5)


def test_time_distributed_model():
    x = Input((3,))
    inner = Model(x, Dense(2)(x))
    y = Input((5, 3))
    assert Model(y, TimeDistributed(inner)(y)).output_shape == (None, 5, 2)


def test_popping_from_the_list_of_layers_does_not_change_the_outputs():
    model = two_by_two()
    model.layers.pop()
    assert len(model.outputs) == 2


def test_stateful_and_reset_states():
    x = Input(batch_shape=(2, 3, 4))
    layer = LSTM(2, stateful=True)
    model = Model(x, layer(x))
    assert model.stateful and len(model.state_updates) == 2
    (a,) = data((2, 3, 4))
    first, second = model.predict(a, batch_size=2), model.predict(a, batch_size=2)
    assert np.abs(first - second).max() > 1e-4
    model.reset_states()
    np.testing.assert_allclose(model.predict(a, batch_size=2), first, rtol=1e-6)


def test_network_class_alone():
    x = Input((3,))
    net = Network(x, Dense(2)(x), name="net")
    assert net.name == "net" and net.output_shape == (None, 2)
    assert isinstance(net.layers[0], InputLayer)
    assert net.input_spec is None


def test_yaml_is_plain_even_with_arrays_in_it():
    x = Input((3,))
    y = Dense(2, kernel_initializer=initializers.Constant(np.ones((3, 2))))(x)
    model = Model(x, y)
    text = model.to_yaml()
    assert "python/object" not in text and "python/tuple" in text
    again = model_from_yaml(text)
    np.testing.assert_array_equal(again.get_weights()[0], np.ones((3, 2)))
