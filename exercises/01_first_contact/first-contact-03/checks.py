"""Checks of "an honest split": every sample still there with its label, the last fifth balanced."""

from collections.abc import Iterator
from functools import cache

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from kerastutor.course import compare, lenient
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
    _positions(given, *_sorted_case(answer.rng, [FEW] * 4))


@CHECKS.check(points=2, needs=["samples"])
def balance(answer):
    alike = answer.rng.integers(150, 200, answer.rng.integers(3, 6))
    alike[0] += alike.sum() % 5 == 0  # a fifth never comes out even
    different = [*answer.rng.permutation([91, 451]), 180]  # the largest never stands last
    for sizes, labels in ((alike, range(10)), (different, [7, 8, 14])):
        x, y = _sorted_case(answer.rng, sizes, labels)
        order = _positions(answer["mix"], x, y)
        cut = int(len(y) * (1 - SPLIT))
        _look_at_the_exam(order, y, cut)


def _sorted_case(rng, sizes, labels=range(10)):
    """Return random samples sorted by class, with so many of each class."""
    labels = np.sort(rng.choice(labels, len(sizes), replace=False))
    y = np.repeat(labels, sizes).astype(rng.choice(["int32", "int64"]))
    x = rng.random((len(y), int(rng.integers(3, 6))))
    places = np.lexsort((rng.random(len(y)), y)).argsort()  # as the classes stand, mixed inside
    x[:, 0] = np.round(x[:, 0], 2) + places  # each row can be told from all others
    return x.astype(rng.choice(["float32", "float64"])), y


def _positions(function, x, y):
    """Return the old position of each sample in the learner's order.

    # Raises
        Mistake: when samples or labels are not what they were.
    """
    case = f"mix(x, y) with {len(y)} samples"
    try:
        result = lenient.call(function, case, x=x.copy(), y=y.copy())
    except Mistake:
        if _takes_parts_in_another_order(function, x, y):
            raise Mistake("split_order", case=case) from None
        raise
    new_x, new_y = _pair(result, x, y)
    if len(new_x) != len(x) or len(new_y) != len(y):
        lost = _lost_classes(y, new_y)
        name = "classes_lost" if lost else "rows_lost"
        name = "rows_added" if min(len(new_x), len(new_y)) > len(x) else name
        name = "outer_data" if {len(new_x), len(new_y)} & {1437, 1797} else name
        raise Mistake(name, samples=len(x), rows=len(new_x), labels=len(new_y), lost=lost)
    where = {tuple(row): index for index, row in enumerate(x.tolist())}
    order = [where.get(tuple(row), -1) for row in new_x.astype(x.dtype).tolist()]
    if -1 in order:
        raise Mistake(_how_rows_changed(x, new_x), **_rows(x, new_x, order))
    if len(set(order)) < len(order):
        twice = max(set(order), key=order.count)
        raise Mistake("rows_repeated", count=order.count(twice), lost=len(x) - len(set(order)))
    _look_at_the_labels(np.array(order), y, new_y)
    return np.array(order)


def _takes_parts_in_another_order(function, x, y):
    """Return True when the function works with a split that gives x, y, x, y."""
    names = getattr(function, "__globals__", {})
    if names.get("train_test_split") is not train_test_split:
        return False

    def other_split(*arrays, **options):
        parts = train_test_split(*arrays, **options)
        return [*parts[::2], *parts[1::2]]

    names["train_test_split"] = other_split
    try:
        new_x, new_y = _pair(lenient.call(function, "", x=x.copy(), y=y.copy()), x, y)
        return len(new_x) == len(new_y) == len(x)
    except Mistake:
        return False
    finally:
        names["train_test_split"] = train_test_split


