"""`kerastutor author verify`: does an exercise keep what it promises?

The starter counts as not attempted; every solution passes; every known wrong answer is refused with
its own message first, whatever the random cases are; every answer that a machine makes wrong
(mutations.py) is refused, or stands in exercise.toml with the reason why it is right as well; and
both languages are complete.

    [[survivors]]
    mutation = "number: epochs=*"
    reason = "more training is right as well"
"""

import ast
import re
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from kerastutor.course import build, grading, mutations, trials
from kerastutor.course.exercise import all_exercises
from kerastutor.course.ladder import RUNGS
from kerastutor.course.language import LANGUAGES
from kerastutor.course.messages import fields
from kerastutor.course.paths import course_folder
from kerastutor.course.showing import PARTS

SEEDS = 20
LEAST_MUTANTS = 3
LEAST_SOLUTIONS = 2
_SOLUTION_RUNS, _MUTANT_RUNS = 3, 2
_MUTATION_SEEDS = (0, 1)
_MESSAGE = re.compile(r"# message: (\w+)")


@dataclass(frozen=True)
class Row:
    """One line of the table: what was tried, what had to come, what came.

    # Arguments
        what: what was tried.
        expected: what had to come; None for a wrong answer that may get any message.
        got: what came.
        group: "answer", "mutant", "mutation" or "text".
        reason: why a mutation may survive.
    """

    what: str
    expected: str | None
    got: str
    group: str = "text"
    reason: str | None = None

    @property
    def ok(self):
        if self.group == "mutation":
            return self.killed or (self.survived and self.reason is not None)
        return self.expected == self.got

    @property
    def killed(self):
        """True for a wrong answer that is refused in the way it should be."""
        if self.group == "mutation":
            broke = grading.GRADER_ERROR in self.got or f"{grading.PASS} (seed" in self.got
            return not (self.survived or broke)
        return self.group == "mutant" and self.ok

    @property
    def survived(self):
        return self.group == "mutation" and self.got == grading.PASS


def verify(exercise, seeds=range(SEEDS), pool=None):
    """Return the `Row`s for everything that `exercise` promises.

    # Arguments
        exercise: an `Exercise`.
        seeds: seeds of the random cases.
        pool: a `trials.Pool` that is open; None runs everything in this process.

    # Raises
        BadSource: if one of its files cannot be used.
    """
    pool = pool or trials.Pool()
    seeds = tuple(seeds)
    texts = [*_place(exercise), *_texts(exercise)]  # what cannot be read is told before all else
    planned = [
        *_answers(exercise, seeds),
        *_known_mistakes(exercise, seeds),
        *_machine_made(exercise),
    ]
    came = pool.results([trial for trial, _ in planned])
    rows = [make(text) for (_, make), text in zip(planned, came, strict=True)]
    return rows + _survivors_that_do_not(exercise, rows) + _enough(rows) + texts


def placed(exercise):
    """Return the `Row`s for the place of `exercise` in the lesson of its chapter."""
    lesson = course_folder("notebooks") / "src" / f"{exercise.chapter}.md"
    text = lesson.read_text(encoding="utf-8") if lesson.is_file() else ""
    place = f'+++ {{"exercise": "{exercise.id}"}}'
    stands = re.search(rf'^\+\+\+ *{{"exercise": *"{exercise.id}"}}', text, re.MULTILINE)
    makes = re.search(rf"^[^#=\n]*\b{exercise.name}\b[^=\n]*=", text, re.MULTILINE)
    start = f"{exercise.name} = exercises.{exercise.name}"
    where = f"in notebooks/src/{lesson.name}"
    return [
        Row(f"place {where}", place, place if stands else "none"),
        Row(f"start {where}", start, start if makes else "none"),
    ]


def table(exercise, rows):
    """Return the kill table of an exercise as text."""
    lines = [exercise.id]
    for row in rows:
        if row.ok and (row.group == "text" or (row.group == "mutation" and not row.survived)):
            continue
        came = row.got if row.ok else f"{row.got}  (wanted: {row.expected or 'refused'})"
        if row.survived and row.ok:
            came = f"survives: {row.reason}"
        lines.append(f"  {'ok  ' if row.ok else 'FAIL'} {row.group:8} {row.what:36} {came}")
    made = [row for row in rows if row.group == "mutation"]
    by_message = {}
    for row in made:
        if row.killed:
            said = row.got.partition(":")[0]
            by_message[said] = by_message.get(said, 0) + 1
    counts = ", ".join(f"{count} {said}" for said, count in sorted(by_message.items()))
    killed = sum(row.killed for row in made)
    lines.append(f"  {killed} of {len(made)} mutations killed ({counts or '-'})")
    return "\n".join(lines)


def summary(all_rows):
    """Return the last line: counts over all exercises.

    # Arguments
        all_rows: a list of the rows of each exercise.
    """
    rows = [row for one in all_rows for row in one]
    wrong = [row for row in rows if row.group in ("mutant", "mutation")]
    return (
        f"author verify: {len(all_rows)} exercises, {len(wrong)} mutants, "
        f"{sum(row.killed for row in wrong)} killed, "
        f"{sum(row.survived and row.ok for row in wrong)} listed with a reason, "
        f"{sum(not row.ok for row in rows)} promises broken"
    )


def _trial(exercise, code, runs, seeds, **more):
    seconds = exercise.header["seconds"]
    return trials.Trial(exercise.folder, exercise.solutions, code, runs, seeds, seconds, **more)


