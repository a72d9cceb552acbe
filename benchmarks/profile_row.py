"""Where the time of a row goes: `python benchmarks/profile_row.py <row>` (see --help).

Every kernel call of the row's training step (or prediction) is timed on one thread, and compared
with what this machine's matrix product and memory can do.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from benchmarks.keras_side import KerasSide  # noqa: E402
from benchmarks.limits import memory_gigabytes, peak_gflops  # noqa: E402
from benchmarks.rows import ROWS  # noqa: E402
from kerastutor.runtime import profile  # noqa: E402


def step(side, training):
    """(function, list of what it is fed with) of one training step, or one prediction."""
    model = side.model
    if training:
        model.train_on_batch(side.xb, side.yb)
        data = model._training_data(side.xb, side.yb)
        return model.train_function, sum(data, []) + model._train_phase
    model.predict_on_batch(side.xb)
    return model.predict_function, model._standardize_user_data(side.xb)[0] + model._predict_phase


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/profile_row.py", description=__doc__)
    parser.add_argument("row", choices=list(ROWS))
    parser.add_argument("--predict", action="store_true", help="one prediction, not one step")
    parser.add_argument("--by", default="op", choices=("op", "kernel", "phase"))
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    row = ROWS[options.row]
    side = KerasSide("kerastutor", row, samples=row.batch)
    function, fed = step(side, row.trains and not options.predict)
    made = profile(function, fed, options.repeats)
    gflops, gigabytes = peak_gflops(), memory_gigabytes()
    print(f"{row.title}; one thread does {gflops:.0f} GFLOP/s (matrix product of 1024 x 1024) and "
          f"{gigabytes:.0f} GB/s (copy)")
    print(made.table(options.by, gflops, gigabytes))


if __name__ == "__main__":
    main()
