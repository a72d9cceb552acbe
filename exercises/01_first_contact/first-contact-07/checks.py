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
UNTRAINED = 2.15  # a net of random weights loses about log(10) = 2.3, and hardly less
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
    facts.require_model(made, "note_model")
    extra = facts.extra_layers(made, ["Dense", "Activation", *facts.ACTIVATION_LAYERS])
    if extra:
        raise Mistake("model_extra_layer", name="note_model", type=extra[0])
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
    if isinstance(answer["val_losses"], dict) and "val_loss" in answer["val_losses"]:
        raise Mistake("whole_history", names=", ".join(map(str, answer["val_losses"])))
    counted = values is not None and np.array_equal(np.diff(values), np.ones(EPOCHS - 1))
    if values is None or counted or isinstance(answer["val_losses"], dict):
        raise Mistake("not_losses", value=lenient.plain(answer["val_losses"]))
    if _same(values, history.get("loss")) and "val_loss" in history:
        raise Mistake("training_losses")
    if any(_same(values, history.get(name)) for name in ("acc", "val_acc", "accuracy")):
        raise Mistake("accuracies")
    kept = history.get("val_loss", ())
    if len(values) != EPOCHS:
        raise Mistake(_why_not_five(values, kept), count=len(values))
    if facts.updates(answer["note_model"]) == 0 and not history:
        raise Mistake("never_fit")
    trained = _epochs_trained(answer["note_model"])
    if trained not in (None, 0, EPOCHS):  # 0: compiled anew after the training
        raise Mistake("trained_on" if trained > EPOCHS else "trained_less", epochs=trained)
    last, needed = values[-1], _loss(answer, *_parts()["right"])
    shown = {"last": f"{last:.4f}", "needed": f"{needed:.4f}"}
    shown["samples"] = facts.training(answer["note_model"]).get("samples")
    if len(kept) == EPOCHS and not np.allclose(values, kept, rtol=1e-3):
        raise Mistake(_why_not_kept(values, kept), **shown)
    if not _near(last, needed):
        name, share = _measured_elsewhere(answer, last)
        if name is None and _right_share(answer, *_parts()["on_training_part"]) < 0.4:
            raise Mistake("labels_mixed", **shown)
        last_fit = len(history.get("loss", ())) == EPOCHS
        name = name or (_on_other_data(shown["samples"]) if last_fit else "other_losses")
        if name == "other_losses" and _measured_early(values, needed, trained):
            raise Mistake("losses_before", first=f"{values[0]:.4f}", **shown)
        raise Mistake(name, share=share, **shown)
    if shown["samples"] == len(_parts()["on_all"][1]):
        raise Mistake("trained_on_all", **shown)
    if len(set(values)) == 1 and len(kept) != EPOCHS:
        raise Mistake("not_of_history", **shown)


def _why_not_five(values, kept):
    """Return the id of the message for another number of losses than five."""
    if len(values) == 1:
        return "one_epoch" if len(kept) == 1 else "single_value"
    if len(values) < EPOCHS == len(kept):
        return "part_of_list"
    several = len(kept) == EPOCHS and len(values) > EPOCHS and len(values) % EPOCHS == 0
    return "two_lists" if several else "other_epochs"


def _why_not_kept(values, kept):
    """Return the id of the message for five losses that are not those of the history."""
    if np.allclose(np.sort(values), np.sort(kept), rtol=1e-3):
        return "losses_reordered"
    factors = np.divide(values, kept)
    rounded = any(np.allclose(values, np.round(kept, places)) for places in range(4))
    return "losses_changed" if rounded or np.ptp(factors) < 1e-3 else "not_of_history"


def _measured_early(values, needed, trained):
    """Return True for falling losses from an untrained net on, with the last one not seen."""
    falling = all(a > b for a, b in zip(values, [*values[1:], needed], strict=True))
    return trained == EPOCHS and falling and values[0] > UNTRAINED


def _on_other_data(samples):
    """Return the id of the message for a last loss that fits no known part of the data."""
    usual = samples in (None, len(_parts()["on_training_part"][1]))
    return "other_fifth" if usual else "other_data"


