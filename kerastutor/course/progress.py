"""What a learner has done: a log of events that only grows, one file for each machine.

    <data folder>/progress/<machine>.jsonl     one event a line

    {"id": "3f2a...", "time": "2026-05-01T10:00:00.123456Z", "machine": "laptop-5e1f0a",
     "kind": "check", "exercise": "first-contact-01", "outcome": "pass", ...}

Two logs are merged by taking the events of both, each id once: copy the files of another machine
into the folder, let a synchronised folder do it, or `kerastutor progress --export` and `--import`.
Lines and kinds that this version does not know are kept and passed over.
"""

import hashlib
import json
import os
import platform
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kerastutor.course import exercise as exercises
from kerastutor.course import grading
from kerastutor.course.files import write_text
from kerastutor.course.paths import data_folder

CHECK, HINT, SOLUTION, RESET, DRILL = "check", "hint", "solution", "reset", "drill"


@dataclass
class Standing:
    """Where a learner stands with one exercise.

    # Arguments
        passed: True once a check has passed.
        tries: number of checks of an attempted answer.
        points, possible: the best result so far.
        rung: the hint that was shown last, -1 for none since the last pass or reset.
        message: id of the first message of the last check, or None.
        saw_solution: True once the solution was shown.
    """

    passed: bool = False
    tries: int = 0
    points: int = 0
    possible: int = 0
    rung: int = -1
    message: str | None = None
    saw_solution: bool = False

    def add(self, event):
        """Take one more event into account."""
        kind = event["kind"]
        if kind == CHECK:
            self.tries += 1
            self.message = event.get("message")
            if event.get("points", 0) >= self.points:
                self.points, self.possible = event.get("points", 0), event.get("possible", 0)
            if event.get("outcome") == grading.PASS:
                self.passed, self.rung = True, -1
        elif kind == HINT:
            self.rung = event.get("rung", -1)
        elif kind == SOLUTION:
            self.saw_solution = True
        elif kind == RESET:
            self.rung, self.message = -1, None


def record(kind, exercise_id, **data):
    """Add an event to this machine's log; return False when it cannot be written."""
    event = {
        "id": uuid.uuid4().hex,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "machine": machine(),
        "kind": kind,
        "exercise": exercise_id,
        **data,
    }
    try:
        _append(_folder() / f"{machine()}.jsonl", [event])
    except OSError:
        return False
    return True


def record_check(exercise_id, result):
    """Add a check of an attempted answer to the log; True unless it could not be written."""
    if result.outcome in (grading.NOT_ATTEMPTED, grading.GRADER_ERROR):
        return True
    return record(
        CHECK,
        exercise_id,
        outcome=result.outcome,
        points=result.points,
        possible=result.possible,
        message=result.messages[0].id if result.messages else None,
        seed=result.seed,
    )


def events():
    """Return all events of all machines, each once, in the order of time."""
    found = {}
    for path in sorted(_folder().glob("*.jsonl")):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        found.update((event["id"], event) for event in _parsed(text))
    return sorted(found.values(), key=lambda event: (event["time"], event["id"]))


def standings():
    """Return {exercise id: `Standing`} of every exercise; old ids count for the new ones."""
    known = {item.id: Standing() for item in exercises.all_exercises()}
    now = {old: item.id for item in exercises.all_exercises() for old in item.header["old_ids"]}
    for event in events():
        exercise_id = now.get(event["exercise"], event["exercise"])
        if exercise_id in known:
            known[exercise_id].add(event)
    return known


def standing(exercise):
    """Return the `Standing` of one exercise."""
    found = Standing()
    ids = {exercise.id, *exercise.header["old_ids"]}
    for event in events():
        if event["exercise"] in ids:
            found.add(event)
    return found


def drilled():
    """Return for each question of a drill whether it was right at the first try, oldest first."""
    return [bool(event.get("right")) for event in events() if event["kind"] == DRILL]


def following():
    """Return the next exercise: not passed, and all that it requires passed; None at the end."""
    known = standings()
    open_ones = [item for item in exercises.all_exercises() if not known[item.id].passed]
    for item in open_ones:
        if all(known[name].passed for name in item.header["requires"] if name in known):
            return item
    return open_ones[0] if open_ones else None


def export(path):
    """Write all events to one file; return their number."""
    found = events()
    write_text(path, "".join(_line(event) for event in found))
    return len(found)


def take_in(path):
    """Add the events of an exported file that are not known yet; return their number.

    # Raises
        OSError: if the file cannot be read.
        ValueError: if it holds no events, or none can be read.
    """
    text = Path(path).read_text(encoding="utf-8")
    there = list(_parsed(text))
    if text.strip() and not there:
        raise ValueError("no line of it is an event")
    known = {event["id"] for event in events()}
    new = {}
    for event in there:
        if event["id"] not in known:
            new.setdefault(_file_name(event.get("machine")), []).append(event)
    for name, found in new.items():
        _append(_folder() / name, found)
    return sum(map(len, new.values()))


@cache
def machine():
    """Return a name for this machine that is the same each time."""
    try:
        number = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        number = str(uuid.getnode())
    host = re.sub(r"[^A-Za-z0-9]+", "-", platform.node())[:20].strip("-") or "machine"
    return f"{host}-{hashlib.sha256((host + number).encode()).hexdigest()[:6]}"


def _folder():
    return data_folder() / "progress"


def _file_name(name):
    """A file name for a log of another machine, whatever the event says."""
    safe = re.sub(r"[^A-Za-z0-9-]+", "-", str(name))[:40].strip("-")
    return f"{safe or 'unknown'}.jsonl"


def _append(path, new):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab+") as file:
        torn = b""
        if file.tell() > 0:
            file.seek(-1, os.SEEK_END)
            torn = b"" if file.read(1) == b"\n" else b"\n"  # the end of a crash: a line of its own
        file.write(torn + "".join(map(_line, new)).encode())
        file.flush()
        os.fsync(file.fileno())


def _line(event):
    return json.dumps(event, ensure_ascii=False) + "\n"


def _parsed(text):
    for line in text.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and all(
            isinstance(event.get(key), str) for key in ("id", "time", "kind", "exercise")
        ):
            yield event
