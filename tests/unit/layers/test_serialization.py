"""Layers by name: every exported layer, custom ones, and what a config may not name."""
import json

import pytest

from kerastutor import layers
from kerastutor.engine import hooks
from kerastutor.layers import Dense, Layer, deserialize, serialize
from kerastutor.models import Model, Sequential

ARGUMENTS = {
    "Activation": ("relu",), "AlphaDropout": (.5,), "Bidirectional": (layers.LSTM(2),),
    "Conv1D": (2, 3), "Conv2D": (2, 3), "Conv2DTranspose": (2, 3), "Conv3D": (2, 3),
    "Conv3DTranspose": (2, 3), "ConvLSTM2D": (2, 3), "ConvLSTM2DCell": (2, 3),
    "ConvRNN2D": (layers.ConvLSTM2DCell(2, 3),), "CuDNNGRU": (2,), "CuDNNLSTM": (2,),
    "Dense": (2,), "DepthwiseConv2D": (3,), "Dot": (1,), "Dropout": (.5,), "Embedding": (5, 2),
    "GRU": (2,), "GRUCell": (2,), "GaussianDropout": (.5,), "GaussianNoise": (.5,), "LSTM": (2,),
    "LSTMCell": (2,), "Lambda": (lambda x: x,), "LocallyConnected1D": (2, 3),
    "LocallyConnected2D": (2, 3), "Permute": ((1,),), "RNN": (layers.LSTMCell(2),),
    "RepeatVector": (2,), "Reshape": ((2,),), "SeparableConv1D": (2, 3), "SeparableConv2D": (2, 3),
    "SimpleRNN": (2,), "SimpleRNNCell": (2,), "SpatialDropout1D": (.5,),
    "SpatialDropout2D": (.5,), "SpatialDropout3D": (.5,),
    "StackedRNNCells": ([layers.LSTMCell(2)],),
    "TimeDistributed": (Dense(2),), "Wrapper": (Dense(2),),
}
NAMES = sorted({cls.__name__ for name in layers.__all__
                if isinstance(cls := getattr(layers, name), type)
                and cls.__module__.startswith("kerastutor.layers.")})


@pytest.mark.parametrize("name", NAMES)
def test_round_trip(name):
    cls = getattr(layers, name)
    layer = cls(*ARGUMENTS.get(name, ()), name="given", trainable=False)
    data = serialize(layer)
    assert data["class_name"] == name
    json.dumps(data)
    copy = deserialize(data)
    assert type(copy) is cls and copy.name == "given" and not copy.trainable
    if name != "Lambda":            # byte code may be written in more than one way
        assert copy.get_config() == data["config"]
    assert "name" in data["config"]


def test_models():
    model = Sequential([Dense(2, input_shape=(3,))])
    assert type(deserialize(serialize(model))) is Sequential
    functional = Model(model.input, model.output)
    assert type(deserialize(serialize(functional))) is Model


def test_custom_layer():
    class Mine(Layer):
        pass

    data = serialize(Mine(name="m"))
    with pytest.raises(ValueError, match="Unknown layer: Mine"):
        deserialize(data)
    assert deserialize(data, {"Mine": Mine}).name == "m"


@pytest.mark.parametrize("name", ["InputSpec", "hooks", "deserialize", "os", "__name__"])
def test_configs_name_layers_only(name):
    with pytest.raises(ValueError, match="Unknown layer"):
        deserialize({"class_name": name, "config": {}})


def test_the_engine_finds_layers():
    assert hooks.call("deserialize_layer", serialize(Dense(3))).units == 3


def test_an_input_layer():
    assert deserialize(serialize(layers.InputLayer((3,)))).batch_input_shape == (None, 3)
