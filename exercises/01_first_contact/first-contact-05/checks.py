"""Checks of "evaluate by hand": the learner's two numbers against those of a real evaluate."""

from functools import cache
from itertools import product

import numpy as np

from kerastutor import backend as K
from kerastutor.course import lenient
from kerastutor.course.grading import Checks, Mistake
from kerastutor.layers import Activation
from kerastutor.models import Sequential

CHECKS = Checks()

EPSILON = 1e-7
CLOSE = 1e-5
TINY = 1e-12  # a probability below epsilon that is not zero


def _true(p, t):
    """Return the probability of the right class of each sample."""
    return np.sum(p * t, axis=1)


def _clipped(p, t):
    return -np.log(np.maximum(_true(p, t), EPSILON))


def _binary(p, t):
    p = np.clip(p, EPSILON, 1 - EPSILON)
    return -(t * np.log(p) + (1 - t) * np.log(1 - p))


def _all_pairs(p, t):
    return np.mean(-np.log(p[:, np.argmax(t, axis=1)]))


def _with(change):
    """Return the formula of a loss whose right probabilities were changed before the logarithm."""
    return lambda p, t: np.mean(-np.log(change(_true(p, t))))


FLOORS = (0.5, 0.1, 0.05, 0.02, 0.01, 0.001, 1e-4, 1e-5, 1e-6)
LOSSES = {
    "sign_forgotten": lambda p, t: -np.mean(_clipped(p, t)),
    "mean_over_classes": lambda p, t: np.mean(_clipped(p, t)) / p.shape[1],
    "mean_over_classes_negative": lambda p, t: -np.mean(_clipped(p, t)) / p.shape[1],
    "sum_over_samples": lambda p, t: np.sum(_clipped(p, t)),
    "sum_over_samples_negative": lambda p, t: -np.sum(_clipped(p, t)),
    "one_per_class": lambda p, t: np.sum(_clipped(p, t)) / p.shape[1],
    "other_base": lambda p, t: np.mean(_clipped(p, t)) / np.log(2),
    "other_base_10": lambda p, t: np.mean(_clipped(p, t)) / np.log(10),
    "binary_mean": lambda p, t: np.mean(_binary(p, t)),
    "binary_sum": lambda p, t: np.mean(np.sum(_binary(p, t), axis=1)),
    "largest_probability": lambda p, t: np.mean(-np.log(np.max(p, axis=1))),
    "all_classes": lambda p, t: np.mean(np.sum(-np.log(np.maximum(p, EPSILON)), axis=1)),
    "all_classes_mean": lambda p, t: np.mean(-np.log(np.maximum(p, EPSILON))),
    "clipped_products": lambda p, t: np.mean(np.sum(-np.log(np.maximum(p * t, EPSILON)), axis=1)),
    "clipped_products_mean": lambda p, t: np.mean(-np.log(np.maximum(p * t, EPSILON))),
    "clipped_products_sum": lambda p, t: np.sum(-np.log(np.maximum(p * t, EPSILON))),
    "clipped_products_added": lambda p, t: np.mean(np.sum(-np.log(p * t + EPSILON), axis=1)),
    "log_of_labels": lambda p, t: np.mean(np.sum(-p * np.log(np.maximum(t, EPSILON)), axis=1)),
    "log_of_mean": lambda p, t: -np.log(np.mean(_true(p, t))),
    "entropy": lambda p, t: np.mean(np.sum(-p * np.log(np.maximum(p, EPSILON)), axis=1)),
    "no_logarithm": lambda p, t: np.mean(1 - _true(p, t)),
    "no_logarithm_plain": lambda p, t: np.mean(_true(p, t)),
    "squares": lambda p, t: np.mean((p - t) ** 2),
    "squares_sum": lambda p, t: np.mean(np.sum((p - t) ** 2, axis=1)),
    "floor_after_log": lambda p, t: -np.mean(np.sum(t * np.maximum(np.log(p), EPSILON), axis=1)),
    "softmax_again": lambda p, t: np.mean(-np.log(_true(_softmax(p), t))),
    "floor_everywhere": lambda p, t: -np.log(EPSILON),
    "floor_everywhere_huge": lambda p, t: np.log(EPSILON),
    "log_of_one_plus": lambda p, t: -np.mean(np.log1p(_true(p, t))),
    "one_minus_p": lambda p, t: np.mean(-np.log(1 - _true(p, t))),
    "wrong_classes": lambda p, t: -np.mean(np.sum((1 - t) * np.log(p), axis=1)),
    "wrong_classes_mean": lambda p, t: -np.mean((1 - t) * np.log(p)),
    "wrong_classes_other": lambda p, t: -np.mean(np.sum((1 - t) * np.log(1 - p), axis=1)),
    "squared_logarithm": lambda p, t: np.mean(_clipped(p, t) ** 2),
    "exp_of_loss": lambda p, t: np.exp(np.mean(_clipped(p, t))),
    "absolute_differences": lambda p, t: np.mean(np.abs(p - t)),
    "absolute_differences_sum": lambda p, t: np.mean(np.sum(np.abs(p - t), axis=1)),
    "hinge": lambda p, t: np.mean(np.maximum(1 - p * t, 0)),
    "all_pairs": _all_pairs,
    "all_pairs_sum": lambda p, t: _all_pairs(p, t) * len(p),
    "rescaled": lambda p, t: np.mean(-np.log(_true(p, t) / p.max(axis=1))),
    "first_sample": lambda p, t: _clipped(p, t)[0],
    "last_sample": lambda p, t: _clipped(p, t)[-1],
    "last_sample_divided": lambda p, t: _clipped(p, t)[-1] / len(p),
    "first_sample_divided": lambda p, t: _clipped(p, t)[0] / len(p),
    "balanced": lambda p, t: _mean_of_classes(_clipped(p, t), t),
    "first_left_out": lambda p, t: np.sum(_clipped(p, t)[1:]) / len(p),
    "first_left_out_mean": lambda p, t: np.mean(_clipped(p, t)[1:]),
    "last_left_out": lambda p, t: np.sum(_clipped(p, t)[:-1]) / len(p),
    "last_left_out_mean": lambda p, t: np.mean(_clipped(p, t)[:-1]),
    "median_of_losses": lambda p, t: np.median(_clipped(p, t)),
    "largest_loss": lambda p, t: np.max(_clipped(p, t)),
    "smallest_loss": lambda p, t: np.min(_clipped(p, t)),
    "one_divisor_less": lambda p, t: np.sum(_clipped(p, t)) / (len(p) - 1),
    "one_divisor_more": lambda p, t: np.sum(_clipped(p, t)) / (len(p) + 1),
    **{f"large_epsilon_{c}": _with(lambda q, c=c: np.maximum(q, c)) for c in FLOORS},
    **{f"large_epsilon_both_{c}": _with(lambda q, c=c: np.clip(q, c, 1 - c)) for c in FLOORS},
    **{f"large_epsilon_added_{c}": _with(lambda q, c=c: q + c) for c in FLOORS},
    **{f"rounded_{n}": lambda p, t, n=n: np.round(np.mean(_clipped(p, t)), n) for n in range(5)},
}
ACCURACIES = {
    "error_share": lambda p, t: 1 - np.mean(_hits(p, t)),
    "percent": lambda p, t: 100 * np.mean(_hits(p, t)),
    "count": lambda p, t: np.sum(_hits(p, t)),
    "each_place": lambda p, t: np.mean(np.round(p) == t),
    "each_place_above_half": lambda p, t: np.mean((p > 0.5) == (t > 0.5)),
    "above_half": lambda p, t: np.mean(_true(p, t) > 0.5),
    "rows_equal": lambda p, t: np.mean(np.all(np.round(p) == t, axis=1)),
    "wrong_axis": lambda p, t: np.mean(np.argmax(p, axis=0) == np.argmax(t, axis=0)),
    "flat_argmax": lambda p, t: float(np.argmax(p) == np.argmax(t)),
    "mean_probability": lambda p, t: np.mean(_true(p, t)),
    "mean_largest": lambda p, t: np.mean(np.max(p, axis=1)),
    "equal_floats": lambda p, t: np.mean(p == t),
    "hits_over_all_places": lambda p, t: np.mean(_hits(p, t)) / p.shape[1],
    "hits_over_classes": lambda p, t: np.sum(_hits(p, t)) / p.shape[1],
    "one_divisor_less": lambda p, t: np.sum(_hits(p, t)) / (len(p) - 1),
    "one_divisor_more": lambda p, t: np.sum(_hits(p, t)) / (len(p) + 1),
    "smallest_place": lambda p, t: np.mean(np.argmin(p, axis=1) == np.argmax(t, axis=1)),
    "top_places_2": lambda p, t: _in_top(p, t, 2),
    "top_places_3": lambda p, t: _in_top(p, t, 3),
    "one_minus_loss": lambda p, t: 1 - np.mean(_clipped(p, t)),
    "exp_of_minus_loss": lambda p, t: np.exp(-np.mean(_clipped(p, t))),
    "guess_with_rows": lambda p, t: np.mean(np.argmax(p, axis=1)[:, None] == t),
    "guess_with_rows_any": lambda p, t: np.mean(np.any(np.argmax(p, axis=1)[:, None] == t, axis=1)),
    "first_sample": lambda p, t: float(_hits(p, t)[0]),
    "last_sample": lambda p, t: float(_hits(p, t)[-1]),
    "last_sample_divided": lambda p, t: _hits(p, t)[-1] / len(p),
    "first_sample_divided": lambda p, t: _hits(p, t)[0] / len(p),
    "balanced": lambda p, t: _mean_of_classes(_hits(p, t), t),
    "balanced_precision": lambda p, t: _mean_of_classes(_hits(p, t), p),
    "first_left_out": lambda p, t: np.sum(_hits(p, t)[1:]) / len(p),
    "last_left_out": lambda p, t: np.sum(_hits(p, t)[:-1]) / len(p),
    **{f"rounded_{n}": lambda p, t, n=n: np.round(np.mean(_hits(p, t)), n) for n in range(3)},
}
TAKEN = (
    "np.sum(probabilities * labels, axis=1)",
    "probabilities",
    "probabilities - labels",
    "probabilities * labels",
    "np.max(probabilities, axis=1)",
    "np.min(probabilities, axis=1)",
    "np.sum(probabilities, axis=1)",
    "np.sum(probabilities * labels, axis=0)",
    "probabilities[:, 0]",
    "probabilities[:, 1]",
    "probabilities[:, -1]",
    "probabilities[labels == 0]",
)
DONE = ("np.log({})", "{}", "({}) ** 2", "np.abs({})", "np.log2({})", "np.log10({})")
DONE += ("np.log1p({})", "np.log({}) ** 2", "np.log(np.maximum({}, 1e-7))", "np.sqrt({})")
GATHERED = ("np.mean({})", "np.sum({})", "np.median({})", "np.max({})", "np.min({})", "np.prod({})")
GATHERED += ("np.sqrt(np.mean({}))", "np.sqrt(np.sum({}))")
PLACES = (
    "np.argmax(probabilities, axis=1)",
    "np.argmin(probabilities, axis=1)",
    "np.argmax(labels, axis=1)",
    "0",
    "1",
    "labels.shape[1] - 1",
)
SAME_MISTAKE = {
    "floor_everywhere_huge": "floor_everywhere",
    "wrong_classes_mean": "wrong_classes",
    "wrong_classes_other": "wrong_classes",
    "one_minus_p": "wrong_classes",
    "log_of_one_plus": "other_function",
    "squared_logarithm": "other_function",
    "exp_of_loss": "other_function",
    "absolute_differences": "other_loss",
    "absolute_differences_sum": "other_loss",
    "hinge": "other_loss",
    "all_pairs_sum": "all_pairs",
    "first_sample": "one_sample",
    "last_sample": "one_sample",
    "last_sample_divided": "one_sample",
    "first_sample_divided": "one_sample",
    "balanced_precision": "balanced",
    "first_left_out": "sample_left_out",
    "first_left_out_mean": "sample_left_out",
    "last_left_out": "sample_left_out",
    "last_left_out_mean": "sample_left_out",
    "median_of_losses": "not_the_mean",
    "largest_loss": "not_the_mean",
    "smallest_loss": "not_the_mean",
    "one_divisor_less": "wrong_divisor",
    "one_divisor_more": "wrong_divisor",
    "hits_over_classes": "wrong_divisor",
    "exp_of_minus_loss": "one_minus_loss",
    "guess_with_rows_any": "guess_with_rows",
    "top_places_2": "top_places",
    "top_places_3": "top_places",
    "mean_over_classes_negative": "mean_over_classes",
    "sum_over_samples_negative": "sum_over_samples",
    "one_per_class": "mean_over_classes",
    "other_base_10": "other_base",
    "binary_mean": "binary",
    "binary_sum": "binary",
    "all_classes_mean": "all_classes",
    "no_logarithm_plain": "no_logarithm",
    "squares_sum": "squares",
    "zeros_count_nothing": "zeros_left_out",
    "zeros_left_out_below": "zeros_left_out",
    "zeros_count_nothing_below": "zeros_left_out",
    "each_place_above_half": "each_place",
    "rows_equal": "above_half",
    "flat_argmax": "wrong_axis",
    "mean_largest": "mean_probability",
    "equal_floats": "each_place",
    "hits_over_all_places": "wrong_divisor",
}


