"""Checks of "fix the note": the net, the losses on the last fifth, the score on the test digits."""

import re
from functools import cache

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from kerastutor.course import lenient
from kerastutor.course import model_facts as facts
from kerastutor.course.grading import Checks, Message, Mistake

CHECKS = Checks()

EPOCHS = 5
SHARES = (0.1, 0.15, 0.25, 0.3, 1 / 3, 0.4, 0.5, 0.8)
WORDS = {
    "complie": "compile",
    "validation_spilt": "validation_split",
    "histroy": "history",
    "keras.optimizer": "keras.optimizers",
}


@CHECKS.check(points=1)
def model(answer):
    made = answer["note_model"]
    if not facts.is_model(made):
        raise Mistake("not_a_model", type=type(made).__name__)
    units = [layer.units for layer in facts.layers_of(made, "Dense")]
    if units != [32, 10] or not made.built or made.input_shape != (None, 64):
        raise Mistake("other_net", units=", ".join(map(str, units)) or "-")
    if not facts.is_compiled(made):
        raise Mistake("not_compiled")
    named, loss = facts.activations(made), str(facts.loss_name(made))
    if named != ["relu", "softmax"] or "categorical_crossentropy" not in loss:
        raise Mistake("other_output", activations=", ".join(named) or "-", loss=loss)


@CHECKS.check(points=2, needs=["model"])
def validation(answer):
    values = _numbers(answer["val_losses"])
    history = getattr(getattr(answer["note_model"], "history", None), "history", {})
    if isinstance(answer["val_losses"], dict) and len(answer["val_losses"]) > 1:
        raise Mistake("whole_history", names=", ".join(map(str, answer["val_losses"])))
    if values is None or callable(answer["val_losses"]):
        raise Mistake("not_losses", value=lenient.plain(answer["val_losses"]))
    if _same(values, history.get("loss")) and "val_loss" in history:
        raise Mistake("training_losses")
    if any(_same(values, history.get(name)) for name in ("acc", "val_acc", "accuracy")):
        raise Mistake("accuracies")
    if len(values) == 1:
        raise Mistake("one_epoch")
    if len(values) != EPOCHS:
        raise Mistake("other_epochs", count=len(values))
    if facts.updates(answer["note_model"]) == 0 and not history:
        raise Mistake("never_fit")
    last, needed = values[-1], _loss(answer, *_parts()["right"])
    if not _near(last, needed):
        shown = {"last": f"{last:.4f}", "needed": f"{needed:.4f}"}
        name, share = _measured_elsewhere(answer, last)
        if name is None and len(history.get("val_loss", ())) == EPOCHS:
            if not np.allclose(values, history["val_loss"], rtol=1e-3):
                raise Mistake("not_of_history", **shown)
        raise Mistake(name or "other_losses", share=share, **shown)
    trained = _epochs_trained(answer["note_model"])
    if trained is not None and trained > EPOCHS:
        raise Mistake("trained_on", epochs=trained)


