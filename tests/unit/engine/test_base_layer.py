"""Layer: names, weights, calls, masks, losses, updates, and what it says when used wrongly."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.engine import Input, InputSpec, Layer, Model
from kerastutor.layers import Dense, Dropout, Embedding


class Scale(Layer):
    """Multiplies by a weight; says nothing about shapes."""

    def build(self, input_shape):
        self.factor = self.add_weight(name="factor", shape=(input_shape[-1],), initializer="ones")
        super().build(input_shape)

    def call(self, inputs):
        return inputs * self.factor


def test_default_names_are_snake_case_with_a_running_number():
    first, second = Scale(), Scale()
    number = int(first.name.rsplit("_", 1)[1])
    assert first.name == f"scale_{number}"
    assert second.name == f"scale_{number + 1}"


@pytest.mark.parametrize(("kind", "name"), [
    ("Conv2D", "conv2d"), ("GlobalMaxPooling1D", "global_max_pooling1d"), ("LSTM", "lstm"),
    ("CuDNNLSTM", "cu_dnnlstm"), ("PReLU", "p_re_lu"), ("LeakyReLU", "leaky_re_lu"),
    ("_Hidden", "private__hidden")])
def test_names_are_those_of_keras(kind, name):
    layer = type(kind, (Layer,), {})()
    assert layer.name.rsplit("_", 1)[0] == name


def test_first_call_builds_with_the_input_shape_and_initial_weights():
    layer = Scale(weights=[np.array([2., 3.])])
    assert not layer.built
    y = layer(Input((2,)))
    assert layer.built
    assert y._keras_shape == (None, 2)
    np.testing.assert_array_equal(layer.get_weights()[0], [2., 3.])


def test_each_call_adds_a_node_and_the_history_says_which():
    layer = Scale()
    a, b = Input((2,)), Input((2,))
    first, second = layer(a), layer(b)
    assert len(layer._inbound_nodes) == 2
    assert first._keras_history == (layer, 0, 0)
    assert second._keras_history == (layer, 1, 0)
    assert layer.get_input_at(1) is b
    assert layer.get_output_at(0) is first
    assert a._keras_history[0]._outbound_nodes == [layer._inbound_nodes[0]]


def test_output_of_a_layer_with_several_nodes_is_an_attribute_error():
    layer = Scale()
    with pytest.raises(AttributeError, match="never called"):
        layer.output  # noqa: B018
    layer(Input((2,)))
    assert layer.input_shape == layer.output_shape == (None, 2)
    layer(Input((2,)))
    with pytest.raises(AttributeError, match="has multiple inbound nodes, hence the notion of "
                       r'"layer output" is ill-defined. Use `get_output_at\(node_index\)` instead'):
        layer.output  # noqa: B018
    with pytest.raises(AttributeError, match="ill-defined"):
        layer.input_mask  # noqa: B018
    assert layer.input_shape == (None, 2)          # all calls agree
    with pytest.raises(ValueError, match="node_index must be below 2.*got 5"):
        layer.get_output_at(5)


def test_shapes_that_differ_between_calls_are_an_attribute_error():
    layer = Dense(3)
    layer(Input((4,)))
    layer(Input((7, 4)))
    with pytest.raises(AttributeError, match='notion of "output shape" is ill-defined'):
        layer.output_shape  # noqa: B018
    assert layer.get_output_shape_at(1) == (None, 7, 3)


@pytest.mark.parametrize("value", [np.zeros((2, 3)), 5, [1, 2], "x"])
def test_a_layer_called_on_data_explains_itself(value):
    with pytest.raises(ValueError, match=r"must be a symbolic tensor.*model\.predict"):
        Dense(2)(value)


def test_a_layer_may_be_called_on_a_raw_tensor():
    layer = Dense(2)
    y = layer(K.placeholder((None, 3)))
    assert y._keras_shape == (None, 2)
    assert layer._inbound_nodes[0].inbound_layers == [None]


def test_unknown_keyword_is_a_type_error_that_names_it():
    with pytest.raises(TypeError, match="'colour'"):
        Layer(colour="red")


def test_input_shape_must_be_a_tuple():
    with pytest.raises(ValueError, match=r"input_shape=\(5,\)"):
        Layer(input_shape=5)
    assert Layer(input_shape=(5,), batch_size=3).batch_input_shape == (3, 5)
    assert Layer(batch_input_shape=(None, 5), dtype="int32").dtype == "int32"


def test_set_weights_sets_all_or_nothing():
    layer = Dense(2)
    layer.build((None, 3))
    before = layer.get_weights()
    with pytest.raises(ValueError, match=r"shape \(2,\), got shape \(5,\)"):
        layer.set_weights([np.ones((3, 2)), np.ones(5)])
    np.testing.assert_array_equal(layer.get_weights()[0], before[0])
    with pytest.raises(ValueError, match="list of 2 arrays, got 1"):
        layer.set_weights([np.ones((3, 2))])
    layer.set_weights([np.ones((3, 2)), np.zeros(2)])
    assert layer.get_weights()[0].sum() == 6


def test_add_weight_refuses_unknown_sizes_and_a_missing_initializer():
    with pytest.raises(ValueError, match=r"'factor' must be fully known, got \(None,\)"):
        Scale()(Input((None,)))
    with pytest.raises(ValueError, match="initializer of weight 'w' must be"):
        Layer().add_weight(name="w", shape=(2,))


def test_trainable_decides_between_the_two_lists():
    layer = Dense(2)
    layer.build((None, 3))
    assert len(layer.trainable_weights) == 2 and layer.non_trainable_weights == []
    layer.trainable = False
    assert layer.trainable_weights == [] and len(layer.non_trainable_weights) == 2
    assert Dense(2, trainable=False).trainable is False


def test_count_params_needs_weights():
    layer = Dense(2)
    with pytest.raises(RuntimeError, match="must be built"):
        layer.count_params()
    layer.build((None, 3))
    assert layer.count_params() == 8


def test_weight_and_activity_penalties_are_kept_by_their_inputs():
    layer = Dense(2, kernel_regularizer=regularizers.l2(1.),
                  activity_regularizer=regularizers.l1(1.))
    a, b = Input((3,)), Input((3,))
    layer(a)
    layer(b)
    assert len(layer.losses) == 3
    assert len(layer.get_losses_for(None)) == 1
    assert len(layer.get_losses_for(a)) == len(layer.get_losses_for([b])) == 1
    assert layer.get_losses_for(a)[0] is not layer.get_losses_for(b)[0]


def test_updates_vanish_when_frozen_unless_stateful():
    layer = Scale()
    x = Input((2,))
    layer(x)
    layer.add_update(K.update_add(layer.factor, K.ones((2,))), inputs=x)
    layer.add_update([])
    layer.add_update(None)
    assert len(layer.updates) == len(layer.get_updates_for(x)) == 1
    assert layer.get_updates_for(None) == []
    layer.trainable = False
    assert layer.updates == [] and layer.get_updates_for(x) == []
    layer.stateful = True
    assert len(layer.updates) == 1


def test_a_layer_that_returns_its_input_makes_a_new_tensor():
    x = Input((2,))
    y = Dropout(0.)(x)
    assert y is not x
    assert x._keras_history[0].name != y._keras_history[0].name


def test_masks_are_passed_on_or_refused():
    x = Input((4,), dtype="int32")
    embedded = Embedding(5, 3, mask_zero=True)(x)
    seen = []

    class Takes(Layer):
        supports = True

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.supports_masking = True

        def call(self, inputs, mask=None):
            seen.append(mask)
            return inputs

    takes = Takes()
    takes(embedded)
    assert seen[0] is not None
    assert takes.output_mask is seen[0]
    with pytest.raises(TypeError, match="does not support masking"):
        Scale()(embedded)


def test_layers_without_compute_output_shape_take_the_shape_of_the_tensor():
    class Doubles(Layer):
        def call(self, inputs):
            return K.concatenate([inputs, inputs])

    assert Doubles()(Input((3,)))._keras_shape == (None, 6)

    class KeepsFirst(Layer):                             # the "loss as a layer" recipe
        def call(self, inputs):
            self.add_loss(K.mean(inputs[1]), inputs=inputs)
            return inputs[0]

    layer = KeepsFirst()
    assert layer([Input((3,)), Input((4,))])._keras_shape == (None, 3)


def test_a_failing_call_names_layer_and_shape_in_the_same_exception():
    class Wrong(Layer):
        def call(self, inputs):
            return K.dot(inputs, K.ones((7, 2)))

    with pytest.raises(ValueError, match=r"Layer wrong_\d+.*\(None, 3\)"):
        Wrong()(Input((3,)))

    class Forgets(Layer):
        def call(self, inputs):
            pass

    with pytest.raises(ValueError, match=r"call\(\) must return"):
        Forgets()(Input((3,)))


def test_call_without_init_of_the_base_class_still_has_trainable():
    class Bare(Layer):
        def __init__(self):
            pass

    assert Bare().trainable is True


def test_input_spec_messages():
    layer = Layer()
    x = K.placeholder((None, 4, 5))
    cases = [(InputSpec(ndim=2), "expected ndim=2, found ndim=3"),
             (InputSpec(min_ndim=4), "expected min_ndim=4"),
             (InputSpec(max_ndim=2), "expected max_ndim=2"),
             (InputSpec(dtype="int32"), "dtype int32, got float32"),
             (InputSpec(axes={-1: 6}), r"size 6 along axis -1, got shape \(None, 4, 5\)"),
             (InputSpec(shape=(None, 4, 6)), r"shape \(None, 4, 6\), got shape \(None, 4, 5\)")]
    for spec, message in cases:
        layer.input_spec = spec
        with pytest.raises(ValueError, match=f"Layer {layer.name}: input 0 must .*{message}"):
            layer.assert_input_compatibility(x)
    layer.input_spec = [InputSpec(), InputSpec()]
    with pytest.raises(ValueError, match="list of 2 tensors, got 1"):
        layer.assert_input_compatibility(x)
    layer.input_spec = InputSpec(min_ndim=2, axes={1: 4, -1: 5})
    layer.assert_input_compatibility(x)
    assert repr(layer.input_spec) == "InputSpec(min_ndim=2, axes={1: 4, -1: 5})"


def test_config_round_trip():
    layer = Layer(name="a", trainable=False, batch_input_shape=(None, 3), dtype="float64")
    assert layer.get_config() == {"name": "a", "trainable": False,
                                  "batch_input_shape": (None, 3), "dtype": "float64"}
    assert Layer.from_config(layer.get_config()).get_config() == layer.get_config()
    assert Layer(name="b").get_config() == {"name": "b", "trainable": True}


def test_a_custom_layer_trains():
    x = Input((3,))
    model = Model(x, Scale()(x))
    model.compile("sgd", "mse")
    data = np.random.RandomState(0).rand(8, 3)
    before = model.get_weights()[0]
    model.fit(data, 2 * data, epochs=2, verbose=0)
    assert (model.get_weights()[0] > before).all()
