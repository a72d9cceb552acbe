"""The command line of the comparison; see docs/performance.md."""
import argparse
import json
import os
import subprocess
import tempfile
import time

from benchmarks import describe, peers, report
from benchmarks.machine import describe as machine
from benchmarks.rows import ROWS
from benchmarks.timing import measure_cold, measure_row

COLD = ("import", "mlp_b32", "mnist_cnn", "imdb_lstm")
MEMORY = ("vgg_like", "bn_block")          # fresh processes for their memory only
COLD_PEERS = ("kerastutor", "tf_keras", "torch")


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py",
        description="Compare kerastutor with tf_keras, Keras 3 and PyTorch on this machine.")
    parser.add_argument("--setup-peers", action="store_true",
                        help="install the peers into benchmarks/.peers first")
    parser.add_argument("--python", help="interpreter that has the peers (else "
                        f"${peers.VARIABLE}, else benchmarks/.peers)")
    parser.add_argument("--rows", default=",".join(ROWS), help="by commas: %(default)s")
    parser.add_argument("--peers", default=",".join(peers.PEERS), help="by commas: %(default)s")
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
    parser.add_argument("--hold", default="", help="command that runs during repetitions, such as "
                        "'flock machine.lock cat'")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one repetition")
    parser.add_argument("--setup-timeout", type=float, default=900,
                        help="seconds for the check, and for the set-up (%(default)s)")
    parser.add_argument("--add-to", help="JSON file to write; the other rows in it are kept")
    options = parser.parse_args(arguments)
    options.rows = chosen(parser, "--rows", options.rows, ROWS)
    options.peers = chosen(parser, "--peers", options.peers, peers.PEERS)
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
        for package in peers.PEERS[peer].packages:
            code = f"from importlib.metadata import version; print(version({package!r}))"
            answer = subprocess.run([python, "-c", code], capture_output=True, text=True)
            found[package] = answer.stdout.strip() or "unknown"
    return found


def metrics_of(row, wanted):
    """The row with only those of its metrics that are wanted (all, when none are named)."""
    names = [name for name in wanted.split(",") if name]
    return row._replace(metrics=tuple(m for m in row.metrics if not names or m in names))


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
    result = {"machine": machine(), "versions": versions(pythons), "missing": missing,
              "settings": {"reps": options.reps, "seconds": options.seconds}, "rows": {}}
    if options.add_to and os.path.exists(options.add_to):
        with open(options.add_to, encoding="utf-8") as file:
            result = json.load(file)
    path = options.add_to or report.path_of(time.strftime("%Y-%m-%d-%H%M%S"))
    with tempfile.TemporaryDirectory() as folder:
        descriptions = {"import": ""}
        for name in dict.fromkeys([*options.rows, *(COLD[1:] if options.cold_reps else ()),
                                   *(MEMORY if options.cold_reps else ())]):
            descriptions[name] = os.path.join(folder, name + ".json")
            describe.write(ROWS[name], descriptions[name])
        for name in options.rows:
            row = metrics_of(ROWS[name], options.metrics)
            if not row.metrics:
                continue
            taking_part = {peer: python for peer, python in pythons.items()
                           if peer != "torch_channels_last" or row.has_images}
            print(f"measuring {row.title} ...", flush=True)
            result["rows"][name] = measure_row(row, taking_part, descriptions[name], options)
            report.save(result, path)
        if options.cold_reps:
            print("measuring fresh processes ...", flush=True)
            fresh = {peer: python for peer, python in pythons.items() if peer in COLD_PEERS}
            result["cold"] = measure_cold(COLD + MEMORY, fresh, descriptions, options)
            report.save(result, path)
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