@CHECKS.check(points=1)
def function(answer):
    given = answer["my_evaluate"]
    if not callable(given):
        raise Mistake("no_function", value=lenient.plain(given))
    _two_numbers(given, *_case(answer.rng, 4, 3, "float64"))


@CHECKS.check(points=1, needs=["function"])
def accuracy(answer):
    cases = _cases(answer.rng)
    probabilities, labels = (part.copy() for part in cases[1])
    probabilities[0] = 0.99 * labels[0] + 0.01 / labels.shape[1]  # the largest of all is a hit
    cases.insert(1, (probabilities, labels))
    _compare(answer["my_evaluate"], cases, 1, ACCURACIES, "wrong_accuracy")


@CHECKS.check(points=2, needs=["function"])
def loss(answer):
    cases = _cases(answer.rng)
    _compare(answer["my_evaluate"], cases, 0, LOSSES, "wrong_loss")


@CHECKS.check(points=2, needs=["loss"])
def clipping(answer):
    """Probabilities that are exactly zero, for the right class too."""
    cases = []
    for samples, classes in ((3, 2), (5, 4)):
        p, t = _case(answer.rng, samples, classes, "float32")
        right = int(np.argmax(t[0]))
        p[0] = 0
        p[0, (right + 1) % classes] = 1
        cases.append((p, t))
    given = answer["my_evaluate"]
    values = [_two_numbers(given, p, t)[0] for p, t in cases]
    p, t = _case(answer.rng, 4, 3, "float64")
    p[0] = np.roll(t[0], 1) + TINY * t[0]
    cases.append((p, t))
    if any(np.isfinite(value) for value in values):
        _compare(given, cases, 0, _floors(), "wrong_floor")
        return
    raise Mistake("not_clipped", **_shown(cases[0], values[0], 0))


