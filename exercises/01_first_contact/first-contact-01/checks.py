"""Checks of "a deeper net": the layers, the output, the loss, and what it has learned."""

from functools import cache

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from kerastutor.course import model_facts as facts
from kerastutor.course.grading import Checks, Message, Mistake

CHECKS = Checks()

UNITS = [64, 32, 10]
ENOUGH_UPDATES = 400
MORE_THAN_ENOUGH_UPDATES = 800
HARDLY_BETTER_THAN_CHANCE = 0.3
LARGEST_RATES = {"SGD": 1.5}  # what it still learns with; others scale their steps themselves
SMALLEST_RATES = {"SGD": 3e-3, "Adadelta": 0.02}
HARDLY_ANY_STEP = 1e-4  # the smallest rate of all others
STRONG_DROPOUT = 0.7
FEW_SAMPLES = 700
GOOD_LOSSES = ("categorical_crossentropy", "sparse_categorical_crossentropy")


@CHECKS.check(points=1)
def model(answer):
    made = answer["my_model"]
    facts.require_model(made, "my_model")
    if not made.built:
        raise Mistake("not_built")
    if made.input_shape != (None, 64):
        raise Mistake("input_shape", shape=made.input_shape)


@CHECKS.check(points=2, needs=["model"])
def layers(answer):
    made = answer["my_model"]
    dense = facts.layers_of(made, "Dense")
    units = [layer.units for layer in dense]
    extra = [kind for kind in facts.extra_layers(made, ["Dense"]) if _has_weights(made, kind)]
    if extra and units == UNITS:
        raise Mistake("model_extra_layer", name="my_model", type=extra[0])
    if units == [32, 10]:
        raise Mistake("layer_missing")
    if units != UNITS:
        raise Mistake("wrong_units", units=_list(units))
    count = sum(weight.size for layer in dense for weight in layer.get_weights())
    if count != 6570:
        raise Mistake("wrong_count", count=count)


@CHECKS.check(points=1, needs=["layers"])
def activations(answer):
    made = answer["my_model"]
    named = facts.activations(made)
    if len(named) < 3 and "softmax" in named:
        raise Mistake("linear_hidden", named=_list(named))
    with answer.learners_code():
        right = facts.relus_then_softmax(made)
    if not right and named[-1:] == ["softmax"] and named != ["relu", "relu", "softmax"]:
        raise Mistake("other_hidden", named=_list(named))


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
        named = _list(facts.activations(made))
        raise Mistake("not_probabilities", total=f"{totals[0]:.3g}", named=named)


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
    with answer.learners_code():
        best, scale, guesses = max(_score(made, scale) for scale in (1, 16))
    if _has_seen_the_exam(made, best, scale):
        raise Mistake("saw_the_exam", samples=_samples(made))
    if best > 0.9:
        return
    told = facts.training(made)
    said = {
        "accuracy": f"{best:.0%}",
        "updates": facts.updates(made),
        "batch": told.get("batch_size"),
        "samples": told.get("samples"),
        "rate": f"{facts.learning_rate(made) or 0:g}",
    }
    name, more = _why_not(answer, best, guesses)
    raise Mistake(name, **said, **more)


def _why_not(answer, best, guesses):
    """Return (message id, its further fields) for a model that has not learned enough."""
    made = answer["my_model"]
    dense, told = facts.layers_of(made, "Dense"), facts.training(made)
    if not made.trainable or not all(layer.trainable for layer in dense):
        return "frozen", {}
    if _stands_at_its_start(answer):
        return "never_fit", {}
    rate, rule = facts.learning_rate(made), type(made.optimizer).__name__
    if rate is not None and rate > LARGEST_RATES.get(rule, 0.1):
        return "steps_too_large", {}
    if rate is not None and rate < SMALLEST_RATES.get(rule, HARDLY_ANY_STEP):
        return "steps_too_small", {}
    taken_for = _other_names(guesses)
    if taken_for is not None:
        return "labels_renamed", {"digit": taken_for[0], "guess": taken_for[1]}
    answers = made.predict(_unseen_digits()[0])
    if len(set(guesses)) <= 3 and np.mean(np.max(answers, axis=1)) > 0.7:
        return "few_answers", {"guesses": _list(sorted(set(guesses)))}
    if np.max(np.ptp(answers, axis=0)) < 1e-3:
        return "same_answer", {}
    rates = [layer.rate for layer in facts.layers_of(made, "Dropout")]
    if max(rates, default=0) >= STRONG_DROPOUT:
        return "strong_dropout", {"share": f"{max(rates):.0%}"}
    if told.get("epochs") == 1 and facts.updates(made) < ENOUGH_UPDATES:
        return "one_epoch", {}
    if facts.updates(made) >= ENOUGH_UPDATES and best < HARDLY_BETTER_THAN_CHANCE:
        return ("hardly_moved" if _hardly_moved(dense[0]) else "labels_mixed"), {}
    few = (told.get("samples") or FEW_SAMPLES) < FEW_SAMPLES
    if facts.updates(made) >= MORE_THAN_ENOUGH_UPDATES and not few:
        return "stuck", {}
    return ("few_samples" if few else "not_trained"), {}