def _measured_elsewhere(answer, last):
    """Return (message id, share) for the part of the data on which `last` is the loss."""
    x, y = _parts()["on_all"]
    for share in SHARES:
        cut = int(len(x) * (1 - share))
        if _near(last, _loss(answer, x[cut:], y[cut:])):
            return "other_split", f"{share:.2g}"
    for cut in (len(x) // 5, len(x) - int(len(x) * 0.8)):
        if _near(last, _loss(answer, x[:cut], y[:cut])):
            return "first_fifth", ""
    for name in ("on_test_digits", "on_training_part", "on_all"):
        if _near(last, _loss(answer, *_parts()[name])):
            return name, ""
    return None, ""


def _epochs_trained(model):
    """Return for how many epochs fit has trained on the first four fifths, in all its calls.

    None when this cannot be told: it was trained in another way, or on other data.
    """
    told = getattr(getattr(model, "history", None), "params", {})
    if told.get("samples") != len(_parts()["on_training_part"][1]) or not told.get("batch_size"):
        return None
    epochs = facts.updates(model) / -(-told["samples"] // told["batch_size"])
    return int(epochs) if epochs == int(epochs) else None


@CHECKS.check(points=2, needs=["model"])
def score(answer):
    images, labels = _parts()["on_test_digits"]
    with answer.learners_code():
        predicted = np.asarray(answer["note_model"].predict(images))
    loss = _loss(answer, images, labels)
    right = float(np.mean(np.argmax(predicted, axis=1) == labels))
    values = _numbers(answer["score"])
    needed = {"loss": f"{loss:.4f}", "accuracy": f"{right:.4f}"}
    if values is None:
        raise Mistake("not_numbers", value=lenient.plain(answer["score"]))
    if len(values) == 1:
        raise Mistake("one_number", got=f"{values[0]:.4f}")
    got = ", ".join(f"{value:.4f}" for value in values[:4])
    if len(values) == 2 and _near(values[0], right) and _near(values[1], loss):
        raise Mistake("exchanged", got=got)
    if len(values) == 2 and _near(values[0], loss) and _near(values[1], right):
        return
    for name in ("right", "on_training_part", "on_all"):
        if _near(values[0], _loss(answer, *_parts()[name])):
            raise Mistake("score_elsewhere", got=got, **needed)
    if len(values) == 2 and _near(values[0], loss):
        raise Mistake("other_metric", got=got, **needed)
    raise Mistake("other_score", got=got, **needed)


@CHECKS.misconception
def misspelt(answer):
    """The code stopped at a word that is written as in the note."""
    if answer.error is None or _is_complete(answer):
        return None
    text = str(answer.error)
    word = next((word for word in WORDS if re.search(rf"{re.escape(word)}(?!s)", text)), None)
    return Message("misspelt", {"word": word, "right": WORDS[word]}) if word else None


@CHECKS.misconception
def history_called(answer):
    called = isinstance(answer.error, TypeError) and "'dict' object is not callable" in str(
        answer.error
    )
    return Message("history_called") if called and not _is_complete(answer) else None


@CHECKS.misconception
def no_val_loss(answer):
    lacking = isinstance(answer.error, KeyError) and "val_" in str(answer.error)
    return Message("no_val_loss") if lacking and not _is_complete(answer) else None


@CHECKS.misconception
def other_name(answer):
    return facts.under_another_name(answer, "note_model")


@CHECKS.misconception
def labels_not_one_hot(answer):
    refused = isinstance(answer.error, ValueError) and "target" in str(answer.error)
    return Message("labels_not_one_hot") if refused and not _is_complete(answer) else None


def _is_complete(answer):
    return all(answer.get(name) is not None for name in ("note_model", "val_losses", "score"))


def _numbers(value):
    """Return a flat list of floats, or None for what is none."""
    if isinstance(value, dict):
        value = list(value.values())
    try:
        return np.asarray(value, dtype="float64").ravel().tolist() or None
    except (TypeError, ValueError):
        return None


def _loss(answer, images, labels):
    """Return the model's cross-entropy on these digits."""
    with answer.learners_code():
        predicted = np.asarray(answer["note_model"].predict(images), dtype="float64")
    right = predicted[np.arange(len(labels)), labels]
    return float(np.mean(-np.log(np.clip(right, 1e-7, 1))))


def _near(a, b):
    return abs(a - b) <= 1e-4 * max(1.0, abs(b))


def _same(values, others):
    return others is not None and len(others) == len(values) and np.allclose(values, others)


@cache
def _parts():
    """Return (images, labels) of the parts of the data on which something could be measured."""
    digits = load_digits()
    x, rest_x, y, rest_y = train_test_split(
        digits.data / 16, digits.target, test_size=0.2, random_state=0
    )
    cut = int(len(x) * 0.8)
    return {
        "right": (x[cut:], y[cut:]),
        "on_test_digits": (rest_x, rest_y),
        "on_training_part": (x[:cut], y[:cut]),
        "on_all": (x, y),
    }
