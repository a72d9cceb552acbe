"""Input and InputLayer."""
import pytest

from kerastutor import backend as K
from kerastutor.engine import Input, InputLayer, Model
from kerastutor.layers import Dense


def test_shape_leaves_the_batch_size_open():
    x = Input(shape=(3, None), name="pixels", dtype="int32")
    assert x._keras_shape == (None, 3, None) == K.int_shape(x)
    assert K.dtype(x) == "int32"
    layer = x._keras_history[0]
    assert isinstance(layer, InputLayer) and layer.name == "pixels" and layer.is_placeholder
    assert layer.output is x and layer.trainable is False and layer.built


def test_batch_shape_fixes_it():
    assert K.int_shape(Input(batch_shape=(8, 3))) == (8, 3)
    assert K.int_shape(Input(shape=())) == (None,)


def test_default_names_count_up():
    a, b = (Input((2,))._keras_history[0].name for _ in range(2))
    assert int(b.split("_")[1]) == int(a.split("_")[1]) + 1


def test_a_tensor_can_be_wrapped():
    tensor = K.ones((2, 3))
    x = Input(tensor=tensor)
    assert x is tensor and not x._keras_history[0].is_placeholder
    model = Model(x, Dense(4)(x))
    assert model._feed_inputs == []
    assert model.predict(None, steps=2).shape == (4, 4)


def test_wrong_arguments():
    with pytest.raises(ValueError, match="shape or batch_shape must be given"):
        Input()
    with pytest.raises(ValueError, match=r"shape=\(5,\)"):
        Input(shape=5)
    with pytest.raises(ValueError, match="got neither"):
        InputLayer()
    with pytest.raises(ValueError, match="given once"):
        InputLayer(input_shape=(2,), batch_input_shape=(None, 2))


def test_config_round_trip():
    layer = InputLayer(input_shape=(3,), name="a")
    config = layer.get_config()
    assert config == {"batch_input_shape": (None, 3), "dtype": "float32", "sparse": False,
                      "name": "a"}
    assert InputLayer.from_config(config).get_config() == config
