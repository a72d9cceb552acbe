"""Timed repetitions, taken in turn: A B C A B C ..., one process each, one at work at a time."""
import contextlib
import json
import os
import select
import shlex
import statistics
import subprocess
import tempfile
import time

from benchmarks.machine import busy_seconds, raise_priority, wait_until_quiet
from benchmarks.peers import ROOT, environment

DISTURBED = 0.06        # share of the machine that others may use during a repetition
TICK = 0.02             # seconds: how finely the system counts CPU time
TRIAL_ROUNDS = 2        # after these a peer leaves that is ...
HOPELESS = 2.5          # ... this many times slower than the fastest peer in everything
LONGEST_HOLD = 50       # seconds of repetitions under one `--hold`


class Process:
    """A worker process; `error` says why it is no longer there."""

    def __init__(self, peer, row, python, description, priority=0):
        self.peer, self.error = peer, None
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [python, "-m", "benchmarks.worker", peer, row.name, description], cwd=ROOT, text=True,
            env=environment(peer), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        raise_priority(self.process.pid, priority)

    def ask(self, timeout, **command):
        """Send a command; the answer, or None after an error."""
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], timeout)[0]:
                raise RuntimeError(f"{command['do']}: not done in {timeout:.0f} s")
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


def measure_row(row, pythons, description, options):
    """Check that every peer computes the row's numbers, then time them: ``{peer: result}``."""
    results = {peer: {"error": None, "metrics": {}} for peer in pythons}
    processes = []
    try:
        for peer, python in pythons.items():
            process = Process(peer, row, python, description, options.priority)
            processes.append(process)
            for step in ("check", "setup"):
                if not process.error:
                    results[peer].update(process.ask(options.setup_timeout, do=step) or {})
        samples = time_in_turn(row, processes, options)
        for process in processes:
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
    alive = [p for p in processes if not p.error]
    with Hold(options.hold) as hold:
        for round_ in range(options.reps):
            time_round(row, alive, round_, samples, hold, options)
            alive = [p for p in alive if not p.error]
            if round_ + 1 == TRIAL_ROUNDS:
                alive = hopeful(alive, samples)
    return samples


class Hold:
    """A command that runs while the clock does: it echoes a line when it is ready (`cat` does) and
    ends with its input, as in `flock machine.lock cat`."""

    def __init__(self, command):
        self.command, self.process, self.since = shlex.split(command), None, 0.0

    def renew(self):
        """Start the command, anew if it has run for long, so that others get their turn."""
        if self.command and time.monotonic() - self.since > LONGEST_HOLD:
            self.end()
            self.process = subprocess.Popen(self.command, text=True, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE)
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write("\n")
                self.process.stdin.flush()
            answer = self.process.stdout.readline()
            if answer != "\n":
                raise RuntimeError(f"--hold: {' '.join(self.command)} must echo an empty line, "
                                   f"got {answer!r}.")
            self.since = time.monotonic()

    def end(self):
        if self.process:
            self.process.communicate()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()


def time_round(row, processes, round_, samples, hold, options):
    """One repetition of every metric for every process."""
    for metric in row.metrics:
        hold.renew()
        turn = round_ % max(1, len(processes))
        for process in processes[turn:] + processes[:turn]:
            if process.error:
                continue
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


def hopeful(processes, samples):
    """kerastutor, and the peers that are not far behind the fastest one in everything."""
    fastest = {}
    for (peer, metric), found in samples.items():
        if peer != "kerastutor":
            best = min(s["ms"] for s in found)
            fastest[metric] = min(best, fastest.get(metric, best))
    return [p for p in processes if p.peer == "kerastutor" or any(
        min(s["ms"] for s in samples[p.peer, metric]) <= HOPELESS * fastest[metric]
        for metric in fastest if (p.peer, metric) in samples)]


