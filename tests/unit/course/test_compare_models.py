"""Models compared as graphs and as functions."""

import numpy as np
import pytest

from kerastutor.course.answer import LearnerError, Mistake
from kerastutor.course.compare_models import (
    function_difference,
    graph_difference,
    require_same_graph,
)
from kerastutor.layers import (
    LSTM,
    Activation,
    Add,
    BatchNormalization,
    Concatenate,
    Dense,
    Dropout,
    Input,
    Lambda,
    ReLU,
    TimeDistributed,
)
from kerastutor.models import Model, Sequential


def net(units=(6, 3), hidden="relu", last="softmax"):
    model = Sequential()
    model.add(Dense(units[0], activation=hidden, input_shape=(4,)))
    model.add(Dense(units[1], activation=last))
    return model


def functional():
    x = Input((4,), name="pixels")
    h = ReLU()(Dense(6, name="first", kernel_initializer="ones")(x))
    return Model(x, Activation("softmax", name="ready")(Dense(3)(h)))


def nested():
    inner = Sequential([Dense(6, activation="relu", input_shape=(4,))])
    return Sequential([inner, Dense(3), Activation("softmax")])


def towers(shared, swapped=False, joined=Add):
    a, b = Input((4,)), Input((4,))
    one = Dense(5)
    two = one if shared else Dense(5)
    both = [one(a), two(b)]
    return Model([a, b], joined()(both[::-1] if swapped else both))


@pytest.mark.parametrize("make", [net, functional, nested])
def test_the_same_however_written(make):
    assert graph_difference(make(), net()) is None
    assert function_difference(make(), net(), np.random.default_rng(0)) is None


def test_layers_to_ignore():
    model = Sequential([Dense(6, activation="relu", input_shape=(4,)), Dropout(0.5)])
    model.add(Dense(3, activation="softmax"))
    assert graph_difference(model, net()).kind == "layer_extra"
    assert graph_difference(model, net(), ignore=["Dropout"]) is None


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (lambda: "model", "type"),
        (lambda: Sequential([Dense(3)]), "not_built"),
        (lambda: Sequential([Dense(3, input_shape=(5,))]), "input_shape"),
        (lambda: net(hidden=None), "layer_missing"),
        (lambda: net(hidden="tanh"), "layer_setting"),
        (lambda: net(units=(7, 3)), "layer_setting"),
        (lambda: Sequential([*net().layers, Dense(3)]), "layer_extra"),
        (lambda: Sequential([Dropout(0.5, input_shape=(4,)), Dense(3)]), "layer_other"),
    ],
)
def test_graph_kinds(made, kind):
    assert graph_difference(made(), net()).kind == kind


def test_setting_says_which():
    with pytest.raises(Mistake) as raised:
        require_same_graph(net(units=(7, 3)), net(), "my_model")
    assert raised.value.message.id == "model_layer_setting"
    args = {"name": "my_model", "layer": "Dense(7)", "setting": "units", "value": 7}
    assert raised.value.message.args == args


def test_sharing_and_wiring():
    assert graph_difference(towers(True), towers(True)) is None
    assert graph_difference(towers(False), towers(True)).kind == "not_shared"
    assert graph_difference(towers(True), towers(False)).kind == "shared"
    assert graph_difference(towers(False, swapped=True), towers(False)) is None
    one, other = (towers(False, swapped, Concatenate) for swapped in (True, False))
    assert graph_difference(one, other).kind == "wiring"


def test_wrapped_layers_are_compared_without_their_names():
    def made(units):
        return Sequential([TimeDistributed(Dense(units), input_shape=(5, 4))])

    assert graph_difference(made(3), made(3)) is None
    assert graph_difference(made(3), made(2)).kind == "layer_setting"


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (lambda: net(hidden="tanh"), "function"),
        (lambda: net(last="sigmoid"), "function"),
        (lambda: net(units=(7, 3)), "weights"),
        (lambda: net(units=(6, 2)), "output_shape"),
        (lambda: Sequential([Dense(3)]), "not_built"),
    ],
)
def test_function_kinds(made, kind):
    assert function_difference(made(), net(), np.random.default_rng(0)).kind == kind


def test_weights_are_put_back():
    model = net(hidden="tanh")
    before = model.get_weights()
    function_difference(model, net(), np.random.default_rng(0))
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_recurrent_and_normalized_models_as_functions():
    def made(sequences=False):
        layers = [LSTM(3, return_sequences=sequences, input_shape=(None, 4)), BatchNormalization()]
        return Sequential(layers)

    rng = np.random.default_rng(0)
    assert function_difference(made(), made(), rng) is None
    assert function_difference(made(True), made(), rng).kind == "output_shape"


def test_an_error_in_the_learners_layer_is_the_learners():
    def fails(x):
        return np.float64(x)

    x = Input((4,))
    good = Model(x, Dense(3)(x))
    bad = Model(x, Dense(3)(x))
    bad.predict = fails
    with pytest.raises(LearnerError):
        function_difference(bad, good, np.random.default_rng(0))


def test_lambda_with_other_code_differs():
    def made(function):
        return Sequential([Lambda(function, input_shape=(4,))])

    assert graph_difference(made(lambda x: x * 2), made(lambda x: x * 3)).kind == "layer_setting"
