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

POLL_SECONDS = 0.05
MOST_PROCESSES = 64
FEW_PROCESSES = 8  # more than these, and too much memory: it is the processes
_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 4, 36
_LONGEST_LINE = 2**24
_REAPING_SECONDS = 5.0

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
        for target in (self._listen, self._drain):
            threading.Thread(target=target, daemon=True).start()
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

    def _drain(self):
        for chunk in iter(lambda: self.process.stderr.read1(65536), b""):
            self.printed += len(chunk)


def watch(runner, limits):
    """Wait for the end of the runner; return why it ended: `DONE`, `TIME`, `MEMORY` ...

    # Arguments
        runner: a `Runner`.
        limits: dict of "start_seconds", "seconds", "memory" (bytes) and "output" (bytes).
    """
    started, ready_at = time.monotonic(), None
    while not runner.answered.wait(POLL_SECONDS):
        now = time.monotonic()
        if ready_at is None and runner.ready.is_set():
            ready_at = now
        extra = min(runner.compiling, limits["start_seconds"])
        if ready_at is None and now - started > limits["start_seconds"]:
            return TIME
        if ready_at is not None and now - ready_at > limits["seconds"] + extra:
            return TIME
        if runner.printed > limits["output"]:
            return OUTPUT
        family = descendants(os.getpid())
        too_large = sum(family.values()) > limits["memory"]
        if len(family) > (FEW_PROCESSES if too_large else MOST_PROCESSES):
            return PROCESSES
        if too_large:
            return MEMORY
        if runner.process.poll() is not None:
            return DONE if runner.answered.wait(0.5) else EXIT
        if os.getppid() == 1 and _PARENT != 1:
            return EXIT  # nobody waits for us any more
    return DONE


def descendants(root):
    """Return {process id: resident bytes} of all processes under `root`."""
    parents, sizes = {}, {}
    for pid, parent, size in _processes():
        parents.setdefault(parent, []).append(pid)
        sizes[pid] = size
    found, waiting = {}, [root]
    while waiting:
        for pid in parents.get(waiting.pop(), ()):
            found[pid] = sizes[pid]
            waiting.append(pid)
    return found


def _processes():
    """Yield (process id, its parent, resident bytes); nothing where that cannot be learned."""
    if sys.platform == "linux":
        page = os.sysconf("SC_PAGE_SIZE")
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    with open(f"/proc/{name}/stat", "rb") as file:
                        fields = file.read().rpartition(b")")[2].split()
                except OSError:
                    continue  # it has just ended
                yield int(name), int(fields[1]), int(fields[21]) * page
    elif sys.platform == "darwin":
        listed = subprocess.run(
            ["/bin/ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=False
        )
        for line in listed.stdout.splitlines():
            pid, parent, size = map(int, line.split())
            yield pid, parent, size * 1024


def end(process):
    """Kill the runner, its process group, and everything that has escaped from it."""
    if os.name != "posix":
        process.kill()
        process.wait()
        return
    _kill(os.killpg, process.pid)
    stop = time.monotonic() + _REAPING_SECONDS
    while time.monotonic() < stop:
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