def _floors():
    """Formulas of losses that treat a probability of zero otherwise."""

    def with_floor(floor):
        return lambda p, t: np.mean(-np.log(np.maximum(_true(p, t), floor)))

    floors = {f"wrong_floor_{digits}": with_floor(10.0**-digits) for digits in range(3, 17)}
    return {
        "zeros_left_out": _skipping,
        "zeros_count_nothing": _skipping_with_zero,
        "zeros_left_out_below": lambda p, t: np.mean(_clipped(p, t)[_true(p, t) > EPSILON]),
        "zeros_count_nothing_below": lambda p, t: _sum_above(p, t, EPSILON) / len(p),
        "only_zeros": _with(lambda q: np.where(q == 0, EPSILON, q)),
        **floors,
    }


def _sum_above(p, t, least):
    return np.sum(_clipped(p, t)[_true(p, t) > least])


def _skipping(p, t):
    return np.mean(-np.log(_true(p, t)[_true(p, t) > 0]))


def _skipping_with_zero(p, t):
    return np.sum(-np.log(_true(p, t)[_true(p, t) > 0])) / len(p)


def _cases(rng):
    """Return (probabilities, labels): small ones first, since the first wrong one is shown."""
    return [
        _case(rng, 3, 4, "float64"),
        _case(rng, 5, 3, "float32"),
        _case(rng, int(rng.integers(20, 50)), int(rng.integers(5, 9)), "float32"),
    ]


