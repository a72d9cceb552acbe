"""Checks of "one word too many": the reason, and a model of 784 inputs and 32 units."""

import re

import numpy as np

from kerastutor.course import lenient
from kerastutor.course import model_facts as facts
from kerastutor.course.grading import Checks, Message, Mistake

CHECKS = Checks()

RIGHT = "B"
INPUTS, UNITS = 784, 32


@CHECKS.check(points=1)
def explanation(answer):
    if isinstance(answer["reason"], tuple | list | set | frozenset):
        raise Mistake("letter_in_brackets", value=lenient.plain(answer["reason"]))
    text = str(answer["reason"])
    if re.fullmatch(r"[\W_]*([A-Da-d]([\W_]|and|or|和|或)*){2,4}", text):
        raise Mistake("two_letters", value=lenient.plain(text))
    letter = re.match(r"[\W_]*([A-Da-d])(?![a-z])", text)
    if letter is None:
        raise Mistake("no_letter", value=lenient.plain(answer["reason"]))
    letter = letter[1].upper()
    if letter != RIGHT:
        raise Mistake(f"reason_{letter.lower()}")


@CHECKS.check(points=1)
def model(answer):
    made = answer["fixed_model"]
    facts.require_model(made, "fixed_model")
    if not facts.layers_of(made, "Dense"):
        raise Mistake("no_dense", layers=", ".join(facts.extra_layers(made, [])) or "-")
    if not made.built or not made.weights:
        raise Mistake("not_built")


@CHECKS.check(points=2, needs=["model"])
def shapes(answer):
    made = answer["fixed_model"]
    dense = facts.layers_of(made, "Dense")
    units = [layer.units for layer in dense]
    sizes = {"input": made.input_shape, "output": made.output_shape}
    others = facts.extra_layers(made, ["Dense"])
    if len(dense) > 1:
        raise Mistake("two_layers", units=", ".join(map(str, units)))
    if sizes["input"] == (None, UNITS) and units == [INPUTS]:
        raise Mistake("swapped", **sizes)
    if len(sizes["input"] or ()) == 2 and sizes["input"][0] is not None:
        raise Mistake("fixed_batch", **sizes)
    if len(sizes["input"] or ()) > 2:
        raise Mistake("too_many_axes", **sizes)
    if sizes["input"] != (None, INPUTS):
        raise Mistake("wrong_input", **sizes)
    if units != [UNITS]:
        raise Mistake("wrong_units", units=units[0])
    if sizes["output"] != (None, UNITS):
        raise Mistake("wrong_output", **sizes)
    weighty = [kind for kind in others if any(x.weights for x in facts.layers_of(made, kind))]
    if weighty:
        raise Mistake("model_extra_layer", name="fixed_model", type=weighty[0])
    if made.count_params() != INPUTS * UNITS + UNITS:
        raise Mistake("wrong_count", count=made.count_params())


@CHECKS.check(points=1, needs=["shapes"])
def runs(answer):
    samples = answer.rng.random((int(answer.rng.integers(2, 9)), INPUTS))
    with answer.learners_code():
        result = np.asarray(answer["fixed_model"].predict(samples.copy()))
    if result.shape != (len(samples), UNITS):
        raise Mistake("wrong_output", input=samples.shape, output=result.shape)


@CHECKS.misconception
def other_name(answer):
    return facts.under_another_name(answer, "fixed_model")


@CHECKS.misconception
def second_by_place(answer):
    refused = isinstance(answer.error, TypeError) and "positional arguments" in str(answer.error)
    return Message("second_by_place") if refused and not _is_made(answer) else None


@CHECKS.misconception
def units_missing(answer):
    refused = isinstance(answer.error, TypeError) and "'units'" in str(answer.error)
    refused = refused and "missing" in str(answer.error)
    return Message("units_missing") if refused and not _is_made(answer) else None


@CHECKS.misconception
def letter_without_quotes(answer):
    unknown = re.match("name '([A-Da-d])' is not defined", str(answer.error))
    missing = answer.get("reason") is None
    return Message("letter_without_quotes", {"letter": unknown[1]}) if unknown and missing else None


@CHECKS.misconception
def still_twice(answer):
    stopped = isinstance(answer.error, TypeError) and "multiple values" in str(answer.error)
    return Message("still_twice") if stopped and not _is_made(answer) else None


@CHECKS.misconception
def not_a_tuple(answer):
    text = str(answer.error)
    refused = isinstance(answer.error, TypeError | ValueError) and "shape must" in text
    if not refused or _is_made(answer):
        return None
    return Message("tuple_for_dim" if "(None, (" in text else "not_a_tuple", {"error": text})


@CHECKS.misconception
def open_axis(answer):
    """None, or the numbers in another order, where `input_shape` or `build` wants 784."""
    text = str(answer.error)
    refused = "last axis of its input" in text or "min_ndim" in text
    return Message("open_axis", {"error": text}) if refused and not _is_made(answer) else None


@CHECKS.misconception
def unknown_keyword(answer):
    refused = isinstance(answer.error, TypeError) and "keyword" in str(answer.error)
    refused = refused and "Dense" in str(answer.error)
    if refused and not _is_made(answer):
        return Message("unknown_keyword", {"word": str(answer.error).partition("got ")[2][:40]})
    return None


def _is_made(answer):
    """Return True for a model that has its weights: an error met before it is an old one."""
    made = answer.get("fixed_model")
    return facts.is_model(made) and bool(made.weights)
