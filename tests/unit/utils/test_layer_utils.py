"""Summary table, parameter counts, kernel layouts, sources of a tensor."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.engine import Input, Model
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import LSTM, Add, BatchNormalization, Conv2D, Dense, Flatten
from kerastutor.utils import layer_utils


def lines_of(model, **kwargs):
    lines = []
    model.summary(print_fn=lines.append, **kwargs)
    return lines


def test_chain():
    model = Sequential([Dense(3, input_shape=(4,), name="hidden"), BatchNormalization(name="norm")])
    lines = lines_of(model)
    assert lines[0] == "_" * 65 and lines[2] == "=" * 65 and lines[-1] == "_" * 65
    assert lines[1] == "Layer (type)                 Output Shape              Param #   "
    assert lines[3] == "hidden (Dense)               (None, 3)                 15        "
    assert lines[5].startswith("norm (BatchNormalization)    (None, 3)                 12")
    assert lines[-4:-1] == ["Total params: 27", "Trainable params: 21", "Non-trainable params: 6"]


def test_graph_shows_connections():
    a, b = Input((3,), name="a"), Input((3,), name="b")
    shared = Dense(3, name="shared")
    model = Model([a, b], Add(name="plus")([shared(a), shared(b)]))
    lines = lines_of(model)
    assert len(lines[0]) == 98 and "Connected to" in lines[1]
    text = "\n".join(lines)
    assert text.index("shared[0][0]") < text.index("shared[1][0]")
    assert [line.split()[-1] for line in lines if "[0][0]" in line or "[1][0]" in line] == [
        "a[0][0]", "b[0][0]", "shared[0][0]", "shared[1][0]"]


def test_a_plain_functional_chain_and_several_outputs():
    x = Input((3,))
    assert len(lines_of(Model(x, Dense(2)(x)))[0]) == 65
    layer = LSTM(2, return_state=True, name="states")
    y = Input((4, 3))
    text = "\n".join(lines_of(Model(y, layer(y))))
    assert "[(None, 2), (None, 2)" in text


def test_widths_and_long_names_are_cut():
    model = Sequential([Dense(3, input_shape=(4,), name="a" * 50)])
    lines = lines_of(model, line_length=40, positions=[.5, .8, 1.])
    assert len(lines[0]) == 40 and lines[3].startswith("a" * 19 + " (None")


def test_frozen_without_compile_warns_and_adds_up():
    model = Sequential([Dense(3, input_shape=(4,))])
    model.compile("sgd", "mse")
    model.trainable = False
    with pytest.warns(UserWarning, match="Discrepancy"):
        lines = lines_of(model)
    assert lines[-4:-1] == ["Total params: 15", "Trainable params: 15", "Non-trainable params: 0"]
    model.compile("sgd", "mse")
    assert "Non-trainable params: 15" in lines_of(model)


def test_layers_of_several_shapes():
    layer = Dense(2, name="twice")
    a, b = Input((3,)), Input((5, 3))
    model = Model([a, b], [layer(a), layer(b)])
    assert any(line.startswith("twice (Dense)") and "multiple" in line for line in lines_of(model))


def test_count_params_counts_shared_variables_once():
    weight = K.zeros((2, 3))
    assert layer_utils.count_params([weight, weight, K.zeros((4,))]) == 10
    assert layer_utils.count_params([]) == 0


def test_source_inputs():
    a, b, c = Input((3,)), Input((3,)), Input((3,))
    shared = Dense(3)
    y = Add()([shared(a), Add()([shared(b), a]), c])
    assert layer_utils.get_source_inputs(y) == [a, b, c]
    assert layer_utils.get_source_inputs(a) == [a]
    layer, index, _ = shared.get_output_at(1)._keras_history
    assert layer_utils.get_source_inputs(a, layer, index) == [b]
    raw = K.placeholder((None, 3))
    assert layer_utils.get_source_inputs(raw) is raw


def test_kernels_turn_twice_into_themselves():
    model = Sequential([Conv2D(2, 3, input_shape=(5, 5, 1)), Flatten(), Dense(1)])
    kernel, bias, dense, _ = model.get_weights()
    layer_utils.convert_all_kernels_in_model(model)
    np.testing.assert_array_equal(model.get_weights()[0], kernel[::-1, ::-1])
    np.testing.assert_array_equal(model.get_weights()[2], dense)
    layer_utils.convert_all_kernels_in_model(model)
    np.testing.assert_array_equal(model.get_weights()[0], kernel)


@pytest.mark.parametrize("target", ["channels_first", "channels_last"])
def test_dense_weights_follow_the_images(target):
    images = np.random.RandomState(0).rand(2, 3, 4, 5)             # channels last: H W C = 3 4 5
    turned = images.transpose(0, 3, 1, 2)
    old, new = (images, turned) if target == "channels_first" else (turned, images)
    dense = Dense(2)
    dense.build((None, 60))
    kernel = dense.get_weights()[0]
    layer_utils.convert_dense_weights_data_format(dense, new.shape[1:], target)
    np.testing.assert_allclose(new.reshape(2, -1) @ dense.get_weights()[0],
                               old.reshape(2, -1) @ kernel, rtol=1e-5)
    with pytest.raises(ValueError, match="must hold 60 numbers"):
        layer_utils.convert_dense_weights_data_format(dense, (3, 4, 4), target)
    with pytest.raises(ValueError, match="target_data_format must be"):
        layer_utils.convert_dense_weights_data_format(dense, (3, 4, 5), "last")