def _pair(result, x, y):
    """Return the learner's result as two arrays."""
    if result is None:
        raise Mistake("returns_nothing")
    if isinstance(result, Iterator):
        result = list(result)
    try:
        parts = [np.asarray(list(part) if isinstance(part, Iterator) else part) for part in result]
    except (TypeError, ValueError) as error:
        said = {"value": _kind(result), "count": len(x), "shapes": _shapes(result)}
        raise Mistake(_no_pair(result, x), **said) from error
    if len(parts) == 2 and any(part.dtype == object and part.ndim == 0 for part in parts):
        raise Mistake("none_inside", which="new_x" if parts[0].ndim == 0 else "new_y")
    shapes = ", ".join(str(part.shape) for part in parts[:4])
    if len(parts) == 4:
        raise Mistake("four_parts", shapes=shapes)
    if len(parts) != 2 or isinstance(result, dict | str):
        name = _no_pair(result, x)
        value = str(np.shape(parts)) if name == "one_array" else _kind(result)
        raise Mistake(name, value=value, count=len(x), shapes=shapes)
    new_x, new_y = parts
    said = {"shapes": shapes, "x": x.shape, "y": y.shape, "samples": len(x), "rows": len(new_x)}
    name = _wrong_shapes(new_x, new_y, x)
    if name is not None:
        raise Mistake(name, **said)
    return new_x, new_y.reshape(-1)


def _no_pair(result, x):
    """Return the id of the message for a result that is no pair of arrays."""
    if isinstance(result, list | tuple) and len(result) == 2:
        if all(isinstance(part, list | tuple) and len(part) == 2 for part in result):
            return "four_parts"
    if isinstance(result, list | tuple) and len(result) == len(x):
        two = all(isinstance(item, list | tuple) and len(item) == 2 for item in result)
        return "pairs" if two else "one_array"
    return "one_array" if isinstance(result, np.ndarray) else "no_pair"


def _shapes(result):
    """Return the shapes of the arrays in a nested pair as text."""
    parts = [part for pair in result if isinstance(pair, list | tuple) for part in pair]
    return ", ".join(str(part.shape) for part in parts[:4] if isinstance(part, np.ndarray))


def _kind(result):
    size = f" of {len(result)}" if hasattr(result, "__len__") else ""
    return f"{type(result).__name__}{size}"


def _wrong_shapes(new_x, new_y, x):
    """Return the id of the message for shapes that cannot be right, None for those that can."""
    samples, columns = x.shape
    of_samples = [part.ndim == 2 and part.shape[1] == columns for part in (new_x, new_y)]
    of_labels = [part.ndim == 1 or part.shape == (len(part), 1) for part in (new_x, new_y)]
    if (new_x.shape[:1], new_x.ndim) == ((1,), 3) and new_x.shape[1:] == x.shape:
        return "none_as_index"
    if of_labels[0] and of_samples[1]:
        return "exchanged"
    if all(of_labels) and new_x.size != x.size:
        return "y_twice"
    if all(of_samples):
        return "parts_of_x" if len(new_x) + len(new_y) == samples else "x_twice"
    if not of_samples[0]:
        known = {
            (samples, columns + 1): "label_left_in",
            (samples, columns - 1): "column_lost",
            (columns, samples): "transposed",
            (samples * columns,): "flattened",
        }
        lesson = "outer_data" if new_x.ndim == 2 and new_x.shape[1] == 64 else "wrong_shapes"
        return known.get(new_x.shape, lesson)
    if of_labels[1]:
        return None
    return "one_hot" if new_y.ndim == 2 and len(new_y) == len(new_x) else "wrong_shapes"


def _how_rows_changed(x, new_x):
    """Return the id of the message for samples of which some were not there before."""
    if sorted(map(sorted, x.tolist())) == sorted(map(sorted, new_x.tolist())):
        return "columns_shuffled"
    if np.array_equal(np.sort(x, axis=0), np.sort(new_x, axis=0)):
        return "columns_apart"
    if np.array_equal(np.sort(x, axis=None), np.sort(new_x, axis=None)):
        return "pixels_moved"
    if {tuple(row) for row in x[:, 1:].tolist()} == {tuple(row) for row in new_x[:, :-1].tolist()}:
        return "wrong_column"
    again, right = (part[np.argsort(part[:, 0], kind="stable")] for part in (new_x, x))
    found = compare.difference(again, right)
    scaled = found is not None and found.kind in ("scaled", "shifted")
    return "values_changed" if scaled or np.all(np.abs(again - right) <= 1) else "rows_changed"


