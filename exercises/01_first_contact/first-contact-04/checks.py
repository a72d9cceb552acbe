"""Checks of "your own fit": weights and losses of a real fit, and the batches that were fed."""

from functools import cache, partial

import numpy as np

from kerastutor import backend as K
from kerastutor.course import lenient
from kerastutor.course.grading import Checks, Mistake
from kerastutor.layers import Dense
from kerastutor.models import Model, Sequential
from kerastutor.optimizers import SGD

CHECKS = Checks()

CLOSE = 1e-6
_TRAIN_ON_BATCH = Model.train_on_batch
TRAINERS = ("fit", "fit_generator")


class Training:
    """What the learner's function did with a model: the batches it fed, the losses it got."""

    def __init__(self, x, y):
        self.fed, self.targets, self.losses, self.sizes, self.others = [], [], [], [], []
        self.elsewhere = 0  # calls of train_on_batch on other models
        self._rows = [{tuple(row): i for i, row in enumerate(part.tolist())} for part in (x, y)]
        self._dtypes = (x.dtype, y.dtype)

    def note(self, x, y, loss):
        self.fed.append(self._places(0, x))
        self.targets.append(self._places(1, y))
        self.losses.append(float(np.ravel(loss)[0]))
        self.sizes.append(len(self.fed[-1]))

    def _places(self, part, values):
        """Return which samples (or targets) these are; -1 for what is none of them."""
        array = np.atleast_2d(np.asarray(values).astype(self._dtypes[part]))
        return [self._rows[part].get(tuple(row), -1) for row in array.tolist()]


@CHECKS.check(points=1)
def function(answer):
    given = answer["my_fit"]
    if not callable(given):
        raise Mistake("no_function", value=lenient.plain(given))
    for case in _cases(answer.rng)[:2]:
        training, result, _ = _train(given, case)
        lenient.require_result(result, f"my_fit(model, x, y, {case[2]}, {case[3]})")
        if not training.fed and training.elsewhere:
            raise Mistake("trained_another")
        if not training.fed and not training.others:
            raise Mistake("never_trained")
        if not training.fed:
            raise Mistake("used_fit" if set(training.others) & set(TRAINERS) else "never_trained")


@CHECKS.check(points=3, needs=["function"])
def weights(answer):
    for case in _cases(answer.rng):
        training, returned, same = _train(answer["my_fit"], case)
        if set(training.others) & set(TRAINERS):
            raise Mistake("used_fit")
        if not same:
            name = _what_differs(training, case)
            if name == "whole_set":  # a fixed batch size looks like that while the data are few
                case = _cases(answer.rng)[-1]
                training, _, _ = _train(answer["my_fit"], case)
                name = _what_differs(training, case)
            if name == "one_epoch" and np.size(returned) == case[3]:
                name = "data_used_up"  # its loop over the epochs went on, with nothing to train on
            raise Mistake(name, **_said(training, case))


@CHECKS.check(points=2, needs=["weights"])
def losses(answer):
    for case in _cases(answer.rng):
        training, returned, _ = _train(answer["my_fit"], case)
        x, y, batch, epochs = case
        truth = _fitted(case)[0]
        shown = {**_said(training, case), "truth": _list(truth)}
        given = _loss_list(returned, epochs, shown)
        if len(given) != epochs:
            name = "every_batch" if len(given) == len(training.losses) else "number_of_losses"
            name = "one_loss" if len(given) == 1 else name
            raise Mistake(name, got=_list(given), count=len(given), **shown)
        if not np.allclose(given, truth, rtol=1e-5, atol=1e-6):
            name, divisor = _which_losses(given, training, case), None
            if name is None:
                divisor = _divisor(given, training, case)
                name = "other_losses" if divisor is None else "wrong_divisor"
            raise Mistake(name, got=_list(given), divisor=divisor, **shown)


def _cases(rng):
    """Return (x, y, batch_size, epochs), the smallest first: the first wrong one is shown."""

    def case(samples, batch, epochs):
        x = rng.normal(size=(samples, int(rng.integers(2, 4)))).astype(rng.choice(["f4", "f8"]))
        return x, rng.normal(size=(samples, 1)).astype(x.dtype), batch, epochs

    return [
        case(7, 2, 3),
        case(6, 3, 3),
        case(3, 4, 2),
        case(int(rng.integers(50, 60)), int(rng.integers(6, 9)) * 5, int(rng.integers(2, 4))),
    ]


