"""Checks of "a deeper net": the layers, the output, the loss, and what it has learned."""

from functools import cache

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from kerastutor.course import model_facts as facts
from kerastutor.course.grading import Checks, Message, Mistake

CHECKS = Checks()

UNITS = [64, 32, 10]
GOOD_LOSSES = ("categorical_crossentropy", "sparse_categorical_crossentropy")


@CHECKS.check(points=1)
def model(answer):
    made = answer["my_model"]
    if not facts.is_model(made):
        raise Mistake("not_a_model", type=type(made).__name__)
    if not made.built:
        raise Mistake("not_built")
    if made.input_shape != (None, 64):
        raise Mistake("input_shape", shape=made.input_shape)


@CHECKS.check(points=2, needs=["model"])
def layers(answer):
    made = answer["my_model"]
    dense = facts.layers_of(made, "Dense")
    units = [layer.units for layer in dense]
    if units == [32, 10]:
        raise Mistake("layer_missing")
    if units != UNITS:
        raise Mistake("wrong_units", units=_list(units))
    count = sum(weight.size for layer in dense for weight in layer.get_weights())
    if count != 6570:
        raise Mistake("wrong_count", count=count)


@CHECKS.check(points=1, needs=["layers"])
def activations(answer):
    named = facts.activations(answer["my_model"])
    if len(named) < 3 and "softmax" in named:
        raise Mistake("linear_hidden", named=_list(named))


@CHECKS.check(points=1, needs=["model"])
def output(answer):
    made = answer["my_model"]
    images = answer.rng.random((5, 64))
    with answer.learners_code():
        result = np.asarray(made.predict(images.copy()), dtype="float64")
    if result.shape != (5, 10):
        raise Mistake("output_shape", shape=result.shape)
    if np.any(np.isnan(result)):
        raise Mistake("nan_output")
    totals = result.sum(axis=1)
    if np.any(result < 0) or np.any(np.abs(totals - 1) > 1e-3):
        raise Mistake("not_probabilities", total=f"{totals[0]:.3g}")


@CHECKS.check(points=1, needs=["model"])
def loss(answer):
    made = answer["my_model"]
    if not facts.is_compiled(made):
        raise Mistake("not_compiled")
    if facts.loss_name(made) not in GOOD_LOSSES:
        raise Mistake("wrong_loss", loss=facts.loss_name(made))


@CHECKS.check(points=2, needs=["output", "loss"])
def learned(answer):
    made = answer["my_model"]
    images, labels = _unseen_digits()
    best = 0.0
    for scale in (1, 16):  # pixels from 0 to 1 as in the lesson, or from 0 to 16 as they come
        with answer.learners_code():
            predicted = made.predict(images * scale)
        best = max(best, float(np.mean(np.argmax(predicted, axis=1) == labels)))
    if best <= 0.9 and _stands_at_its_start(answer):
        raise Mistake("never_fit", accuracy=f"{best:.0%}")
    if best <= 0.9:
        raise Mistake("not_trained", accuracy=f"{best:.0%}")


@CHECKS.misconception
def softmax_on_one_unit(answer):
    last = _last_dense(answer)
    if last.units == 1 and facts.activations(answer["my_model"])[-1:] == ["softmax"]:
        return Message("softmax_on_one_unit")
    return None


@CHECKS.misconception
def sigmoid_with_categorical(answer):
    made = answer["my_model"]
    if facts.activations(made)[-1:] == ["sigmoid"] and facts.loss_name(made) in GOOD_LOSSES:
        return Message("sigmoid_with_categorical", {"loss": facts.loss_name(made)})
    return None


@CHECKS.misconception
def labels_not_one_hot(answer):
    if _labels_were_refused(answer, "categorical_crossentropy"):
        return Message("labels_not_one_hot")
    return None


@CHECKS.misconception
def one_hot_with_sparse(answer):
    if _labels_were_refused(answer, "sparse_categorical_crossentropy"):
        return Message("one_hot_with_sparse")
    return None


def _last_dense(answer):
    return facts.layers_of(answer["my_model"], "Dense")[-1]


def _stands_at_its_start(answer):
    """Return True while the model has not learned anything: its biases are all still zero."""
    return not np.any(_last_dense(answer).get_weights()[1])


def _labels_were_refused(answer, loss):
    """Return True when fit stopped with a ValueError under this loss, before the first update."""
    text = str(answer.error)
    refused = isinstance(answer.error, ValueError) and "target" in text and "shape" in text
    return refused and facts.loss_name(answer["my_model"]) == loss and _stands_at_its_start(answer)


@cache
def _unseen_digits():
    digits = load_digits()
    split = train_test_split(digits.data / 16, digits.target, test_size=0.2, random_state=0)
    return split[1], split[3]


def _list(values):
    return ", ".join(map(str, values)) or "-"
