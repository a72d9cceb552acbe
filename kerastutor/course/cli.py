"""The `kerastutor` command: lab, doctor, warm, list, check, lang, and author's tools."""

import argparse
import json
import sys

from kerastutor.course import build, doctor, grading, language, replay, workspace
from kerastutor.course import exercise as exercises
from kerastutor.course.lab import open_lab
from kerastutor.course.messages import say
from kerastutor.course.showing import result_text
from kerastutor.course.verify import table, verify
from kerastutor.course.warm import warm

PASSED, NOT_PASSED, USAGE = 0, 1, 2


def main(arguments=None):
    """Run the command line; return the exit status (0 good, 1 not, 2 wrong use)."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    passed_on = []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, passed_on = arguments[:cut], arguments[cut + 1 :]
    parser = make_parser()
    options = parser.parse_args(arguments)
    if passed_on and options.command != "lab":
        parser.error("only `lab` passes arguments on after --")
    options.passed_on = passed_on
    return options.run(options)


def make_parser():
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="kerastutor", description="The Keras course: open it, check answers, look after it."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    command = commands.add_parser("lab", help="lay the course out and open it in JupyterLab")
    command.add_argument("folder", nargs="?", help="where to (default: the same as last time)")
    command.usage = "kerastutor lab [FOLDER] [-- JUPYTER ARGUMENTS]"
    command.set_defaults(run=_lab)

    command = commands.add_parser("list", help="list chapters and exercises")
    command.add_argument("--json", action="store_true", help="print data instead of text")
    command.set_defaults(run=_list)

    command = commands.add_parser("check", help="check an exercise in a fresh process")
    command.add_argument("id", help="the exercise, for example first-contact-01")
    command.add_argument("--file", help="a Python file with the answer, instead of the notebook")
    command.add_argument("--all", action="store_true", help="show every message")
    command.add_argument("--seed", type=int, help="repeat the random cases of an earlier check")
    command.add_argument("--json", action="store_true", help="print data instead of text")
    command.set_defaults(run=_check)

    command = commands.add_parser("lang", help="choose the language, or show it")
    command.add_argument("lang", nargs="?", choices=list(language.LANGUAGES))
    command.set_defaults(run=_lang)

    command = commands.add_parser("doctor", help="say what is missing, and how to get it")
    command.set_defaults(run=_doctor)

    command = commands.add_parser("warm", help="compile the kernels ahead of their first use")
    command.set_defaults(run=lambda options: warm())

    author = commands.add_parser("author", help="tools for those who write the course")
    tools = author.add_subparsers(dest="tool", required=True, metavar="TOOL")
    tool = tools.add_parser("build", help="build the notebooks from their sources")
    tool.add_argument("--no-run", action="store_true", help="keep the outputs that are there")
    tool.set_defaults(run=_build)
    tool = tools.add_parser("verify", help="prove that exercises keep what they promise")
    tool.add_argument("ids", nargs="*", metavar="ID", help="exercises (default: all)")
    tool.set_defaults(run=_verify)
    return parser


def _lab(options):
    return open_lab(options.folder, options.passed_on)


def _list(options):
    lang = language.current()
    found = exercises.all_exercises()
    if options.json:
        rows = [
            {"chapter": item.chapter, "id": item.id, "name": item.name, "title": item.title(lang)}
            for item in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return PASSED
    chapter = None
    for item in found:
        if item.chapter != chapter:
            chapter = item.chapter
            print(chapter)
        print(f"  {item.name:4} {item.id:22} {item.title(lang)}")
    return PASSED


def _check(options):
    try:
        exercise = exercises.find(options.id)
    except KeyError:
        return _fail(say("check.unknown", id=options.id))
    code, trouble = _answer(exercise, options.file)
    if trouble is not None:
        return _fail(trouble)
    result = replay.grade_clean(exercise, code, options.seed)
    if options.json:
        print(json.dumps({"id": exercise.id, **result.to_data()}, ensure_ascii=False, indent=1))
    else:
        print(result_text(exercise, result, options.all))
    return PASSED if result.outcome == grading.PASS else NOT_PASSED


def _answer(exercise, file):
    """Return the code of the answer and None, or None and why there is none."""
    if file is not None:
        try:
            with open(file, encoding="utf-8") as opened:
                return opened.read(), None
        except OSError:
            return None, say("check.no_notebook", file=file, id=exercise.id)
    path = workspace.remembered() / language.current() / f"{exercise.chapter}.ipynb"
    try:
        code = workspace.answer(path, exercise.tag)
    except OSError:
        return None, say("check.no_notebook", file=path, id=exercise.id)
    except ValueError as error:
        return None, say("check.broken_notebook", file=path, error=error)
    if code is None:
        return None, say("check.no_cell", file=path, tag=exercise.tag, id=exercise.id)
    return code, None


def _lang(options):
    if options.lang is None:
        print(language.current())
        return PASSED
    language.choose(options.lang)
    print(say("lang.saved", options.lang))
    return PASSED


def _doctor(options):
    findings = doctor.examine()
    print(doctor.report(findings))
    return NOT_PASSED if any(item.status == doctor.FAIL for item in findings) else PASSED


def _build(options):
    for path in build.build_all(run=not options.no_run):
        print(path)
    return PASSED


def _verify(options):
    try:
        chosen = [exercises.find(name) for name in options.ids] or exercises.all_exercises()
    except KeyError as error:
        return _fail(say("check.unknown", id=error.args[0]))
    fine = True
    for exercise in chosen:
        rows = verify(exercise)
        print(table(exercise, rows))
        fine = fine and all(row.ok for row in rows)
    return PASSED if fine else NOT_PASSED


def _fail(text):
    print(text, file=sys.stderr)
    return USAGE
