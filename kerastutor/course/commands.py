"""What the commands of `kerastutor` do; each takes the parsed options and returns a status."""

import json
import sys
import time

from kerastutor.course import (
    answers,
    doctor,
    grading,
    ladder,
    language,
    notebooks,
    progress,
    replay,
    trials,
    verify,
    watch,
    workspace,
)
from kerastutor.course import exercise as exercises
from kerastutor.course.lab import open_lab
from kerastutor.course.messages import say
from kerastutor.course.paths import data_folder
from kerastutor.course.reading import BadSource
from kerastutor.course.showing import result_text
from kerastutor.course.warm import warm

DONE, NOT_RIGHT, USAGE, NOT_ATTEMPTED, CHECKER_BROKE = range(5)
_STATUS = {
    grading.PASS: DONE,
    grading.NOT_ATTEMPTED: NOT_ATTEMPTED,
    grading.GRADER_ERROR: CHECKER_BROKE,
}


class Refused(Exception):
    """Wrong use; the text says what would be right."""


def _refusals(run):
    """Decorator: what is refused becomes a sentence on stderr and the status USAGE."""

    def guarded(options):
        try:
            return run(options)
        except (Refused, answers.NoAnswer, BadSource) as refusal:
            print(refusal, file=sys.stderr)
            return USAGE

    return guarded


def lab(options):
    return open_lab(options.folder, options.passed_on)


def list_all(options):
    lang, standings = language.current(), progress.standings()
    found = exercises.all_exercises()
    if options.json:
        return _print_data([_row(item, standings[item.id], lang) for item in found])
    chapter = None
    for item in found:
        if item.chapter != chapter:
            chapter = item.chapter
            print(chapter)
        print(f"{_mark(standings[item.id])} {item.name:4} {item.id:22} {item.title(lang)}")
    return DONE


def following(options):
    lang, item = language.current(), progress.following()
    if item is None:
        if options.json:
            return _print_data(None)
        print(say("next.none", lang))
        return DONE
    path = next((path for path in answers.places(item) if path.is_file()), None)
    if options.json:
        row = _row(item, progress.standing(item), lang)
        return _print_data({**row, "file": None if path is None else str(path)})
    print(say("next.is", lang, id=item.id, title=item.title(lang)))
    if path is not None:
        print(say("next.where", lang, file=path))
    return DONE


@_refusals
def check(options):
    exercise = _exercise(options.id)
    item = answers.saved(exercise, options.file)
    result = replay.grade_clean(exercise, item.code, options.seed)
    kept = progress.record_check(exercise.id, result)
    if options.json:
        _print_data({"id": exercise.id, "file": str(item.path), **result.to_data()})
    else:
        _tell(exercise, item, result, options.all)
    _say_if_lost(kept)
    return _STATUS.get(result.outcome, NOT_RIGHT)


@_refusals
def hint(options):
    exercise, lang = _exercise(options.id), language.current()
    standing, voice = progress.standing(exercise), ladder.Voice(exercise, shell=True)
    rung = min(max(standing.rung + (-1 if options.back else 1), 0), ladder.LAST)
    if rung == ladder.LAST:
        print(ladder.asking_text(voice, lang))
    else:
        print(ladder.hint_text(exercise, rung, standing.message, voice, lang))
    _say_if_lost(progress.record(progress.HINT, exercise.id, rung=rung))
    return DONE


@_refusals
def solution(options):
    exercise, lang = _exercise(options.id), language.current()
    voice = ladder.Voice(exercise, shell=True)
    if not options.yes:
        print(ladder.asking_text(voice, lang))
        return DONE
    print(ladder.solution_text(exercise, voice, lang))
    _say_if_lost(progress.record(progress.SOLUTION, exercise.id))
    return DONE


@_refusals
def reset(options):
    exercise = _exercise(options.id)
    try:
        path, kept = answers.reset(exercise)
    except OSError as error:
        raise Refused(f"{error.filename}: {error.strerror}") from error
    if kept is None:
        print(say("reset.nothing", id=exercise.id, file=path))
        return DONE
    progress.record(progress.RESET, exercise.id)
    print(say("reset.done", id=exercise.id, file=path, kept=kept))
    return DONE


