"""Checks of "an honest split": every sample still there with its label, the last fifth balanced."""

from collections.abc import Iterator

import numpy as np

from kerastutor.course import lenient
from kerastutor.course.grading import Checks, Mistake

CHECKS = Checks()

SPLIT = 0.2
FEW = 5  # samples of a class in the small case: enough for a split that keeps shares
SIGMAS = 6  # a fair shuffle strays further than this once in a hundred million times


@CHECKS.check(points=2)
def samples(answer):
    given = answer["mix"]
    if not callable(given):
        raise Mistake("no_function", value=lenient.plain(given))
    x, y = _sorted_case(answer.rng, [FEW] * 4)
    _positions(given, x, y)


@CHECKS.check(points=2, needs=["samples"])
def balance(answer):
    alike = answer.rng.integers(150, 200, answer.rng.integers(3, 6))
    different = [*answer.rng.permutation([90, 450]), 180]  # the largest never stands last
    for sizes, classes in ((alike, 10), (different, 40)):
        x, y = _sorted_case(answer.rng, sizes, classes)
        order = _positions(answer["mix"], x, y)
        cut = int(len(y) * (1 - SPLIT))
        _look_at_the_exam(order, y, cut)


def _sorted_case(rng, sizes, classes=10):
    """Return random samples sorted by class, with so many of each class."""
    labels = np.sort(rng.choice(np.arange(classes - 10, classes), len(sizes), replace=False))
    y = np.repeat(labels, sizes).astype(rng.choice(["int32", "int64"]))
    x = rng.random((len(y), int(rng.integers(3, 6))))
    x[:, 0] = np.round(x[:, 0], 2) + np.arange(len(y))  # each row can be told from all others
    return x.astype(rng.choice(["float32", "float64"])), y


def _positions(function, x, y):
    """Return the old position of each sample in the learner's order.

    # Raises
        Mistake: when samples or labels are not what they were.
    """
    case = f"mix(x, y) with {len(y)} samples"
    new_x, new_y = _pair(lenient.call(function, case, x=x.copy(), y=y.copy()), x, y)
    if len(new_x) != len(x) or len(new_y) != len(y):
        name = "outer_data" if {len(new_x), len(new_y)} & {1437, 1797} else "rows_lost"
        lost = _lost_classes(y, new_y)
        name = "classes_lost" if lost and name == "rows_lost" else name
        raise Mistake(name, samples=len(x), rows=len(new_x), labels=len(new_y), lost=lost)
    where = {tuple(row): index for index, row in enumerate(x.tolist())}
    order = [where.get(tuple(row), -1) for row in new_x.astype(x.dtype).tolist()]
    if -1 in order:
        same = sorted(map(sorted, x.tolist())) == sorted(map(sorted, new_x.tolist()))
        raise Mistake("columns_shuffled" if same else "rows_changed", **_rows(x, new_x, order))
    if len(set(order)) < len(order):
        twice = max(set(order), key=order.count)
        raise Mistake("rows_repeated", count=order.count(twice), lost=len(x) - len(set(order)))
    _look_at_the_labels(np.array(order), y, new_y)
    return np.array(order)


def _pair(result, x, y):
    """Return the learner's result as two arrays."""
    if result is None:
        raise Mistake("returns_nothing")
    if isinstance(result, Iterator):
        result = list(result)
    try:
        parts = [np.asarray(list(part) if isinstance(part, Iterator) else part) for part in result]
    except (TypeError, ValueError) as error:
        raise Mistake("no_pair", value=type(result).__name__) from error
    if len(parts) == 2 and any(part.dtype == object and part.ndim == 0 for part in parts):
        raise Mistake("none_inside", which="new_x" if parts[0].ndim == 0 else "new_y")
    shapes = ", ".join(str(part.shape) for part in parts[:4])
    if len(parts) == 4:
        raise Mistake("four_parts", shapes=shapes)
    if len(parts) != 2 or isinstance(result, dict | str):
        raise Mistake("no_pair", value=f"{type(result).__name__} of {len(parts)}")
    new_x, new_y = parts
    if new_y.ndim == 2 and new_y.shape[1] == x.shape[1] and new_x.size == len(new_x):
        raise Mistake("exchanged", shapes=shapes)
    if new_x.ndim != 2 or new_x.shape[1] != x.shape[1]:
        name = "outer_data" if new_x.ndim == 2 and new_x.shape[1] == 64 else "wrong_shapes"
        raise Mistake(name, shapes=shapes, x=x.shape, y=y.shape, samples=len(x), rows=len(new_x))
    if new_y.shape == new_x.shape and np.array_equal(np.sort(new_y, 0), np.sort(new_x, 0)):
        raise Mistake("x_twice", shapes=shapes)
    if new_y.ndim == 0 or new_y.size != len(new_y):
        raise Mistake("wrong_shapes", shapes=shapes, x=x.shape, y=y.shape)
    return new_x, new_y.reshape(-1)


def _look_at_the_labels(order, y, new_y):
    in_place = np.arange(len(y))
    moved, relabelled = bool(np.any(order != in_place)), bool(np.any(new_y != y))
    if np.array_equal(new_y, y[order]):
        if not moved:
            raise Mistake("unchanged")
        return
    wrong = int(np.flatnonzero(new_y != y[order])[0])
    shown = {"place": wrong, "label": int(y[order[wrong]]), "got": new_y[wrong]}
    if not np.array_equal(np.sort(new_y), y):
        raise Mistake("labels_changed", **shown)
    if not relabelled:
        raise Mistake("only_x", **shown)
    if not moved:
        raise Mistake("only_y", **shown)
    raise Mistake("shuffled_apart", **shown)


def _look_at_the_exam(order, y, cut):
    """Raise a Mistake unless each class has about its share behind the cut."""
    size, new_y = len(y), y[order]
    exam = new_y[cut:]
    shares = []
    for label, count in zip(*np.unique(y, return_counts=True), strict=True):
        mean = len(exam) * count / size
        spread = np.sqrt(mean * (1 - count / size) * (1 - len(exam) / size))
        here = int(np.sum(exam == label))
        shares.append((label, here, mean, abs(here - mean) > SIGMAS * spread))
    if not any(far for *_, far in shares):
        return
    arguments = {
        "exam": ", ".join(f"{label}: {here}" for label, here, _, _ in shares),
        "fair": ", ".join(f"{label}: {mean:.0f}" for label, _, mean, _ in shares),
        "size": len(exam),
    }
    if np.array_equal(np.sort(order[cut:]), np.arange(cut, size)):
        raise Mistake("cut_too_early", **arguments)
    if np.count_nonzero(np.diff(new_y)) == len(shares) - 1:
        raise Mistake("still_sorted", **arguments)
    turns = np.count_nonzero(np.diff(new_y[:cut]))
    if len(np.unique(exam)) == 1 and turns > cut // 4:
        raise Mistake("dealt_out", label=exam[0], **arguments)
    raise Mistake("unbalanced", **arguments)


def _lost_classes(y, new_y):
    """Name the classes of `y` that do not come back, when all samples of others do."""
    lost = sorted(set(y.tolist()) - set(new_y.tolist()))
    kept = np.count_nonzero(~np.isin(y, lost))
    return ", ".join(map(str, lost)) if kept == len(new_y) else ""


def _rows(x, new_x, order):
    """Say the first row that was not there before, and one that was."""
    return {
        "got": np.array2string(new_x[order.index(-1)], precision=3),
        "was": np.array2string(x[order.index(-1)], precision=3),
    }
