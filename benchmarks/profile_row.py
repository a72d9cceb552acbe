"""Where the time of a row goes: `python benchmarks/profile_row.py <row>` (see --help).

Every kernel call of the row's training step (or prediction) is timed on one thread, and compared
with what this machine's matrix product and memory can do. `all` gives one line for each row: how
near the whole is to these limits, and which ops take most.
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


def limit(flops, size, gflops, gigabytes):
    """Microseconds that arithmetic or memory needs at least, whichever is more."""
    return max(flops / gflops, size / gigabytes) / 1e3


def overview(names, gflops, gigabytes, repeats):
    """Lines of Markdown, one for each row: its work, its part of the limit, its largest ops.

    The part of the limit is the sum over the ops of what each needs at least, divided by what they
    take. It may exceed 100 %: arrays in the cache flow faster, fast algorithms multiply less.
    """
    yield "| model | work on one thread, ms | of the limit | largest ops: share, of the limit |"
    yield "|---|---|---|---|"
    for name in names:
        row = ROWS[name]
        side = KerasSide("kerastutor", row, samples=row.batch)
        made = profile(*step(side, row.trains), repeats)
        ops = [(op or "NumPy", spent, limit(flops, size, gflops, gigabytes))
               for op, spent, _, flops, size in made.by("op")]
        whole = made.microseconds
        most = ", ".join(f"{op} {spent / whole:.0%} ({least / spent:.0%})"
                         for op, spent, least in ops[:4])
        yield (f"| {row.title} | {whole / 1e3:.3g} | {sum(x for _, _, x in ops) / whole:.0%} | "
               f"{most} |")


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/profile_row.py", description=__doc__)
    parser.add_argument("row", choices=[*ROWS, "all"])
    parser.add_argument("--predict", action="store_true", help="one prediction, not one step")
    parser.add_argument("--by", default="op", choices=("op", "kernel", "phase"))
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    if options.row == "all":
        for line in overview(ROWS, peak_gflops(), memory_gigabytes(), options.repeats):
            print(line, flush=True)
        return
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