def _look_at_the_labels(order, y, new_y):
    in_place = np.arange(len(y))
    moved, relabelled = bool(np.any(order != in_place)), bool(np.any(new_y != y))
    if np.array_equal(new_y, y[order]):
        if not moved:
            raise Mistake("unchanged")
        return
    wrong = int(np.flatnonzero(new_y != y[order])[0])
    shown = {"place": wrong, "label": int(y[order[wrong]]), "got": new_y[wrong]}
    if np.array_equal(new_y, order):
        raise Mistake("order_returned", **shown)
    if len(order) <= len(_lessons_labels()) and np.array_equal(new_y, _lessons_labels()[order]):
        raise Mistake("outer_labels", **shown)
    if not np.array_equal(np.sort(new_y), y):
        raise Mistake("labels_changed", **shown)
    if not relabelled:
        raise Mistake("only_x", **shown)
    if not moved:
        raise Mistake("only_y", **shown)
    if np.array_equal(new_y, y[np.argsort(order)]):
        raise Mistake("inverse_order", **shown)
    if any(np.array_equal(np.roll(new_y, by), y[order]) for by in range(1, len(y))):
        raise Mistake("parts_exchanged", **shown)
    raise Mistake("shuffled_apart", **shown)


@cache
def _lessons_labels():
    """Return `y_sorted` of the lesson."""
    return np.sort(train_test_split(load_digits().target, test_size=0.2, random_state=0)[0])


def _look_at_the_exam(order, y, cut):
    """Raise a Mistake unless each class has about its share behind the cut."""
    size, new_y = len(y), y[order]
    shares = _shares(y, new_y[cut:])
    if not any(far for *_, far in shares):
        return
    arguments = {
        "exam": ", ".join(f"{label}: {here}" for label, here, _, _ in shares),
        "fair": ", ".join(f"{label}: {mean:.0f}" for label, _, mean, _ in shares),
        "size": size - cut,
        "moved": int(np.count_nonzero(order != np.arange(size))),
    }
    raise Mistake(_why_unfair(order, new_y, cut, shares), label=new_y[-1], **arguments)


def _shares(y, exam):
    """Return (label, how many are in the exam, how many would be fair, too far from it)."""
    size, shares = len(y), []
    for label, count in zip(*np.unique(y, return_counts=True), strict=True):
        mean = len(exam) * count / size
        spread = np.sqrt(mean * (1 - count / size) * (1 - len(exam) / size))
        here = int(np.sum(exam == label))
        shares.append((label, here, mean, abs(here - mean) > SIGMAS * spread))
    return shares


def _is_far(y, part):
    return any(far for *_, far in _shares(y, part))


def _why_unfair(order, new_y, cut, shares):
    """Return the id of the message for an exam that lacks some classes."""
    size, classes = len(order), len(shares)
    moved = np.count_nonzero(order != np.arange(size))
    blocks = np.count_nonzero(np.diff(new_y)) <= classes
    same_blocks = np.all(np.diff(new_y) >= 0)
    if moved <= 2:
        return "hardly_moved"
    if blocks and not same_blocks:
        return "still_sorted"
    if np.array_equal(np.sort(order[cut:]), np.arange(cut, size)):
        return "cut_too_early"
    if blocks:
        return "still_sorted"
    counts = [here for _, here, _, _ in shares]
    if min(counts) > 0 and max(counts) - min(counts) <= 2:
        return "same_number_each"
    front, middle = new_y[: size - cut], new_y[size - cut : cut]
    if not _is_far(y=new_y, part=front) and _is_far(y=new_y, part=middle):
        return "fair_in_front"
    turns = np.count_nonzero(np.diff(new_y[:cut]))
    if len(np.unique(new_y[cut:])) == 1 and turns > cut // 4:
        return "dealt_out"
    return "unbalanced"


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