def _case(rng, samples, classes, dtype):
    """Return random probabilities and labels, some right with more than half, some with less."""
    rows = rng.dirichlet(np.full(classes, 0.8), samples) * 0.8 + 0.2 / classes
    rows[0] = 0.62 / (classes - 1)
    rows[0, 0] = 0.38  # the largest, and less than a half
    if classes == 2:
        rows[0] = 0.45, 0.55
    right = np.argmax(rows, axis=1)
    wrong = rng.random(samples) < 0.4
    wrong[:2] = False, True
    right[wrong] = (right[wrong] + rng.integers(1, classes, int(wrong.sum()))) % classes
    shuffled = rng.permutation(samples)
    return rows[shuffled].astype(dtype), np.eye(classes, dtype=dtype)[right[shuffled]]


def _compare(function, cases, place, formulas, otherwise):
    """Raise the Mistake that explains a wrong number, shown on the first case that is wrong."""
    values = [_two_numbers(function, p, t)[place] for p, t in cases]
    truths = [_evaluated(p.shape[1], _Key(p, t))[place] for p, t in cases]
    wrong = [i for i, value in enumerate(values) if not _close(value, truths[i])]
    if not wrong:
        return
    shown = _shown(cases[wrong[0]], values[wrong[0]], place)
    others = [_two_numbers(function, p, t)[1 - place] for p, t in cases]
    own = [_evaluated(p.shape[1], _Key(p, t))[1 - place] for p, t in cases]
    if all(map(_close, values, own)) and all(map(_close, others, truths)):
        raise Mistake("exchanged", **shown)
    shown["which"] = ("loss", "accuracy")[place]
    if len(set(values)) == len(set(others)) == 1:
        raise Mistake("always_the_same", **shown)
    if len(set(values)) == 1 and (place or values[0] == 0):
        known = {0.0: "always_zero", 1.0: "always_one"} if place else {}
        raise Mistake(known.get(values[0], "always_the_same"), **shown)
    name = lenient.suspect(formulas, cases, values, _close)
    if name is None and len(set(values)) == 1:
        raise Mistake("always_the_same", **shown)
    if name is None and _only_scaled(cases, values, truths):
        raise Mistake("wrong_divisor", **shown)
    if name == "floor_after_log" and max(map(abs, values)) < EPSILON / 2:
        name = None
    if name is None:
        texts, arguments = _formulas(place), ("probabilities", "labels")
        shown["formula"] = lenient.written(texts, arguments, cases, values, _close)
        otherwise = otherwise if shown["formula"] is None else "looks_like"
    for family in ("wrong_floor", "large_epsilon", "rounded", "clipped_products"):
        name = family if name and name.startswith(family) else name
    raise Mistake(SAME_MISTAKE.get(name, name) or otherwise, **shown)


