"""Compare what kerastutor says about a case with what Keras 2.2.4 said."""
import json
import os
from functools import cache

import numpy as np

from tests.parity import store
from tests.parity.families import DRAWN_AGAIN, FAMILIES
from tests.parity.observe import kind_of
from tests.parity.source import Drawn, Replayed
from tests.tolerances import DIGEST, PARITY

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
# Arguments that get_config of Keras 2.2.4 leaves out, so that a copy of the layer loses them
# (AlphaDropout, LocallyConnected1D). Writing them is no deviation: Keras 2.2.4 accepts them.
FORGOTTEN = {"noise_shape", "seed", "data_format"}
# Drawn when recording, fed to both sides: these arrays are inputs, not results.
GIVEN = ("in", "w", "proj", "target", "given")


@cache
def golden(family):
    """The recorded cases of a family."""
    return store.load(os.path.join(DATA, family + ".npz"))


@cache
def manifest():
    """What the golden files were recorded with."""
    with open(os.path.join(DATA, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def cases(family):
    """The cases of a family with their names, for `pytest.mark.parametrize`."""
    return {"argvalues": FAMILIES[family][0], "ids": [c.name for c in FAMILIES[family][0]]}


def is_given(key):
    return key.rstrip("0123456789") in GIVEN


def check(keras, family, case):
    """Raise AssertionError where `keras` differs from the recorded Keras in this case."""
    recorded, facts = golden(family)[case.name]
    source = (Drawn(manifest()["seed"], case.name) if family in DRAWN_AGAIN
              else Replayed(recorded))
    np.random.seed(manifest()["seed"])      # what draws its own seed draws the same every time
    arrays, own_facts = FAMILIES[family][1](keras, case, source)
    problems = []
    expected = {key: value for key, value in recorded.items() if not is_given(key)}
    if set(arrays) != set(expected):
        problems.append(f"computed but not recorded: {sorted(set(arrays) - set(expected))}, "
                        f"recorded but not computed: {sorted(set(expected) - set(arrays))}")
    for key in sorted(set(arrays) & set(expected)):
        problems += difference(key, np.asarray(arrays[key]), expected[key])
    for key in sorted(set(own_facts) | set(facts)):
        ours, theirs = own_facts.get(key), facts.get(key)
        if key == "config":
            problems += different_config(key, ours, theirs)
        elif not (fits(ours, theirs) if key in ("shapes", "computed") else ours == theirs):
            problems.append(f"{key}: must be {theirs}, got {ours}")
    if problems:
        raise AssertionError("{}/{}\n  {}".format(family, case.name, "\n  ".join(problems)))


def difference(key, value, expected):
    """Where an array is not as recorded: a list of at most one sentence."""
    if value.shape != expected.shape:
        return [f"{key}: shape must be {expected.shape}, got {value.shape}"]
    if value.dtype != expected.dtype:
        return [f"{key}: dtype must be {expected.dtype}, got {value.dtype}"]
    kind = kind_of(key)
    if kind == "moment":
        return different_moments(key, value, expected)
    if kind == "digest":
        return different_digests(key, value, expected)
    tolerance = dict(PARITY[kind])
    if expected.dtype.kind != "f":
        tolerance = PARITY["exact"]
    elif expected.size:
        # Sums of large terms round in proportion to the terms, not to their small results.
        finite = np.abs(expected[np.isfinite(expected)])
        tolerance["atol"] *= max(1.0, float(finite.max(initial=0.0)))
    try:
        np.testing.assert_allclose(value, expected, **tolerance)
    except AssertionError as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        return [f"{key}: {'; '.join(lines[1:4])}\n    got      {short(value)}\n"
                f"    expected {short(expected)}"]
    return []


def different_moments(key, value, expected):
    """Moments of two samples of the same size: equal up to chance."""
    mean, deviation, low, high = expected
    margin = np.array([0.06, 0.04, 0.9, 0.9]) * deviation
    if np.all(np.abs(value - expected) <= margin):
        return []
    return [f"{key}: mean, deviation, minimum, maximum must be about {expected}, got {value}"]


def different_config(where, ours, theirs):
    """Where a configuration is not as recorded: a list of sentences."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        missing = sorted(set(theirs) - set(ours))
        more = sorted(set(ours) - set(theirs) - FORGOTTEN)
        problems = [f"{where}: lacks {missing}, has also {more}"] if missing or more else []
        for key in sorted(set(ours) & set(theirs)):
            problems += different_config(f"{where}.{key}", ours[key], theirs[key])
        return problems
    if isinstance(theirs, list) and isinstance(ours, list) and len(ours) == len(theirs):
        return [problem for i, pair in enumerate(zip(ours, theirs, strict=True))
                for problem in different_config(f"{where}[{i}]", *pair)]
    if isinstance(theirs, float) and isinstance(ours, (int, float)):
        # Some numbers went through float32 there: 0.1 came back as 0.10000000149011612.
        return [] if abs(ours - theirs) <= 1e-7 * abs(theirs) else [
            f"{where}: must be {theirs!r}, got {ours!r}"]
    return [] if ours == theirs and type(ours) is type(theirs) else [
        f"{where}: must be {theirs!r}, got {ours!r}"]


def different_digests(key, value, expected):
    """Sums of parts differ by the rounding of their terms, which grows like a random walk."""
    size, number = expected[:2].astype(np.float64)
    error = np.abs(value.astype(np.float64) - expected)
    worst = float(np.max(error[2:]) / max(size * np.sqrt(number), 1e-30))
    if not (error[1] == 0 and worst <= DIGEST and error[0] <= DIGEST * size):
        return [f"{key}: digests differ by {worst:.2g} of a part's size, rms must be {size:.7g}, "
                f"got {value[0]:.7g}"]
    return []


def fits(ours, theirs):
    """Shapes agree; where Keras did not know a size statically, any size will do."""
    if isinstance(theirs, list):
        return (isinstance(ours, list) and len(ours) == len(theirs)
                and all(fits(a, b) for a, b in zip(ours, theirs, strict=True)))
    return theirs is None or ours == theirs


def short(array):
    return np.array2string(np.asarray(array).ravel()[:12], precision=7, max_line_width=200)
