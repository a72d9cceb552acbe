"""What each row must compute: losses of its first steps, and predictions after them.

expected.json holds them, computed in float64 by PyTorch from the weights and data of rows.py.
After editing rows.py:

    python -m benchmarks.expected [--python interpreter with torch] [row ...]
"""
import argparse
import json
import os
import tempfile

import numpy as np

from benchmarks import describe, peers, timing
from benchmarks.rows import CLOSE, ROWS

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json")


def load():
    """The expected numbers: ``{row: {"losses": [...], "predictions": [...]}}``."""
    with open(PATH, encoding="utf-8") as file:
        return json.load(file)


def check(row, losses, predictions):
    """Raise ValueError unless these are the row's numbers."""
    for key, values in (("losses", losses), ("predictions", predictions)):
        expected = load()[row.name][key]
        margin = CLOSE * np.max(np.abs(expected), initial=0)
        if len(values) != len(expected) or not np.allclose(values, expected, CLOSE, margin):
            raise ValueError(f"{row.name}: {key} must be about {np.round(expected[:5], 5)}, "
                             f"got {np.round(values[:5], 5)}: not the same computation.")


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
    """A row's numbers, from a PyTorch process."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "description.json")
        describe.write(row, path)
        process = timing.Process("torch", row, python, path)
        reply = process.ask(1000, do="expected")
        process.close()
    if reply is None:
        raise RuntimeError(f"{row.name}: {process.error}")
    return {key: [float(f"{v:.7g}") for v in values] for key, values in reply.items()}


if __name__ == "__main__":
    main()
