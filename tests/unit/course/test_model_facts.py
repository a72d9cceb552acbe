"""What checks ask about a learner's model."""

import numpy as np
import pytest

from kerastutor.callbacks import History
from kerastutor.course import model_facts as facts
from kerastutor.course.answer import Answer, Mistake, Submission
from kerastutor.layers import Activation, BatchNormalization, Dense, Dropout, Input
from kerastutor.models import Sequential


@pytest.fixture(scope="module")
def tensor():
    return Dense(2)(Input((3,)))


@pytest.mark.parametrize(
    ("value", "message_id"),
    [
        (History(), "model_is_history"),
        (Sequential, "model_is_class"),
        (lambda: None, "model_is_function"),
        (Dense(2), "model_is_layer"),
        ([Dense(2), Dense(3)], "model_is_layer"),
        (np.zeros((2, 3)), "model_is_result"),
        ([0.5, 0.9], "model_is_result"),
        ("a model", "model_type"),
        ([], "model_type"),
        (None, "model_type"),
    ],
)
def test_what_stands_there_instead_of_a_model(value, message_id):
    with pytest.raises(Mistake) as raised:
        facts.require_model(value, "net")
    assert raised.value.message.id == message_id


def test_a_tensor_is_no_model(tensor):
    with pytest.raises(Mistake) as raised:
        facts.require_model(tensor, "net")
    assert raised.value.message.id == "model_is_tensor"
    facts.require_model(Sequential(), "net")


def test_layers_that_were_not_asked_for():
    inner = Sequential([Dense(3, input_shape=(4,)), BatchNormalization()])
    model = Sequential([inner, Dropout(0.5), Activation("relu"), Dense(2)])
    assert facts.extra_layers(model, ["Dense", "Activation"]) == ["BatchNormalization", "Dropout"]
    assert facts.extra_layers(Sequential(), []) == []


def test_a_model_under_another_name():
    def told(**namespace):
        return facts.under_another_name(Answer(Submission(namespace), 0), "net")

    model = Sequential()
    assert told(net=model) is None
    assert told(other=model).id == "other_name"
    assert told(net=None, other=model).id == "other_name_none"
    assert told(net=None) is None


def test_what_fit_was_told():
    model = Sequential([Dense(1, input_shape=(2,))])
    assert facts.training(model) == {}
    model.compile("sgd", "mse")
    model.fit(np.zeros((5, 2)), np.zeros((5, 1)), batch_size=2, epochs=3, verbose=0)
    told = facts.training(model)
    assert (told["samples"], told["epochs"], told["batch_size"]) == (5, 3, 2)
