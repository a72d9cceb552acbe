"""The command line of the comparison; see docs/performance.md."""
import argparse
import os
import subprocess
import time

from benchmarks import peers, report
from benchmarks.machine import describe
from benchmarks.rows import ROWS
from benchmarks.timing import measure_cold, measure_row

PEERS = ("kerastutor", "tf_keras", "torch", "torch_channels_last")
PACKAGES = {"kerastutor": ("numpy", "numba"), "tf_keras": ("tf_keras", "tensorflow_cpu"),
            "torch": ("torch",)}


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py",
        description="Compare kerastutor with tf_keras and PyTorch on this machine.")
    parser.add_argument("--setup-peers", action="store_true",
                        help="install the peers into benchmarks/.peers first")
    parser.add_argument("--python", help="interpreter that has the peers (else "
                        f"${peers.VARIABLE}, else benchmarks/.peers)")
    parser.add_argument("--rows", default=",".join(ROWS), help="by commas: %(default)s")
    parser.add_argument("--peers", default=",".join(PEERS), help="by commas: %(default)s")
    parser.add_argument("--metrics", default="", help="time only these, by commas")
    parser.add_argument("--reps", type=int, default=7, help="timed repetitions (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.3,
                        help="length of a repetition (%(default)s)")
    parser.add_argument("--cold-reps", type=int, default=3,
                        help="cold starts of each kind; 0 leaves them out (%(default)s)")
    parser.add_argument("--quiet", type=float, default=1.0,
                        help="seconds to wait for an idle machine before each (%(default)s)")
    parser.add_argument("--priority", type=int, default=0,
                        help="priority of the timed processes, for a busy machine and root")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one answer")
    options = parser.parse_args(arguments)
    options.rows = chosen(parser, "--rows", options.rows, ROWS)
    options.peers = chosen(parser, "--peers", options.peers, PEERS)
    return options


def chosen(parser, option, text, known):
    names = [name for name in text.split(",") if name]
    for name in names:
        if name not in known:
            parser.error(f"{option}: each name must be one of {', '.join(known)}, got {name!r}.")
    return names


def versions(pythons):
    """Versions of what takes part, asked of each interpreter."""
    found = {}
    for peer, python in pythons.items():
        for package in PACKAGES.get(peer, ()):
            code = f"from importlib.metadata import version; print(version({package!r}))"
            answer = subprocess.run([python, "-c", code], capture_output=True, text=True)
            found[package] = answer.stdout.strip() or "unknown"
    return found


def main(arguments=None):
    options = parse(arguments)
    if options.setup_peers:
        peers.set_up()
    pythons, missing = {}, {}
    for peer in options.peers:
        python = peers.interpreter(peer, options.python)
        reason = peers.missing(peer, python)
        if reason:
            missing[peer] = reason
            print(f"left out: {peer} ({reason})", flush=True)
        else:
            pythons[peer] = python
    result = {"machine": describe(), "versions": versions(pythons), "missing": missing,
              "settings": {"reps": options.reps, "seconds": options.seconds}, "rows": {}}
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    for name in options.rows:
        row = ROWS[name]
        if options.metrics:
            row = row._replace(metrics=tuple(m for m in row.metrics
                                             if m in options.metrics.split(",")))
        taking_part = {peer: python for peer, python in pythons.items()
                       if peer != "torch_channels_last" or len(row.shape) == 3}
        print(f"measuring {row.title} ...", flush=True)
        result["rows"][name] = measure_row(row, taking_part, options)
        path = report.save(result, stamp)
    if options.cold_reps:
        print("measuring cold starts ...", flush=True)
        result["cold"] = measure_cold(pythons, options)
    path = report.save(result, stamp)
    print()
    print("\n".join(report.lines(result)))
    print()
    print("written: " + os.path.relpath(path))
    if "kerastutor" not in pythons:
        return
    try:
        drawn = report.picture(result, path[:-len(".json")] + ".png")
        print("written: " + os.path.relpath(drawn))
    except ImportError:
        print("no picture: matplotlib is not installed")
