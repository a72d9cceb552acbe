"""What each row must compute: losses of its first steps, and predictions after them.

expected.json holds them, computed in float64 by PyTorch from the weights and data of rows.py:

    python -m benchmarks.expected          (in an environment with torch; after editing rows.py)
"""
import json
import os

import numpy as np

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
        if len(values) != len(expected) or not np.allclose(values, expected, CLOSE, CLOSE):
            raise ValueError(f"{row.name}: {key} must be about {np.round(expected[:5], 5)}, "
                             f"got {np.round(values[:5], 5)}: not the same computation.")


def main():
    import torch

    from benchmarks.torch_side import TorchSide
    numbers = {}
    for row in ROWS.values():
        losses, predictions = TorchSide("torch", row, dropout=False, dtype=torch.float64).check()
        numbers[row.name] = {"losses": [round(v, 9) for v in losses],
                             "predictions": [round(v, 9) for v in predictions]}
    with open(PATH, "w", encoding="utf-8") as file:
        json.dump(numbers, file, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main()