def _answers(exercise, seeds):
    """Yield (trial, function of what it says -> row) for the starter and the right answers."""
    starter = exercise.starter
    yield (
        _trial(exercise, starter, 1, seeds),
        lambda said: Row("starter", grading.NOT_ATTEMPTED, said, "answer"),
    )
    yield (
        _trial(exercise, starter, 1, seeds[:1], is_starter=False),
        lambda said: Row("starter is no answer", "yes", _yes(said != grading.PASS), "answer"),
    )
    for name, code in exercise.answers().items():
        yield (
            _trial(exercise, code, _SOLUTION_RUNS, seeds),
            lambda said, name=name: Row(name, grading.PASS, said, "answer"),
        )


def _known_mistakes(exercise, seeds):
    for name, code in exercise.mutants().items():
        named = _MESSAGE.match(code)
        expected = named[1] if named else "a first line '# message: <id>'"
        yield (
            _trial(exercise, code, _MUTANT_RUNS, seeds, expected=named and named[1]),
            lambda said, name=name, expected=expected: Row(name, expected, said, "mutant"),
        )


def _machine_made(exercise):
    right = {ast.dump(ast.parse(code)) for code in exercise.answers().values()}
    for mutation in mutations.mutations(exercise.solution):
        if ast.dump(ast.parse(mutation.code)) in right:
            continue
        reason = next(
            (item["reason"] for item in _listed(exercise) if _matches(item, mutation.what)), None
        )
        yield (
            _trial(exercise, mutation.code, 1, _MUTATION_SEEDS),
            lambda said, what=mutation.what, reason=reason: Row(
                what, None, said, "mutation", reason
            ),
        )


def _listed(exercise):
    return exercise.header.get("survivors", [])


def _matches(item, what):
    pattern = item["mutation"].replace("[", "[[]")  # of the wildcards only * and ? are wanted
    return fnmatchcase(what, pattern)


def _survivors_that_do_not(exercise, rows):
    """Rows for the listed survivors: each has a reason, and something that it speaks of."""
    survivors = [row.what for row in rows if row.survived]
    made = []
    for item in _listed(exercise):
        used = any(_matches(item, what) for what in survivors)
        what = f"survivor {item['mutation']}"
        made.append(Row(what, "survives", "survives" if used else "nothing of it survives"))
        made.append(Row(f"reason of {what}", "yes", _yes(item.get("reason", "").strip())))
    return made


def _enough(rows):
    mutants = sum(row.group == "mutant" for row in rows)
    right = sum(row.group == "answer" and row.expected == grading.PASS for row in rows)
    return [
        Row(f"at least {LEAST_MUTANTS} mutants", "yes", _yes(mutants >= LEAST_MUTANTS)),
        Row("a solution and an alternative", "yes", _yes(right >= LEAST_SOLUTIONS)),
    ]


def _yes(condition):
    return "yes" if condition else "no"


def _texts(exercise):
    """Rows for the languages: title, task, messages and hints stand in each."""
    rows = [_complete("text.md", build.exercise_cells(exercise)[0].texts)]
    build.code(exercise.given, where=exercise.folder / "given.py")
    messages = {}
    for key, texts in exercise.own_messages.items():
        rows.append(_complete(f"message {key}", texts, formatted=True))
        message_id, _, part = key.rpartition(".")
        messages.setdefault(message_id, set()).add(part)
    rows.append(Row("checks.py", "has checks", "has checks" if exercise.checks.checks else "none"))
    rows += [_known(f"message of {name}", named, exercise) for name, named in _uses(exercise)]
    tried = {match[1] for code in exercise.mutants().values() if (match := _MESSAGE.match(code))}
    for message_id, parts in messages.items():
        rows.append(Row(f"a mutant for {message_id}", "yes", _yes(message_id in tried)))
        rows.append(Row(f"parts of {message_id}", " ".join(PARTS), _in_order(parts)))
    hints = exercise.hints
    for rung in RUNGS:
        rows.append(_complete(f"hint {rung}", hints.get(rung, {})))
    for message_id, texts in hints.get("first", {}).items():
        rows.append(_complete(f"first hint for {message_id}", texts))
        rows.append(_known(f"first hint {message_id} is for", message_id, exercise))
    for name in sorted(set(hints) - {*RUNGS, "first"}):
        rows.append(Row(f"hint {name}", f"one of {', '.join(RUNGS)}", "no such hint"))
    return rows


def _place(exercise):
    """Rows for the exercise among others: its name, and the place in its lesson."""
    others = [item for item in all_exercises() if item.folder != exercise.folder]
    beside = [item for item in others if item.chapter == exercise.chapter]
    same = [item.id for item in beside if item.name == exercise.name]
    rows = [Row(f"name {exercise.name}", "its own", f"that of {same[0]}" if same else "its own")]
    for name in exercise.header["requires"]:
        known = "an exercise" if any(name == item.id for item in others) else "no exercise"
        rows.append(Row(f"requires {name}", "an exercise", known))
    return rows


def _uses(exercise):
    """Yield (file name, message id) for every message that checks and mutants name."""
    for node in ast.walk(ast.parse(exercise.text("checks.py"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        first = node.args[0]
        if node.func.id in ("Mistake", "Message") and isinstance(first, ast.Constant):
            yield f"checks.py, line {node.lineno}", first.value
    for name, code in exercise.mutants().items():
        if match := _MESSAGE.match(code):
            yield name, match[1]


def _known(what, message_id, exercise):
    """A row that is right when there is a message with this id."""
    ids = {key.rpartition(".")[0] for key in exercise.messages}
    near = get_close_matches(str(message_id), ids, 1, 0.5)
    unknown = f"no message {message_id}" + (f", perhaps {near[0]}" if near else "")
    return Row(what, "a message", "a message" if message_id in ids else unknown)


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
