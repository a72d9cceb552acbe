"""Timed repetitions, taken in turn: A B C A B C ..., one process each, one at work at a time."""
import json
import os
import select
import statistics
import subprocess
import tempfile
import time

from benchmarks.machine import busy_seconds, raise_priority, wait_until_quiet
from benchmarks.peers import ROOT

DISTURBED = 0.06        # share of the machine that others may use during a repetition
TICK = 0.02             # seconds: how finely the system counts CPU time


class Process:
    """A worker process; `error` says why it is no longer there."""

    def __init__(self, peer, row, python, options):
        self.peer, self.error = peer, None
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [python, "-m", "benchmarks.worker", peer, row.name], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        raise_priority(self.process.pid, options.priority)

    def ask(self, timeout, **command):
        """Send a command; the answer, or None after an error."""
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], timeout)[0]:
                raise RuntimeError(f"no answer within {timeout} s")
            line = self.process.stdout.readline()
            if not line:
                code = self.process.wait()
                raise RuntimeError(f"the process ended ({code}): {self.last_words()}")
            reply = json.loads(line)
        except (OSError, RuntimeError) as error:
            reply = {"ok": False, "error": str(error)}
        if not reply.pop("ok"):
            self.error = reply["error"]
            self.close()
            return None
        return reply

    def last_words(self):
        self.log.seek(0)
        return " ".join(self.log.read().split()[-40:])

    def close(self):
        self.process.kill()
        self.process.wait()


def measure_row(row, pythons, options):
    """Check that every peer computes the row's numbers, then time them: ``{peer: result}``."""
    results = {peer: {"error": None, "metrics": {}} for peer in pythons}
    processes = []
    try:
        for peer, python in pythons.items():
            process = Process(peer, row, python, options)
            processes.append(process)
            checked = process.ask(options.timeout, do="check")
            if checked:
                results[peer].update(checked)
                results[peer].update(process.ask(options.timeout, do="setup") or {})
        samples = time_in_turn(row, processes, options)
        for process in processes:
            if not process.error:
                memory = process.ask(options.timeout, do="memory")
                results[process.peer]["rss_mb"] = memory and memory["rss_mb"]
            results[process.peer]["error"] = process.error
    finally:
        for process in processes:
            process.close()
    for (peer, metric), repetitions in samples.items():
        if not results[peer]["error"]:
            results[peer]["metrics"][metric] = summary(repetitions)
    return results


def time_in_turn(row, processes, options):
    """All repetitions: ``{(peer, metric): [sample, ...]}``, in the same rounds for all peers."""
    samples = {}
    for round_ in range(options.reps):
        for metric in row.metrics:
            alive = [p for p in processes if not p.error]
            turn = round_ % max(1, len(alive))
            for process in alive[turn:] + alive[:turn]:
                wait_until_quiet(options.quiet)
                before = busy_seconds()
                reply = process.ask(options.timeout, do="time", metric=metric,
                                    seconds=options.seconds)
                if reply is None:
                    continue
                after = busy_seconds()
                foreign = 0.0
                if before is not None:
                    foreign = max(0.0, after - before - reply["cpu_s"] - TICK)
                    foreign /= reply["wall_s"] * os.cpu_count()
                samples.setdefault((process.peer, metric), []).append(
                    {"round": round_, "ms": reply["ms"], "foreign": round(foreign, 4),
                     "cores": round(reply["cpu_s"] / reply["wall_s"], 2)})
    return samples


def summary(repetitions):
    """Median of the undisturbed repetitions (of all, marked noisy, where fewer than two are)."""
    clean = [s for s in repetitions if s["foreign"] <= DISTURBED]
    noisy = len(clean) < 2
    used = repetitions if noisy else clean
    return {"ms": statistics.median(s["ms"] for s in used), "noisy": noisy,
            "cores": statistics.median(s["cores"] for s in used), "samples": repetitions}


def ratio(ours, theirs):
    """Ratio of the medians, and the paired ratios of the rounds that both have."""
    mine = {s["round"]: s["ms"] for s in ours["samples"]}
    paired = sorted(mine[s["round"]] / s["ms"] for s in theirs["samples"] if s["round"] in mine)
    return {"ratio": ours["ms"] / theirs["ms"], "low": paired[0], "high": paired[-1],
            "noisy": ours["noisy"] or theirs["noisy"]}


def start_once(peer, mode, python, environment, options):
    """One fresh process: seconds until it is done, until it has ended, and its peak memory."""
    wait_until_quiet(options.quiet)
    start = time.monotonic()
    process = subprocess.Popen(
        [python, "-m", "benchmarks.cold", peer, mode], cwd=ROOT, text=True,
        env=dict(os.environ, **environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    raise_priority(process.pid, options.priority)
    done, reply = None, {}
    for line in process.stdout:
        if line.startswith("DONE "):
            done, reply = time.monotonic() - start, json.loads(line[5:])
    error = process.stderr.read()
    process.stderr.close()
    process.stdout.close()
    if process.wait() or done is None:
        words = error.strip().splitlines()
        raise RuntimeError(words[-1][:300] if words else f"ended with {process.returncode}")
    return {"done_s": done, "end_s": time.monotonic() - start, "rss_mb": reply["rss_mb"]}


def measure_cold(pythons, options):
    """Cold starts in turn: ``{peer: {mode: {"done_s", "end_s", "rss_mb"}}}``."""
    results = {peer: {"error": None} for peer in pythons if peer != "torch_channels_last"}
    with tempfile.TemporaryDirectory() as folder:
        warm = os.path.join(folder, "warm")
        plans = []
        for peer in results:
            cache = {"KERASTUTOR_CACHE_DIR": warm} if peer == "kerastutor" else {}
            plans += [(peer, "import", "import", cache), (peer, "first_step", "first_step", cache)]
            if peer == "kerastutor":
                plans.append((peer, "first_step_cold_cache", "first_step", None))
        found = {}
        for round_ in range(options.cold_reps + 1):     # the first round fills file caches
            for peer, name, mode, environment in plans:
                if results[peer]["error"]:
                    continue
                if environment is None:
                    empty = os.path.join(folder, f"empty{round_}")
                    environment = {"KERASTUTOR_CACHE_DIR": empty}
                try:
                    sample = start_once(peer, mode, pythons[peer], environment, options)
                except RuntimeError as error:
                    results[peer]["error"] = str(error)
                    continue
                if round_:
                    found.setdefault((peer, name), []).append(sample)
    for (peer, name), samples in found.items():
        results[peer][name] = {key: middle(s[key] for s in samples)
                               for key in ("done_s", "end_s", "rss_mb")}
    return results


def middle(values):
    """Median, or None where nothing was measured."""
    values = [v for v in values if v is not None]
    return statistics.median(values) if values else None
