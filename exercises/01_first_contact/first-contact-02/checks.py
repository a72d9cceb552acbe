"""Checks of "count the weight updates": the learner's rule against a callback that counts."""

import math
from functools import cache
from itertools import product

import numpy as np

from kerastutor.callbacks import LambdaCallback
from kerastutor.course import lenient
from kerastutor.course.grading import Checks, Message, Mistake
from kerastutor.layers import Dense
from kerastutor.models import Sequential

CHECKS = Checks()

NAMES = ("samples", "batch_size", "epochs")
NAMED = (1437, 32, 5)
ALMOST = (0.5, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
FORMULAS = {
    "last_batch_dropped": lambda n, b, e: n // b * e,
    "one_too_many": lambda n, b, e: (n // b + 1) * e,
    "rounded": lambda n, b, e: round(n / b) * e,
    "not_whole": lambda n, b, e: n / b * e,
    "one_epoch": lambda n, b, e: math.ceil(n / b),
    "one_epoch_floor": lambda n, b, e: n // b,
    "per_epoch": lambda n, b, e: e,
    "per_sample": lambda n, b, e: n * e,
    "samples_once": lambda n, b, e: n,
    "samples_filled_up": lambda n, b, e: math.ceil(n / b) * b * e,
    **{f"almost_ceil_{c}": lambda n, b, e, c=c: int(n / b + c) * e for c in ALMOST},
    "runs_on": lambda n, b, e: math.ceil(n * e / b),
    "runs_on_floor": lambda n, b, e: n * e // b,
    "divided_by_epochs": lambda n, b, e: math.ceil(n / b / e),
    "epochs_added": lambda n, b, e: math.ceil(n / b) + e,
    "upside_down": lambda n, b, e: math.ceil(b / n) * e,
    "upside_down_floor": lambda n, b, e: b // n * e,
    "short_batch_once": lambda n, b, e: n // b * e + (n % b > 0),
    "short_batch_once_more": lambda n, b, e: n // b * e + 1,
    "epoch_missing": lambda n, b, e: math.ceil(n / b) * (e - 1),
    "epoch_too_many": lambda n, b, e: math.ceil(n / b) * (e + 1),
    "batch_times_epochs": lambda n, b, e: b * e,
    "all_three": lambda n, b, e: n * b * e,
    "batch_of_32": lambda n, b, e: math.ceil(n / 32) * e,
    "split_taken": lambda n, b, e: math.ceil(int(n * 0.8) / b) * e,
    "split_taken_tenth": lambda n, b, e: math.ceil(int(n * 0.9) / b) * e,
    "split_taken_less": lambda n, b, e: math.ceil(int(n * 0.7) / b) * e,
    "split_taken_quarter": lambda n, b, e: math.ceil(int(n * 0.75) / b) * e,
    "split_taken_half": lambda n, b, e: math.ceil(int(n * 0.5) / b) * e,
    "split_taken_unrounded": lambda n, b, e: math.ceil(n * 0.8 / b) * e,
    "split_counted": lambda n, b, e: _batches(n * 4 // 5, b, e) + _batches(n - n * 4 // 5, b, e),
    "split_counted_unrounded": lambda n, b, e: _batches(n * 0.8, b, e) + _batches(n * 0.2, b, e),
    "rest_added": lambda n, b, e: (n // b + n % b) * e,
    "rest_added_once": lambda n, b, e: n // b * e + n % b,
    "one_added_when_even": lambda n, b, e: (n // b + (n % b == 0)) * e,
    "update_missing": lambda n, b, e: math.ceil(n / b) * e - 1,
    "update_too_many": lambda n, b, e: math.ceil(n / b) * e + 1,
    "batch_missing": lambda n, b, e: (math.ceil(n / b) - 1) * e,
    "two_batches_missing": lambda n, b, e: max(math.ceil(n / b) - 2, 0) * e,
    "sample_missing": lambda n, b, e: math.ceil((n - 1) / b) * e,
    "epochs_as_power": lambda n, b, e: math.ceil(n / b) ** e,
    "power_of_epochs": lambda n, b, e: e ** math.ceil(n / b),
    "negative": lambda n, b, e: -math.ceil(n / b) * e,
    "numbers_added": lambda n, b, e: sum(range(math.ceil(n / b))) * e,
    "numbers_added_from_one": lambda n, b, e: sum(range(math.ceil(n / b) + 1)) * e,
    "half_a_batch": lambda n, b, e: (n // b + 0.5 * (n % b > 0)) * e,
    "other_order": lambda n, b, e: math.ceil(e / b) * n,
    "other_order_last": lambda n, b, e: math.ceil(n / e) * b,
    "other_order_back": lambda n, b, e: math.ceil(e / n) * b,
    "other_order_round": lambda n, b, e: math.ceil(b / e) * n,
}
PARTS = (
    "ceil(samples / batch_size)",
    "samples // batch_size",
    "samples / batch_size",
    "samples % batch_size",
    "samples",
    "samples - batch_size",
    "ceil(samples / epochs)",
)
CHANGES = ("", " + 1", " - 1", " + 2", " - 2")
CHANGES += (" + (samples % batch_size == 0)", " - (samples % batch_size == 0)")
CHANGES += (" + (samples % batch_size > 0)", " - (samples % batch_size > 0)")
FACTORS = ("", " * epochs", " * (epochs - 1)", " * (epochs + 1)", " * epochs * epochs", " / epochs")
FACTORS += (" // epochs", " * batch_size", " // batch_size", " ** epochs")
ADDED = ("", " + 1", " - 1", " + epochs", " - epochs", " + (samples % batch_size > 0)")
ADDED += (" - (samples % batch_size > 0)", " + samples % batch_size", " + batch_size")
SAME_MISTAKE = {
    "numbers_added_from_one": "numbers_added",
    "half_a_batch": "not_whole",
    "split_taken_less": "split_taken",
    "split_taken_quarter": "split_taken",
    "split_taken_half": "split_taken",
    "split_taken_unrounded": "split_taken",
    "split_counted_unrounded": "split_counted",
    "rest_added_once": "rest_added",
    "two_batches_missing": "batch_missing",
    "power_of_epochs": "epochs_as_power",
    "other_order_last": "other_order",
    "other_order_back": "other_order",
    "other_order_round": "other_order",
    "one_epoch_floor": "one_epoch",
    "split_taken_tenth": "split_taken",
    "samples_once": "per_sample",
    "samples_filled_up": "per_sample",
    "upside_down_floor": "upside_down",
    "short_batch_once_more": "short_batch_once",
}


@CHECKS.check(points=1)
def function(answer):
    given = answer["count_updates"]
    if not callable(given):
        raise Mistake("no_function", value=lenient.plain(given))
    got = lenient.call(given, _call(NAMED), **_arguments(NAMED))
    if got is None:
        raise Mistake("returns_nothing", call=_call(NAMED))
    lenient.require_result(got, _call(NAMED))
    if lenient.number(got) is None:
        raise Mistake("no_number", call=_call(NAMED), value=lenient.plain(got))


@CHECKS.check(points=3, needs=["function"])
def counts(answer):
    message = _first_message(answer["count_updates"], cases(answer.rng))
    if message is not None:
        raise Mistake(message.id, **message.args)


def cases(rng):
    """Return (samples, batch_size, epochs): the one of the task, then each way a batch can end."""
    batch, full = int(rng.integers(5, 12)), int(rng.integers(2, 5))
    epochs = int(rng.integers(2, 5))
    nearly_full = batch * full + batch - 1
    return [
        NAMED,
        (batch * full + 1, batch, epochs),
        (batch * full + 2, batch, epochs),
        (7, 3, int(rng.integers(4, 6))),  # more epochs than samples in a batch
        (nearly_full, batch, epochs + 1),
        (batch * full, batch, epochs),
        (batch - 2, batch, epochs + 2),
        (10001, 10000, 2),  # a very small rest
    ]


def _first_message(function, cases):
    """Return what is wrong, shown on the smallest case that comes out wrong, or None."""
    values = []
    for case in cases:
        value = lenient.call(function, _call(case), **_arguments(case))
        values.append(lenient.number(value))
    wrong = [index for index, case in enumerate(cases) if values[index] != counted(*case)]
    if not wrong:
        return None
    shown = min(wrong, key=lambda index: cases[index][0] * cases[index][2])
    arguments = {
        **_arguments(cases[shown]),
        "got": lenient.plain(values[shown]),
        "updates": counted(*cases[shown]),
        "call": _call(cases[shown]),
    }
    if len(set(values)) == 1:
        return Message("always_one" if values[0] == 1 else "always_the_same", arguments)
    if any(value is None for value in values):
        return Message("no_number", {"call": arguments["call"], "value": arguments["got"]})
    name = lenient.suspect(FORMULAS, cases, values)
    unused = None if name else _ignored(function)
    if unused is not None:
        case = _call(NAMED)
        got = lenient.plain(values[0])
        return Message("ignores", {"case": case, "parameter": unused, "got": got})
    name = name or _other_suspicion(cases, values, wrong)
    if name == "wrong_number":
        arguments["formula"] = lenient.written(_formulas(), NAMES, cases, values)
        name = "wrong_number" if arguments["formula"] is None else "looks_like"
    name = "almost_ceil" if name.startswith("almost_ceil") else name
    factor = lenient.plain(values[shown] / arguments["updates"])
    return Message(SAME_MISTAKE.get(name, name), {**arguments, "factor": factor})


def _formulas():
    """Yield wrong formulas made of the three numbers, the simplest first."""
    for added, change in product(ADDED, CHANGES):
        for part, factor in product(PARTS, FACTORS):
            yield f"({part}{change}){factor}{added}" if change else f"{part}{factor}{added}"


def _ignored(function):
    """Return the parameter that the function does not look at, or None."""
    others = {"samples": 900, "batch_size": 100, "epochs": 9}
    return lenient.ignored(function, _call(NAMED), _arguments(NAMED), others)


def _batches(samples, batch_size, epochs):
    return math.ceil(samples / batch_size) * epochs


def _other_suspicion(cases, values, wrong):
    """Return the id of a message for what no formula says."""
    truths = [counted(*case) for case in cases]
    factor = values[0] / truths[0]
    if all(value == factor * truth for value, truth in zip(values, truths, strict=True)):
        return "same_factor"
    if all(cases[index][0] < cases[index][1] for index in wrong):
        return "large_batch"
    return "wrong_number"


@cache
def counted(samples, batch_size, epochs):
    """Train a real model, and return how many batches it has trained on."""
    batches = []
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile(optimizer="sgd", loss="mse")
    counter = LambdaCallback(on_batch_end=lambda batch, logs: batches.append(batch))
    x = np.zeros((samples, 1))
    model.fit(x, x, batch_size=batch_size, epochs=epochs, verbose=0, callbacks=[counter])
    return len(batches)


def _arguments(case):
    return dict(zip(NAMES, case, strict=True))


def _call(case):
    return "count_updates({}, {}, {})".format(*case)
