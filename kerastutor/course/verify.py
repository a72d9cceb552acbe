"""`kerastutor author verify`: does an exercise keep what it promises?

The starter counts as not attempted, every solution passes, every mutant is refused with its own
message first, whatever the random cases are, and both languages are complete.
"""

import re
from dataclasses import dataclass

from kerastutor.course import grading, replay
from kerastutor.course.build import exercise_cells
from kerastutor.course.ladder import RUNGS
from kerastutor.course.language import LANGUAGES
from kerastutor.course.messages import fields
from kerastutor.course.showing import PARTS

SEEDS = 20
_MESSAGE = re.compile(r"# message: (\w+)")


@dataclass(frozen=True)
class Row:
    """One line of the table: what was tried, what had to come, what came."""

    what: str
    expected: str
    got: str

    @property
    def ok(self):
        return self.expected == self.got


def verify(exercise, seeds=range(SEEDS)):
    """Return the `Row`s for everything that `exercise` promises.

    # Arguments
        exercise: an `Exercise`.
        seeds: seeds of the random cases; each answer runs once and is graded with every one.
    """
    rows = [Row("starter", grading.NOT_ATTEMPTED, _verdict(exercise, exercise.starter, seeds))]
    rows.append(Row("starter is no answer", "yes", _starter_is_no_answer(exercise)))
    for name, code in exercise.answers().items():
        rows.append(Row(f"solution {name}", grading.PASS, _verdict(exercise, code, seeds)))
    for name, code in exercise.mutants().items():
        named = _MESSAGE.match(code)
        expected = named[1] if named else "a first line '# message: <id>'"
        rows.append(Row(f"mutant {name}", expected, _verdict(exercise, code, seeds)))
    return rows + _texts(exercise)


def table(exercise, rows):
    """Return the rows of the answers and all broken ones as text, and a line that counts."""
    lines = [exercise.id]
    for row in rows:
        if row.ok and not row.what.startswith(("starter", "solution ", "mutant ")):
            continue
        mark = "ok  " if row.ok else "FAIL"
        came = row.got if row.ok else f"{row.got}  (wanted: {row.expected})"
        lines.append(f"  {mark} {row.what:34} {came}")
    mutants = [row for row in rows if row.what.startswith("mutant")]
    killed = sum(row.ok for row in mutants)
    lines.append(
        f"  {sum(row.ok for row in rows)} of {len(rows)} rows ok, {killed} of "
        f"{len(mutants)} mutants killed"
    )
    return "\n".join(lines)


def _verdict(exercise, code, seeds):
    """Return what every grading of an answer says: a message id, or an outcome without one."""
    submission = replay.run_answer(exercise, code)
    verdicts = {}
    for seed in seeds:
        result = grading.grade(submission, exercise.checks, exercise.names, seed=seed)
        verdicts.setdefault(_said(result), seed)
    if len(verdicts) == 1:
        return next(iter(verdicts))
    return "flickers: " + ", ".join(f"{said} (seed {seed})" for said, seed in verdicts.items())


def _starter_is_no_answer(exercise):
    """Return "yes" when the starter does not pass, even where nobody knows that it is one."""
    namespace = {"__name__": "__main__"}
    error = replay.run_code(exercise.given, namespace, "<given>") or replay.run_code(
        exercise.starter, namespace, "<starter>"
    )
    submission = grading.Submission(namespace, error)
    result = grading.grade(submission, exercise.checks, exercise.names, seed=0)
    return "it passes" if result.outcome == grading.PASS else "yes"


def _said(result):
    if result.outcome in (grading.FAIL, grading.ERROR) and result.messages:
        return result.messages[0].id
    return f"{result.outcome}: {result.error}" if result.error else result.outcome


def _texts(exercise):
    """Rows for the languages: title, task, messages and hints stand in each."""
    rows = [_complete("title", exercise.header["title"])]
    rows.append(_complete("text.md", exercise_cells(exercise)[0].texts))
    messages = {}
    for key, texts in exercise.own_messages.items():
        rows.append(_complete(f"message {key}", texts, formatted=True))
        message_id, _, part = key.rpartition(".")
        messages.setdefault(message_id, set()).add(part)
    tried = {match[1] for code in exercise.mutants().values() if (match := _MESSAGE.match(code))}
    for message_id, parts in messages.items():
        rows.append(Row(f"tried: {message_id}", "yes", "yes" if message_id in tried else "none"))
        rows.append(Row(f"parts of {message_id}", " ".join(PARTS), _in_order(parts)))
    hints = exercise.hints
    for rung in RUNGS:
        rows.append(_complete(f"hint {rung}", hints.get(rung, {})))
    for message_id, texts in hints.get("first", {}).items():
        rows.append(_complete(f"first hint for {message_id}", texts))
        there = f"{message_id}.have" in exercise.messages
        known = message_id if there else "an unknown message"
        rows.append(Row(f"first hint {message_id} is for", message_id, known))
    return rows


def _complete(what, texts, formatted=False):
    """A row that is right when each language has its text (with the same fields)."""
    given = {lang for lang in LANGUAGES if texts.get(lang, "").strip()}
    lacking = sorted(set(LANGUAGES) - given)
    if lacking:
        return Row(what, "both languages", f"lacks {' and '.join(lacking)}")
    if formatted and len({frozenset(fields(texts[lang])) for lang in LANGUAGES}) > 1:
        return Row(what, "both languages", "different fields in the two languages")
    return Row(what, "both languages", "both languages")


def _in_order(parts):
    return " ".join([part for part in PARTS if part in parts] + sorted(set(parts) - set(PARTS)))