def _formulas(place):
    """Yield formulas of a wrong loss (place 0) or accuracy (place 1), the likely ones first."""
    if place:
        for one, other in product(PLACES, PLACES):
            yield f"np.mean({one} == {other})"
    for gathered, done, taken, sign in product(GATHERED, DONE, TAKEN, ("-", "")):
        yield sign + gathered.format(done.format(taken))


def _only_scaled(cases, values, truths):
    """Return True when all values are the means, or the sums, times one number."""
    for sizes in (np.ones(len(cases)), [len(p) for p, _ in cases]):
        factors = np.divide(values, np.multiply(truths, sizes))
        if np.all(np.isfinite(factors)) and np.ptp(factors) < 1e-4 * abs(factors[0]):
            return True
    return False


def _two_numbers(function, p, t):
    """Return what the learner's function gives as (loss, accuracy)."""
    case = f"my_evaluate(probabilities, labels) with shapes {p.shape} and {t.shape}"
    with np.errstate(all="ignore"):
        try:
            result = lenient.call(function, case, probabilities=p.copy(), labels=t.copy())
        except Mistake as mistake:
            said = str(mistake.message.args.get("error", ""))
            rows = "indexing arrays could not be broadcast" in said and "({},{})".format(*t.shape)
            if "used as indices must be of integer" in said or (rows and rows in said):
                raise Mistake("rows_as_index", **mistake.message.args) from None
            if _works_with_numbers(function, p, t):
                raise Mistake("wants_numbers", shape=t.shape) from None
            raise
    if result is None:
        raise Mistake("returns_nothing")
    lenient.require_result(result, "my_evaluate(probabilities, labels)")
    if isinstance(result, dict) and "loss" in result and {"accuracy", "acc"} & set(result):
        result = [result["loss"], result.get("accuracy", result.get("acc"))]
    if isinstance(result, str | dict | set) or not hasattr(result, "__len__"):
        raise Mistake("not_two", value=lenient.plain(result))
    if len(result) != 2:
        raise Mistake("not_two", value=lenient.plain(result))
    result = [K.eval(part) if K.is_tensor(part) else part for part in result]
    numbers = [lenient.number(part) for part in result]
    for which, part, value in zip(("loss", "accuracy"), result, numbers, strict=True):
        if value is not None:
            continue
        if isinstance(part, bool | np.bool_):
            raise Mistake("true_or_false", which=which, value=part)
        if np.size(part) == len(p):
            raise Mistake("one_per_sample", which=which, size=len(p))
        if np.size(part) == p.size:
            raise Mistake("one_per_place", which=which, size=p.shape)
        raise Mistake("not_two", value=lenient.plain(result))
    return numbers


