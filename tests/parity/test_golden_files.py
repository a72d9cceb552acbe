"""The golden files are complete, untouched and small."""
import hashlib
import os

import numpy as np
import pytest

from tests.parity import store
from tests.parity.compare import DATA, difference, fits, golden, manifest
from tests.parity.families import DRAWN_AGAIN, FAMILIES
from tests.parity.source import Drawn, make

MANIFEST = manifest()


@pytest.mark.parametrize("family", FAMILIES)
def test_file_is_the_recorded_one(family):
    with open(os.path.join(DATA, family + ".npz"), "rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == MANIFEST["files"][family]["sha256"]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_case_is_recorded(family):
    assert MANIFEST["files"][family]["not_recorded"] == {}
    assert set(golden(family)) == {case.name for case in FAMILIES[family][0]}


@pytest.mark.parametrize("family", [name for name, (cases, _) in FAMILIES.items()
                                    if hasattr(cases[0], "inputs") and name not in DRAWN_AGAIN])
def test_the_inputs_are_those_of_the_cases(family):
    """A case whose inputs were edited without recording again is found here."""
    for case in FAMILIES[family][0]:
        source = Drawn(MANIFEST["seed"], case.name)
        for i, spec in enumerate(case.inputs):
            drawn = make(source, f"in{i}", spec)
            np.testing.assert_allclose(golden(family)[case.name][0][f"in{i}"], drawn,
                                       rtol=1e-6)


def test_manifest_names_the_oracle():
    assert MANIFEST["keras"] == "2.2.4"
    assert {"tensorflow", "numpy", "python", "seed"} <= set(MANIFEST)


def test_the_files_stay_small():
    assert sum(entry["bytes"] for entry in MANIFEST["files"].values()) < 1_000_000


def test_store_round_trip(tmp_path):
    cases = {"a": ({"x": np.arange(6, dtype=np.float32).reshape(2, 3), "n": np.int32(3),
                    "none": np.zeros((0, 2), np.float32)}, {"fact": [1, None]}),
             "b": ({"m": np.array([True, False])}, {})}
    path = tmp_path / "file.npz"
    store.save(path, cases)
    back = store.load(path)
    assert {name: facts for name, (_, facts) in back.items()} == {"a": {"fact": [1, None]},
                                                                  "b": {}}
    for name, (arrays, _) in cases.items():
        assert set(arrays) == set(back[name][0])
        for key, value in arrays.items():
            np.testing.assert_array_equal(back[name][0][key], value)
            assert back[name][0][key].shape == np.shape(value)


def test_comparison_finds_differences():
    one = np.ones(3, np.float32)
    assert difference("out0", one, one) == []
    assert difference("out0", one * 1.001, one)
    assert difference("out0", one[:2], one)
    assert difference("out0", one.astype(np.float64), one)
    assert difference("mask0", np.array([True]), np.array([False]))
    assert difference("moment0", np.array([0, 1.1, -2, 2]), np.array([0, 1, -2, 2]))
    found = np.array([1, 100, 5, -3], np.float32)
    assert difference("digest/out0", found, found) == []
    assert difference("digest/out0", found + np.float32([0, 0, 0.01, 0]), found)
    assert difference("digest/out0", found * np.nan, found)
    assert fits([[3, 4]], [[None, 4]]) and not fits([[3, 5]], [[None, 4]])
    assert not fits([[3]], [[None, 4]])
