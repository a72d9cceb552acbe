"""A process that watches another one: its time, its memory, its output, and what it leaves behind.

Runs as a script of its own, with nothing but the standard library, so that a learner's notebook or
shell is never the parent of what an answer starts:

    caller  --job as JSON-->  supervisor  --task-->  runner (the answer and its checks)
            <--report------               <--lines--

The runner speaks on its standard output, in lines that begin with a secret of this run; a line
without it counts as nothing. What the answer prints comes on standard error, is read so that it
never blocks, and is dropped beyond a few kilobytes. At the end the runner's process group is
killed, and every process that has escaped from it: on Linux such orphans become children of the
supervisor (a "subreaper").
"""

import hmac
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import namedtuple

POLL_SECONDS = 0.05
PATIENCE = 3  # how much longer than its time it may take when it does not get the processor
MOST_PROCESSES = 64
FEW_PROCESSES = 8  # more than these, and too much memory: it is the processes
_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 4, 36
_LONGEST_LINE = 2**24
_LAST_LOOKS = 100  # at what an ended runner has said; counted, for this process may stall itself
_REAPING_ROUNDS = 500

DONE, EXIT = "done", "exit"
TIME, MEMORY, OUTPUT, PROCESSES = "time", "memory", "output", "processes"


class Runner:
    """The watched process, with two threads that read what it says.

    # Arguments
        command: the command line.
        task: data for the runner, sent as JSON on its standard input together with the secret.
    """

    def __init__(self, command, task):
        self._secret = secrets.token_hex(16)
        self.ready = threading.Event()
        self.answered = threading.Event()
        self.reply = None
        self.compiling = 0.0
        self.printed = 0
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        threading.Thread(target=self._drain, daemon=True).start()
        try:
            with self.process.stdin as pipe:
                pipe.write(json.dumps({"secret": self._secret, **task}).encode())
        except BrokenPipeError:
            pass  # it has ended already; `watch` will see that

    def _listen(self):
        for line in iter(lambda: self.process.stdout.readline(_LONGEST_LINE), b""):
            secret, _, rest = line.partition(b" ")
            if not hmac.compare_digest(secret, self._secret.encode()):
                continue
            try:
                said = json.loads(rest)
            except ValueError:
                continue
            if "ready" in said:
                self.ready.set()
            self.compiling = max(self.compiling, said.get("compiling", 0.0))
            if "result" in said and self.reply is None:
                self.reply = said["result"]
                self.answered.set()

    def has_answered(self):
        """Once it has ended: return True when there is a reply in what it has said."""
        for _ in range(_LAST_LOOKS):  # a copy of it may hold the pipe open
            if self.answered.wait(POLL_SECONDS):
                return True
            if not self._listener.is_alive():
                break
        return self.answered.is_set()

    def _drain(self):
        for chunk in iter(lambda: self.process.stderr.read1(65536), b""):
            self.printed += len(chunk)


def watch(runner, limits):
    """Wait for the end of the runner; return why it ended: `DONE`, `TIME`, `MEMORY` ...

    # Arguments
        runner: a `Runner`.
        limits: dict of "start_seconds", "seconds", "memory" (bytes) and "output" (bytes).
    """
    started, ready_at, used_before = time.monotonic(), None, 0.0
    while not runner.answered.wait(POLL_SECONDS):
        now = time.monotonic()
        family = descendants(os.getpid())
        used = sum(process.seconds for process in family.values())
        if ready_at is None and runner.ready.is_set():
            ready_at, used_before = now, used
        if ready_at is None and now - started > limits["start_seconds"]:
            return TIME
        if ready_at is not None:
            most = limits["seconds"] + min(runner.compiling, limits["start_seconds"])
            if _is_over(now - ready_at, used - used_before if family else None, most):
                return TIME
        if runner.printed > limits["output"]:
            return OUTPUT
        too_large = sum(process.size for process in family.values()) > limits["memory"]
        if len(family) > (FEW_PROCESSES if too_large else MOST_PROCESSES):
            return PROCESSES
        if too_large:
            return MEMORY
        if runner.process.poll() is not None:
            return DONE if runner.has_answered() else EXIT
        if os.getppid() == 1 and _PARENT != 1:
            return EXIT  # nobody waits for us any more
    return DONE


def _is_over(elapsed, used, most):
    """Return True when time is over: by the clock, and by the processor's time where it is known.

    So a busy machine takes nothing away, and what waits for ever ends, too.
    """
    if used is not None and used <= most:
        return elapsed > PATIENCE * most
    return elapsed > most


# What the system says of a process: its resident bytes, and the processor's time that it used.
Process = namedtuple("Process", "pid parent size seconds")


def descendants(root):
    """Return {process id: `Process`} of all processes under `root`."""
    children = {}
    for process in _processes():
        children.setdefault(process.parent, []).append(process)
    found, waiting = {}, [root]
    while waiting:
        for process in children.get(waiting.pop(), ()):
            found[process.pid] = process
            waiting.append(process.pid)
    return found


def _processes():
    """Yield each `Process`; nothing where that cannot be learned."""
    if sys.platform == "linux":
        page, ticks = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    with open(f"/proc/{name}/stat", "rb") as file:
                        fields = file.read().rpartition(b")")[2].split()
                except OSError:
                    continue  # it has just ended
                used = sum(map(int, fields[11:15])) / ticks  # its own, and of children that ended
                yield Process(int(name), int(fields[1]), int(fields[21]) * page, used)
    elif sys.platform == "darwin":
        ps = ["/bin/ps", "-axo", "pid=,ppid=,rss=,time="]
        listed = subprocess.run(ps, capture_output=True, text=True, check=False)
        for line in listed.stdout.splitlines():
            pid, parent, size, used = line.split()
            yield Process(int(pid), int(parent), int(size) * 1024, _seconds(used))


def _seconds(text):
    """Return the seconds of a time like `62:03.45` or `1-02:03:04`, as ps writes it."""
    days, _, rest = text.rpartition("-")
    total = 0.0
    for part in rest.split(":"):
        total = total * 60 + float(part)
    return total + 24 * 3600 * int(days or 0)


def end(process):
    """Kill the runner, its process group, and everything that has escaped from it."""
    if os.name != "posix":
        process.kill()
        process.wait()
        return
    _kill(os.killpg, process.pid)
    for _ in range(_REAPING_ROUNDS):
        for pid in descendants(os.getpid()):
            _kill(os.kill, pid)
        if not _reap():
            return
        time.sleep(0.01)


def _kill(how, pid):
    try:
        how(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _reap():
    """Collect ended children; return True while there may be more."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _shield():
    """Become the parent of orphans below us, and hide our pipes from them."""
    if sys.platform == "linux":
        import ctypes

        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def main():
    job = json.load(sys.stdin)
    _shield()
    runner = Runner(job["command"], job["task"])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: sys.exit(1))
    try:
        print(json.dumps({"group": runner.process.pid}), flush=True)
        ending = watch(runner, job["limits"])
        code = runner.process.poll()
    finally:
        end(runner.process)
    report = {"ending": ending, "code": code, "reply": runner.reply if ending == DONE else None}
    print(json.dumps(report), flush=True)


_PARENT = os.getppid() if hasattr(os, "getppid") else 0

if __name__ == "__main__":
    main()
