"""A model of 3000 layers: nothing recurses over the graph, nothing is quadratic."""
import json
import sys

import numpy as np
import pytest

from kerastutor.engine import Input, Layer, Model
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Dense
from kerastutor.utils.layer_utils import get_source_inputs

DEPTH = 3000


class Nothing(Layer):
    """A layer without weights that costs little to build."""

    def call(self, inputs):
        return inputs


@pytest.fixture(scope="module")
def deep():
    """Chain of two Dense layers around many others, trained for one step."""
    model = Sequential([Dense(2, input_shape=(2,))])
    for _ in range(DEPTH - 2):
        model.add(Nothing())
    model.add(Dense(1))
    model.compile("sgd", "mse")
    return model


def test_it_is_deeper_than_python_may_recurse():
    assert DEPTH > sys.getrecursionlimit()


def test_train_predict_and_weights(deep):
    x, y = np.ones((4, 2)), np.ones((4, 1))
    first = deep.train_on_batch(x, y)
    assert deep.test_on_batch(x, y) < first
    assert deep.predict(x).shape == (4, 1)
    assert len(deep.get_weights()) == 4


def test_summary(deep):
    lines = []
    deep.summary(print_fn=lines.append)
    assert len(lines) == 3 + 2 * DEPTH + 4


def test_functional_model_config_and_copy(deep):
    x = Input((2,))
    y = x
    for layer in deep.layers:
        y = layer(y)
    model = Model(x, y)
    assert len(model.layers) == DEPTH + 1
    assert get_source_inputs(y) == [x]
    assert model.compute_output_shape((5, 2)) == (5, 1)
    config = json.loads(model.to_json())["config"]
    again = Model.from_config(config, custom_objects={"Nothing": Nothing})
    assert again.get_config()["output_layers"] == config["output_layers"]
    z = Input((2,))
    assert model(z)._keras_shape == (None, 1)
    data = np.random.RandomState(0).rand(3, 2)
    np.testing.assert_array_equal(model.predict(data), deep.predict(data))


def test_one_thousand_calls_of_one_layer():
    layer = Dense(2)
    x = Input((2,))
    y = x
    for _ in range(1000):
        y = layer(y)
    model = Model(x, y)
    assert len(model.layers) == 2 and model.count_params() == 6
    assert len(model.get_config()["layers"][1]["inbound_nodes"]) == 1000