@_refusals
def watching(options):
    if options.file is not None and options.id is None:
        raise Refused(say("watch.file_needs_id", file=options.file))
    chosen = [_exercise(options.id)] if options.id else list(exercises.all_exercises())
    if options.file is not None:
        seen = options.file
        answers.saved(chosen[0], options.file)
    else:
        seen = workspace.remembered()
        if not any(path.is_file() for item in chosen for path in answers.places(item)):
            raise Refused(say("watch.nothing", file=answers.places(chosen[0])[0]))
    changes = watch.changes(chosen, options.file)
    print(say("watch.begin", files=seen), flush=True)
    for found in changes:
        if found is None:
            watch.wait()
            continue
        exercise, item = found
        now = time.strftime("%H:%M:%S")
        print("\n" + say("watch.checking", time=now, id=exercise.id), flush=True)
        result = replay.grade_clean(exercise, item.code)
        progress.record_check(exercise.id, result)
        _tell(exercise, item, result, everything=False)
        sys.stdout.flush()
    return DONE


@_refusals
def standing(options):
    if options.export is not None:
        count = _on_file(progress.export, options.export)
        print(say("progress.exported", count=count, file=options.export))
        return DONE
    if options.take is not None:
        count = _on_file(progress.take_in, options.take)
        print(say("progress.imported", count=count, file=options.take))
        return DONE
    lang, standings = language.current(), progress.standings()
    found = exercises.all_exercises()
    if options.json:
        return _print_data([_row(item, standings[item.id], lang) for item in found])
    for chapter in dict.fromkeys(item.chapter for item in found):
        items = [item for item in found if item.chapter == chapter]
        each = [standings[item.id] for item in items]
        passed, count = sum(one.passed for one in each), len(items)
        points, possible = sum(one.points for one in each), sum(item.points for item in items)
        print(
            say(
                "progress.chapter",
                lang,
                chapter=chapter,
                passed=passed,
                count=count,
                points=points,
                possible=possible,
            )
        )
        for item in items:
            print(f"{_mark(standings[item.id])} {item.name:4} {item.id:22} {item.title(lang)}")
    drilled = progress.drilled()
    if drilled:
        print(say("progress.drills", lang, right=sum(drilled), count=len(drilled)))
    if not drilled and not any(one.tries for one in standings.values()):
        print(say("progress.empty", lang))
    return DONE


def lang(options):
    if options.lang is None:
        print(language.current())
        return DONE
    language.choose(options.lang)
    print(say("lang.saved", options.lang))
    return DONE


def examine(options):
    findings = doctor.examine()
    print(doctor.report(findings))
    return NOT_RIGHT if any(item.status == doctor.FAIL for item in findings) else DONE


def warm_up(options):
    return warm()


@_refusals
def build_notebooks(options):
    for path in notebooks.build_all(run=not options.no_run):
        print(path)
    return DONE


@_refusals
def verify_exercises(options):
    chosen = [_exercise(name) for name in options.ids] or exercises.all_exercises()
    every = []
    with trials.Pool(options.jobs) as pool:
        for exercise in chosen:
            rows = verify.verify(exercise, pool=pool) + verify.placed(exercise)
            every.append(rows)
            print(verify.table(exercise, rows), flush=True)
    print(verify.summary(every))
    return DONE if all(row.ok for rows in every for row in rows) else NOT_RIGHT


def _exercise(name):
    """Return the exercise with this id.

    # Raises
        Refused: if there is none.
    """
    try:
        return exercises.find(name)
    except KeyError:
        ids = exercises.nearest(name)
        near = say("check.nearest", ids=", ".join(ids)) if ids else ""
        raise Refused(say("check.unknown", id=repr(name), nearest=near)) from None


def _tell(exercise, item, result, everything):
    print(result_text(exercise, result, everything, shell=True))
    if result.outcome == grading.NOT_ATTEMPTED and item.path.suffix == ".ipynb":
        print("  " + say("check.saved", file=item.path, time=item.when))


def _row(item, standing, lang):
    return {
        "chapter": item.chapter,
        "id": item.id,
        "name": item.name,
        "title": item.title(lang),
        "passed": standing.passed,
        "tries": standing.tries,
        "points": standing.points,
        "possible": item.points,
        "hints": standing.rung + 1,
        "saw_solution": standing.saw_solution,
    }


def _mark(standing):
    return "✓" if standing.passed else ("…" if standing.tries else " ")


def _on_file(act, file):
    try:
        return act(file)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Refused(say("progress.bad_file", file=file, error=reason)) from error


def _say_if_lost(kept):
    if not kept:
        print(say("progress.unsaved", folder=data_folder()), file=sys.stderr)


def _print_data(data):
    print(json.dumps(data, ensure_ascii=False, indent=1))
    return DONE
