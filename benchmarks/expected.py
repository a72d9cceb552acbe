"""What each row must compute: losses of its first steps, and predictions after them.

expected.json holds them, computed in float64 by PyTorch from the weights and data of rows.py (with
hard_sigmoid gates by tf_keras). After editing rows.py:

    python -m benchmarks.expected [--python interpreter with torch] [row ...]
"""
import argparse
import json
import os
import tempfile

import numpy as np

from benchmarks import describe, peers, timing
from benchmarks.rows import ROWS

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json")


def load():
    """The expected numbers: ``{row: {"losses": [...], "predictions": [...]}}``."""
    with open(PATH, encoding="utf-8") as file:
        return json.load(file)


def check(row, losses, predictions):
    """How far these are from the row's numbers; ValueError if too far.

    The largest difference, relative to the largest loss or prediction.
    """
    apart, numbers = 0.0, load()[row.name]
    for key, values in (("losses", losses), ("predictions", predictions)):
        expected = np.asarray(numbers[key])
        if len(values) != len(expected):
            raise ValueError(f"{row.name}: {len(expected)} {key} expected, got {len(values)}.")
        if not len(expected):
            continue
        distance = np.max(np.abs(values - expected)) / np.max(np.abs(expected))
        if not distance <= row.close:
            raise ValueError(f"{row.name}: {key} must be {np.round(expected[:5], 5)} to within "
                             f"{row.close:.0e}, got {np.round(values[:5], 5)} ({distance:.1e} "
                             "apart): not the same computation.")
        apart = max(apart, float(distance))
    return apart


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.expected")
    parser.add_argument("rows", nargs="*", default=list(ROWS))
    parser.add_argument("--python")
    options = parser.parse_args()
    numbers = load() if os.path.exists(PATH) else {}
    numbers = {name: numbers[name] for name in ROWS if name in numbers}
    for name in options.rows:
        numbers[name] = calculate(ROWS[name], peers.interpreter("torch", options.python))
        with open(PATH, "w", encoding="utf-8") as file:
            json.dump({name: numbers[name] for name in ROWS if name in numbers}, file, indent=0)
            file.write("\n")
        print(name, flush=True)


def calculate(row, python):
    """A row's numbers, from a process in the interpreter `python`."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "description.json")
        describe.write(row, path)
        peer = "torch" if row.gates == "sigmoid" else "tf_keras"
        process = timing.Process(peer, row, python, path)
        reply = process.ask(1000, do="expected")
        process.close()
    if reply is None:
        raise RuntimeError(f"{row.name}: {process.error}")
    return {key: [float(f"{v:.7g}") for v in values] for key, values in reply.items()}


if __name__ == "__main__":
    main()