def _train(function, case):
    """Let the learner's function train. Returns its `Training`, its result, equal weights."""
    x, y, batch, epochs = case
    _, start, end = _fitted(case)
    model = _model(x.shape[1])
    _reset(model, start)
    training, optimizer = Training(x, y), model.optimizer
    _listen(model, training)
    call = f"my_fit(model, x, y, {batch}, {epochs}) with {len(x)} samples"
    try:
        with np.errstate(all="ignore"):
            result = lenient.call(
                function, call, model=model, x=x.copy(), y=y.copy(), batch_size=batch, epochs=epochs
            )
        now = model.get_weights()
    finally:
        _stop_listening(model)
        if model.optimizer is not optimizer:
            _model.cache_clear()  # it was compiled again, and is of no use for the next case
            training.others.append("compile")
    same = all(np.allclose(a, b, rtol=0, atol=CLOSE) for a, b in zip(now, end, strict=True))
    return training, result, same


def _listen(model, training):
    real = partial(_TRAIN_ON_BATCH, model)

    def train_on_batch(x, y, *args, **kwargs):
        copies = np.array(x), np.array(y)
        loss = real(x, y, *args, **kwargs)
        training.note(*copies, loss)
        return loss

    train_on_batch.__qualname__ = "Model.train_on_batch"

    def elsewhere(other, *args, **kwargs):
        training.elsewhere += 1
        return _TRAIN_ON_BATCH(other, *args, **kwargs)

    model.train_on_batch = train_on_batch
    Model.train_on_batch = elsewhere
    for name in (*TRAINERS, "test_on_batch", "evaluate"):
        setattr(model, name, _noting(getattr(model, name), name, training))


def _noting(method, name, training):
    def noted(*args, **kwargs):
        training.others.append(name)
        return method(*args, **kwargs)

    return noted


def _stop_listening(model):
    Model.train_on_batch = _TRAIN_ON_BATCH
    for name in ("train_on_batch", *TRAINERS, "test_on_batch", "evaluate"):
        vars(model).pop(name, None)


@cache
def _model(features):
    model = Sequential([Dense(1, input_shape=(features,))])
    model.compile(optimizer=SGD(lr=0.05, momentum=0.9), loss="mean_squared_error")
    model.train_on_batch(np.zeros((1, features)), np.zeros((1, 1)))
    return model


def _reset(model, weights):
    model.set_weights(weights)
    for weight in model.optimizer.weights:
        K.set_value(weight, np.zeros_like(K.get_value(weight)))


def _fitted(case):
    """Return the losses of a real fit, its weights before and after."""
    x, y, batch, epochs = case
    key = x.tobytes(), y.tobytes(), x.shape, str(x.dtype), batch, epochs
    if key not in _FITTED:
        start = [x[:1].T.astype("float32"), np.ones(1, "float32")]
        model = _model(x.shape[1])
        _reset(model, start)
        history = model.fit(x, y, batch_size=batch, epochs=epochs, shuffle=False, verbose=0)
        _FITTED[key] = history.history["loss"], start, model.get_weights()
    return _FITTED[key]


_FITTED = {}