def summary(repetitions):
    """Median of the undisturbed repetitions (of all, marked noisy, where fewer than two are)."""
    clean = [s for s in repetitions if s["foreign"] <= DISTURBED]
    noisy = len(clean) < 2
    used = repetitions if noisy else clean
    return {"ms": statistics.median(s["ms"] for s in used), "noisy": noisy,
            "cores": statistics.median(s["cores"] for s in used), "samples": repetitions}


def ratio(ours, theirs):
    """Median of the paired ratios, lowest and highest; of undisturbed pairs, where there are two
    (else of all, marked noisy). None without pairs.
    """
    mine = {s["round"]: s for s in ours["samples"]}
    pairs = [(mine[s["round"]], s) for s in theirs["samples"] if s["round"] in mine]
    clean = [pair for pair in pairs if max(s["foreign"] for s in pair) <= DISTURBED]
    noisy = len(clean) < 2
    values = sorted(a["ms"] / b["ms"] for a, b in (pairs if noisy else clean))
    return values and {"ratio": statistics.median(values), "low": values[0], "high": values[-1],
                       "noisy": noisy}


def against_best(results, metric):
    """(peer, ratio) of the peer that kerastutor has the highest ratio to; None without peers."""
    ours = results.get("kerastutor", {}).get("metrics", {}).get(metric)
    found = []
    for peer, entry in results.items():
        theirs = entry["metrics"].get(metric)
        if ours and theirs and peer != "kerastutor":
            against = ratio(ours, theirs)
            if against:
                found.append((peer, against))
    return max(found, key=lambda pair: pair[1]["ratio"], default=None)


def start_once(peer, row, python, description, environment, options):
    """One fresh process: seconds until it is done, MB after the import and at the peak."""
    wait_until_quiet(options.quiet)
    start = time.time()
    process = subprocess.Popen(
        [python, "-m", "benchmarks.cold", peer, row, description], cwd=ROOT, text=True,
        env=dict(os.environ, **environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    raise_priority(process.pid, options.priority)
    output, errors = process.communicate(timeout=options.timeout)
    done = [json.loads(line[5:]) for line in output.splitlines() if line.startswith("DONE ")]
    if process.returncode or not done:
        words = errors.strip().splitlines()
        raise RuntimeError(words[-1][:300] if words else f"ended with {process.returncode}")
    return {"done_s": done[0]["done"] - start, "imported_mb": done[0]["imported_mb"],
            "peak_mb": done[0]["peak_mb"]}


def measure_cold(rows, pythons, descriptions, options):
    """Fresh processes in turn: ``{row: {peer: {"done_s", "imported_mb", "peak_mb"}}}``.

    kerastutor takes part twice: with its kernels on disk, and (as "empty cache") without.
    """
    found, errors = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for round_ in range(options.cold_reps + 1):     # the first round fills file caches
            for row in rows:
                for peer, python in pythons.items():
                    caches = {peer: {}}
                    if peer == "kerastutor":
                        caches = {peer: {"KERASTUTOR_CACHE_DIR": os.path.join(folder, "warm")}}
                        if row != "import":
                            caches["empty cache"] = {"KERASTUTOR_CACHE_DIR": os.path.join(
                                folder, f"{row}{round_}")}
                    for name, environment in caches.items():
                        try:
                            sample = start_once(peer, row, python, descriptions[row], environment,
                                                options)
                        except (RuntimeError, subprocess.TimeoutExpired) as error:
                            errors[row, name] = str(error)
                            continue
                        if round_:
                            found.setdefault((row, name), []).append(sample)
    results = {row: {} for row in rows}
    for (row, name), samples in found.items():
        results[row][name] = {key: middle(s[key] for s in samples) for key in samples[0]}
    for (row, name), error in errors.items():
        results[row][name] = {"error": error}
    return results


def middle(values):
    """Median, or None where nothing was measured."""
    values = [v for v in values if v is not None]
    return statistics.median(values) if values else None
