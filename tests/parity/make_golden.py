"""Record the golden files of tests/parity from Keras 2.2.4.

    python -m tests.parity.make_golden --keras FOLDER [--only core,fit]

FOLDER holds Keras 2.2.4 (see keras_224.py: it runs on TensorFlow 2's v1 interface). Writes
data/<family>.npz and data/manifest.json. The numbers of a case come from its name and SEED, so
recording twice gives the same files, up to the last bits of TensorFlow on another machine.
"""
import argparse
import hashlib
import json
import os
import platform
import traceback

import numpy as np

from tests.parity import keras_224, store
from tests.parity.families import DRAWN_AGAIN, FAMILIES
from tests.parity.source import Drawn

SEED = 20190418
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")


def record(keras, cases, observe, keep):
    """``{case: (arrays, facts)}``, and the cases that the oracle could not compute."""
    found, failed = {}, {}
    for case in cases:
        if case.name in found or case.name in failed:
            raise ValueError(f"{case.name}: case names must be unique within a family.")
        source = Drawn(SEED, case.name)
        np.random.seed(SEED)
        try:
            arrays, facts = observe(keras, case, source)
        except Exception as error:
            failed[case.name] = f"{type(error).__name__}: {error}"
            traceback.print_exc()
            continue
        clash = set(source.arrays) & set(arrays)
        if clash:
            raise ValueError(f"{case.name}: {sorted(clash)} are both given and observed.")
        found[case.name] = (dict(source.arrays, **arrays) if keep else arrays, facts)
    return found, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keras", required=True, help="folder with Keras 2.2.4")
    parser.add_argument("--only", default=",".join(FAMILIES), help="families, by commas")
    options = parser.parse_args()
    keras = keras_224.load(options.keras)
    path = os.path.join(DATA, "manifest.json")
    manifest = {"files": {}}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
    import tensorflow
    manifest.update(keras=keras.__version__, tensorflow=tensorflow.__version__,
                    numpy=np.__version__, python=platform.python_version(), seed=SEED)
    for family in options.only.split(","):
        cases, observe = FAMILIES[family]
        found, failed = record(keras, cases, observe, family not in DRAWN_AGAIN)
        target = os.path.join(DATA, family + ".npz")
        store.save(target, found)
        with open(target, "rb") as file:
            content = file.read()
        manifest["files"][family] = {
            "cases": len(found), "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "not_recorded": failed}
        print(f"{family:14} {len(found):4} cases {len(content):7} bytes", flush=True)
        for name, error in failed.items():
            print(f"    NOT RECORDED {name}: {error[:300]}")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