def _what_differs(training, case):
    """Return the id of the message for batches that are not those of fit."""
    fed, right = training.fed, _batches(case)
    samples, batch, epochs = len(case[0]), case[2], case[3]
    steps = len(right) // epochs
    flat = sum(fed, [])
    if -1 in flat:
        return "strange_rows"
    if training.targets != fed:
        return "misaligned"
    if "compile" in training.others:
        return "compiled_again"
    if fed == right:
        return "other_weights"
    if fed == right[:1]:
        return "one_call"
    everything = list(range(samples))
    known = {
        "whole_set": [everything] * len(fed),
        "one_by_one": [[i] for i in everything] * epochs,
        "one_epoch": right[:steps],
        "last_batch_dropped": [ids for ids in right if len(ids) == batch],
        "one_epoch_dropped": [ids for ids in right[:steps] if len(ids) == batch],
        "epochs_inside": [ids for ids in right[:steps] for _ in range(epochs)],
        "batch_of_32": _split(samples, 32) * epochs,
        "first_batch_only": [right[0]] * len(fed),
        "backwards": [ids for ids in right[:steps][::-1]] * epochs,
    }
    for times in (2, 3):
        known["doubled"] = [ids for ids in right for _ in range(times)]
        if fed == known["doubled"]:
            return "doubled"
    for name, batches in known.items():
        if batches and fed == batches:
            return "last_batch_dropped" if name == "one_epoch_dropped" else name
    if len(fed) != len(right) and fed == right[:steps] * (len(fed) // steps):
        return "epochs_off"
    if fed == _split(samples, epochs) * batch:
        return "exchanged"
    return _how_cut(training, case)


def _how_cut(training, case):
    """Return the id of the message for samples that are cut into other batches."""
    fed, right = training.fed, _batches(case)
    samples, batch, epochs = len(case[0]), case[2], case[3]
    steps, everything, flat = len(right) // epochs, list(range(samples)), sum(fed, [])
    starts, lengths = [ids[0] for ids in fed], [len(ids) for ids in fed]
    first = [ids[0] for ids in right][: len(fed)]
    full = [ids for ids in right[:steps] if len(ids) == batch]
    if sorted(flat) == sorted(everything * epochs):
        if flat != everything * epochs:
            return "shuffled" if training.sizes == [len(ids) for ids in right] else "other_sizes"
        if lengths[0] == samples % batch and set(lengths[1:steps]) == {batch}:
            return "rest_first"
        return "runs_over" if set(lengths[:-1]) == {batch} else "other_sizes"
    if any(ids != list(range(ids[0], ids[0] + len(ids))) for ids in fed):
        filled = [ids for ids in fed if ids in right] == full * epochs
        return "last_batch_filled" if filled and set(lengths) == {batch} else "random_batches"
    if fed == full * epochs + right[steps - 1 : steps]:
        return "rest_once"
    if len(fed) > len(right) and fed.count(everything) >= epochs:
        return "whole_set_besides"
    if set(starts) == {0} and len(set(lengths)) > 1:
        return "growing"
    if all(start + length == samples for start, length in zip(starts, lengths, strict=True)):
        return "open_end"
    if set(starts) <= set(first) and lengths[0] in (batch + 1, batch - 1):
        return "wrong_length"
    if starts[0] in (1, batch):
        return "late_start"
    if len(fed) > 1 and 0 < starts[1] - starts[0] < batch:
        return "overlap"
    if set(everything) - set(flat):
        return "samples_missing"
    full_right = all(ids in fed for ids in full)
    return "last_batch_filled" if full_right and set(lengths) == {batch} else "wrong_batches"


def _which_losses(given, training, case):
    """Return the id of the message for losses that are not those of fit."""
    x, batch, epochs = case[0], case[2], case[3]
    each = np.reshape(training.losses, (epochs, -1))
    sizes = np.reshape(training.sizes, (epochs, -1))
    weighted_each = each * sizes
    weighted = weighted_each.sum(axis=1)
    running = np.cumsum(weighted) / np.cumsum(sizes.sum(axis=1))
    known = {
        "plain_mean": each.mean(axis=1),
        "last_loss": each[:, -1],
        "first_loss": each[:, 0],
        "sum_of_losses": each.sum(axis=1),
        "sum_over_samples": weighted,
        "full_weights": each.sum(axis=1) * batch / len(x),
        "full_weights_of_steps": weighted / (batch * each.shape[1]),
        "sum_by_samples": each.sum(axis=1) / len(x),
        "running": running,
        "running_plain": np.cumsum(each.mean(axis=1)) / np.arange(1, epochs + 1),
        "smallest_loss": each.min(axis=1),
        "largest_loss": each.max(axis=1),
        "median_loss": np.median(each, axis=1),
        "overwritten": each[:, -1] * sizes[:, -1] / len(x),
        "overwritten_plain": each[:, -1] / each.shape[1],
        "root": np.sqrt(weighted / len(x)),
        "reversed": (weighted / len(x))[::-1],
        "piling_up": np.cumsum(weighted) / len(x),
        "piling_up_plain": np.cumsum(each.mean(axis=1)),
        "piling_up_sum": np.cumsum(weighted),
        "divided_by_batches": weighted / each.shape[1],
        "evaluated": _evaluated(case),
        "batch_left_out": weighted_each[:, :-1].sum(axis=1) / len(x),
        "batch_left_out_last_plain": _mean(each[:, :-1]),
        "batch_left_out_last": _mean(each[:, :-1], sizes[:, :-1]),
        "batch_left_out_first_sum": weighted_each[:, 1:].sum(axis=1) / len(x),
        "batch_left_out_first_plain": _mean(each[:, 1:]),
        "batch_left_out_first": _mean(each[:, 1:], sizes[:, 1:]),
        "half_mean": (each[:, 0] + each[:, -1]) / 2,
        "sorted_losses": np.sort(weighted / len(x)),
        "epoch_late": np.append(0, (weighted / len(x))[:-1]),
        **_moving_averages(each),
    }
    same = {
        "half_mean": "last_loss",
        "sorted_losses": "reversed",
        "full_weights_of_steps": "full_weights",
        "first_loss": "last_loss",
        "sum_over_samples": "sum_of_losses",
        "running_plain": "running",
        "piling_up_plain": "piling_up",
        "piling_up_sum": "piling_up",
        "smallest_loss": "last_loss",
        "largest_loss": "last_loss",
        "median_loss": "last_loss",
        "overwritten_plain": "overwritten",
    }
    for name, values in known.items():
        if np.allclose(given, values, rtol=1e-5, atol=1e-6):
            for family in ("batch_left_out", "moving_average"):
                name = family if name.startswith(family) else name
            return same.get(name, name)
    if {"evaluate", "test_on_batch"} & set(training.others):
        return "measured_apart"
    if any(np.allclose(given, np.round(weighted / len(x), places)) for places in range(5)):
        return "rounded"
    if epochs > 1 and len(set(given)) == 1:
        return "always_the_same"
    return None


def _mean(losses, sizes=None):
    """Return the mean of each row, weighed by `sizes`; nan where a row is empty."""
    if not losses.shape[1]:
        return np.full(len(losses), np.nan)
    return np.average(losses, axis=1, weights=sizes)


def _moving_averages(each):
    """Return {name: losses by epoch} for averages that forget early batches."""
    found = {}
    for old in (0.5, 0.9, 0.1, 0.99, 0.01):
        for begins in ("loss", "zero"):
            for again in (True, False):  # whether each epoch begins anew
                average, values = None, []
                for losses in each:
                    average = None if again else average
                    for loss in losses:
                        before = (loss if begins == "loss" else 0) if average is None else average
                        average = old * before + (1 - old) * loss
                    values.append(average)
                found[f"moving_average_{old}_{begins}_{again}"] = values
    return found


def _divisor(given, training, case):
    """Return what a sum of the losses was divided by, None when it is no such quotient."""
    x, _, _, epochs = case
    each = np.reshape(training.losses, (epochs, -1))
    for total in ((each * np.reshape(training.sizes, each.shape)).sum(axis=1), each.sum(axis=1)):
        with np.errstate(all="ignore"):
            divisors = total / np.asarray(given)
        if np.all(np.isfinite(divisors)) and np.ptp(divisors) < 1e-4 * abs(divisors[0]):
            return lenient.plain(round(float(divisors[0]), 3))
    return None


def _evaluated(case):
    """Return the losses over all samples after each epoch."""
    x, y, batch, epochs = case
    model = _model(x.shape[1])
    _reset(model, _fitted(case)[1])
    values = []
    for _ in range(epochs):
        for ids in _split(len(x), batch):
            model.train_on_batch(x[ids], y[ids])
        values.append(float(model.evaluate(x, y, verbose=0)))
    return values


def _loss_list(returned, epochs, shown):
    """Return the learner's losses as a list of floats."""
    history = getattr(returned, "history", returned)
    if isinstance(history, dict):
        raise Mistake("a_dict", value=lenient.plain(history), **shown)
    if history is None:
        raise Mistake("no_losses", **shown)
    try:
        losses = np.asarray(history, dtype="float64")
    except (TypeError, ValueError) as error:
        raise Mistake("no_numbers", value=lenient.plain(returned), **shown) from error
    if losses.ndim == 2 and len(losses) == epochs and losses.size > epochs:
        raise Mistake("several_each", value=lenient.plain(returned), **shown)
    return losses.ravel().tolist()


def _split(samples, batch):
    return [list(range(i, min(i + batch, samples))) for i in range(0, samples, batch)]


def _batches(case):
    return _split(len(case[0]), case[2]) * case[3]


def _said(training, case):
    right = _batches(case)
    count = sum(a == b for a, b in zip(training.fed, right, strict=False))
    place = next((i for i, ids in enumerate(right) if training.fed[i : i + 1] != [ids]), len(right))
    apart = [i for i, ids in enumerate(training.fed) if training.targets[i] != ids]
    if -1 not in sum(training.fed, []) and apart:
        place = apart[0]
    return {
        "samples": len(case[0]),
        "batch": case[2],
        "epochs": case[3],
        "calls": len(training.fed),
        "needed": len(right),
        "agree": count,
        "call": place + 1,
        "fed": _ids(training.fed[place : place + 1]),
        "right": _ids(right[place : place + 1]),
        "targets": _ids(training.targets[place : place + 1]),
        "walks": f"{len(training.fed) * case[3] / len(right):.3g}",
        "unseen": _ids([sorted(set(range(len(case[0]))) - set(sum(training.fed, [])))]),
        "start": training.fed[0][0] if training.fed and training.fed[0] else "-",
    }


def _ids(batches):
    if not batches:
        return "-"
    ids = batches[0]
    if len(ids) > 6 and ids == list(range(ids[0], ids[0] + len(ids))):
        return f"{ids[0]} to {ids[-1]}"
    return ", ".join(map(str, ids[:12])) + (" ..." if len(ids) > 12 else "")


def _list(values):
    return ", ".join(f"{value:.4g}" for value in values[:6])