@CHECKS.misconception
def input_shape(answer):
    """A model of another input shape, whether or not fit has stopped because of it."""
    made = _model(answer)
    if made.built and made.input_shape != (None, 64):
        return Message("input_shape", {"shape": made.input_shape})
    return None


@CHECKS.misconception
def other_name(answer):
    return facts.under_another_name(answer, "my_model")


@CHECKS.misconception
def softmax_on_one_unit(answer):
    made = answer["my_model"]
    if made.output_shape != (None, 1) or facts.activations(made)[-1:] != ["softmax"]:
        return None
    always_one = np.all(made.predict(np.random.default_rng(0).random((5, 64))) == 1)
    return Message("softmax_on_one_unit") if always_one else None


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
    return facts.layers_of(_model(answer), "Dense")[-1]


def _model(answer):
    """Return the learner's model; where an error came before `my_model = ...`, the last one."""
    if facts.is_model(answer.get("my_model")):
        return answer["my_model"]
    return [value for value in answer.namespace.values() if facts.is_model(value)][-1]


def _score(model, scale):
    """Return (accuracy on the unseen digits, scale, the guesses).

    Pixels go from 0 to 1 as in the lesson (scale 1), or from 0 to 16 as they come.
    """
    images, labels = _unseen_digits()
    guesses = np.argmax(model.predict(images * scale), axis=1)
    return float(np.mean(guesses == labels)), scale, guesses.tolist()


def _has_seen_the_exam(model, accuracy, scale):
    """Return True when fit was given all digits, or those of the exam and no others."""
    images, labels = _unseen_digits()
    if _samples(model) == len(load_digits().target):
        return True
    if _samples(model) != len(labels):
        return False
    others, names = _training_digits()
    return accuracy > float(np.mean(np.argmax(model.predict(others * scale), axis=1) == names))


def _samples(model):
    """Return how many samples the last fit was given to train on; None when there was none."""
    return facts.training(model).get("samples")


def _has_weights(model, kind):
    return any(layer.weights for layer in facts.layers_of(model, kind))


def _hardly_moved(layer):
    """Return True while a kernel lies where it was drawn from (Glorot's uniform numbers)."""
    kernel = layer.get_weights()[0]
    return bool(np.max(np.abs(kernel)) <= np.sqrt(6 / sum(kernel.shape)) * 1.01)


def _other_names(guesses):
    """Return (digit, what it is taken for) when most digits go by another digit's name."""
    labels = _unseen_digits()[1]
    table = np.zeros((10, 10), int)
    np.add.at(table, (labels, np.array(guesses)), 1)
    usual = table.argmax(axis=1)
    moved = np.flatnonzero(usual != np.arange(10))
    explained = table[np.arange(10), usual].sum() / table.sum()
    if explained < 0.8 or len(set(usual)) < 9 or len(moved) < 2:
        return None
    return int(moved[-1]), int(usual[moved[-1]])


def _stands_at_its_start(answer):
    """Return True while the model has not learned anything: its biases are all still zero."""
    return not np.any(_last_dense(answer).get_weights()[1])


def _labels_were_refused(answer, loss):
    """Return True when fit stopped with a ValueError under this loss, before the first update."""
    text = str(answer.error)
    refused = isinstance(answer.error, ValueError) and "target" in text and "shape" in text
    return refused and facts.loss_name(_model(answer)) == loss and _stands_at_its_start(answer)


def _unseen_digits():
    return _split()[1::2]


def _training_digits():
    return _split()[::2]


@cache
def _split():
    digits = load_digits()
    return train_test_split(digits.data / 16, digits.target, test_size=0.2, random_state=0)


def _list(values):
    return ", ".join(map(str, values)) or "-"