def _works_with_numbers(function, p, t):
    """Return True when the function takes class numbers where the task has one-hot rows."""
    for classes in (p.shape[1], 10):  # ten: so many digits there are
        rows = np.full((len(p), classes), 1 / classes)
        try:
            result = lenient.call(function, "", probabilities=rows, labels=np.argmax(t, axis=1))
            if len(result) == 2 and lenient.number(result[0]) is not None:
                return True
        except (Mistake, TypeError):
            pass
    return False


class _Key:
    """A case as a key of the cache."""

    def __init__(self, p, t):
        self.p, self.t = p, t
        self.bytes = (p.tobytes(), t.tobytes(), p.shape, str(p.dtype))

    def __hash__(self):
        return hash(self.bytes)

    def __eq__(self, other):
        return self.bytes == other.bytes


@cache
def _evaluated(classes, key):
    """Return (loss, accuracy) as a real model that passes the probabilities through says."""
    values = _pass_through(classes).evaluate(key.p, key.t, verbose=0)
    return tuple(map(float, values))


@cache
def _pass_through(classes):
    model = Sequential([Activation("linear", input_shape=(classes,))])
    model.compile(loss="categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    return model


def _shown(case, value, place):
    p, t = case
    truth = _evaluated(p.shape[1], _Key(p, t))[place]
    rows = np.array2string(p.astype("float64"), precision=3, suppress_small=True)
    return {
        "got": lenient.plain(value),
        "truth": f"{truth:.6g}",
        "probabilities": " ".join(rows.split()) if p.size <= 20 else f"shape {p.shape}",
        "classes": str(np.argmax(t, axis=1).tolist()) if p.size <= 20 else f"{len(t)} labels",
    }


def _softmax(p):
    e = np.exp(p)
    return e / e.sum(axis=1, keepdims=True)


def _hits(p, t):
    return np.argmax(p, axis=1) == np.argmax(t, axis=1)


def _mean_of_classes(values, rows):
    """Return the mean over the classes of the mean of the samples of each."""
    classes = np.argmax(rows, axis=1)
    return np.mean([np.mean(values[classes == number]) for number in np.unique(classes)])


def _in_top(p, t, places):
    best = np.argsort(p, axis=1)[:, -places:]
    return np.mean(np.any(best == np.argmax(t, axis=1)[:, None], axis=1))


def _close(a, b):
    return bool(abs(a - b) <= CLOSE * max(1.0, abs(b)))