def _measured_elsewhere(answer, last):
    """Return (message id, share) for the part of the data on which `last` is the loss."""
    x, y = _parts()["on_all"]
    for share in SHARES:
        cut = int(len(x) * (1 - share))
        if _very_near(last, _loss(answer, x[cut:], y[cut:])):
            return "other_split", f"{share:.2g}"
    for cut in (len(x) // 5, len(x) - int(len(x) * 0.8)):
        if _very_near(last, _loss(answer, x[:cut], y[:cut])):
            return "first_fifth", ""
    for name in ("on_test_digits", "on_training_part", "on_all"):
        if _very_near(last, _loss(answer, *_parts()[name])):
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
    loss, right = _loss(answer, images, labels), _right_share(answer, images, labels)
    values = _numbers(answer["score"])
    needed = {"loss": f"{loss:.4f}", "accuracy": f"{right:.4f}"}
    if values is None:
        raise Mistake("not_numbers", value=lenient.plain(answer["score"]))
    if len(values) == 1:
        measured = len(getattr(answer["note_model"], "metrics_names", ())) > 1
        measured = measured and (_near(values[0], loss) or _near(values[0], right))
        raise Mistake("one_of_two" if measured else "one_number", got=f"{values[0]:.4f}")
    got = ", ".join(f"{value:.4f}" for value in values[:4])
    if len(values) > 2:
        beginning = _near(values[0], loss)
        raise Mistake("more_metrics" if beginning else "predictions", got=got, count=len(values))
    if _near(values[0], right) and _near(values[1], loss):
        raise Mistake("exchanged", got=got)
    if _near(values[0], loss) and _near(values[1], right):
        return
    raise Mistake(_why_other_score(answer, values, loss, right), got=got, **needed)


def _why_other_score(answer, values, loss, right):
    """Return the id of the message for two numbers that are not loss and accuracy."""
    for name in ("right", "on_training_part", "on_all", "on_everything"):
        if _near(values[0], _loss(answer, *_parts()[name])):
            return "score_elsewhere"
    if any(np.allclose(values, np.round([loss, right], places)) for places in range(4)):
        return "score_rounded"
    if values[0] == values[1]:
        return "score_twice"
    if _near(values[0], loss):
        known = {"score_percent": 100 * right, "score_of_errors": 1 - right}
        found = [name for name, value in known.items() if _near(values[1], value)]
        return found[0] if found else "other_metric"
    return "score_before" if values[0] > 2 and values[1] < 0.4 else "other_score"


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
    called = isinstance(answer.error, TypeError) and re.search(
        "'(dict|History)' object is not callable", str(answer.error)
    )
    return Message("history_called") if called and not _is_complete(answer) else None


@CHECKS.misconception
def history_indexed(answer):
    text = str(answer.error)
    taken = "'History' object is not subscriptable" in text
    taken = taken or re.search("'(History|dict)' object has no attribute '(val_)?loss'", text)
    return Message("history_indexed") if taken and not _is_complete(answer) else None


@CHECKS.misconception
def no_epoch(answer):
    made = answer.get("note_model")
    none = facts.is_model(made) and facts.training(made).get("epochs") == 0
    return Message("never_fit") if none else None


@CHECKS.misconception
def no_val_loss(answer):
    lacking = isinstance(answer.error, KeyError) and str(answer.error) == "'val_loss'"
    return Message("no_val_loss") if lacking and not _is_complete(answer) else None


@CHECKS.misconception
def other_name(answer):
    return facts.under_another_name(answer, "note_model")


@CHECKS.misconception
def labels_not_one_hot(answer):
    return Message("labels_not_one_hot") if _refused(answer, "categorical_crossentropy") else None


@CHECKS.misconception
def one_hot_with_sparse(answer):
    refused = _refused(answer, "sparse_categorical_crossentropy")
    return Message("one_hot_with_sparse") if refused else None


def _refused(answer, loss):
    """Return True when labels of another form than this loss wants have stopped the code."""
    text, made = str(answer.error), answer.get("note_model")
    refused = isinstance(answer.error, ValueError) and "target array must" in text
    if not refused or _is_complete(answer) or not facts.is_model(made):
        return False
    dense = facts.layers_of(made, "Dense")
    return facts.loss_name(made) == loss and bool(dense) and dense[-1].units == 10


def _is_complete(answer):
    return all(answer.get(name) is not None for name in ("note_model", "val_losses", "score"))


def _numbers(value):
    """Return a flat list of floats, or None for what is none."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, str) or any(isinstance(part, str) for part in np.ravel(value).tolist()):
        return None
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


def _right_share(answer, images, labels):
    """Return how many of these digits the model gets right, as a share."""
    with answer.learners_code():
        predicted = np.asarray(answer["note_model"].predict(images))
    return float(np.mean(np.argmax(predicted, axis=1) == labels))


def _near(a, b):
    return abs(a - b) <= 1e-4 * max(1.0, abs(b))


def _very_near(a, b):
    """Closer than the loss of another part of the data comes by chance."""
    return abs(a - b) <= 3e-6 * max(1.0, abs(b))


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
        "on_everything": (digits.data / 16, digits.target),
    }
