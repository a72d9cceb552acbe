"""The `kerastutor` command: its arguments. What the commands do stands in commands.py."""

import argparse
import os
import sys

from kerastutor.course import commands, language

_EPILOG = """\
exit status:
  0  done; the answer is right
  1  the answer is not right; something is missing (doctor, author)
  2  wrong use: no such exercise, command or file
  3  nothing to check yet: the answer is still what the exercise began with
  4  the checker itself broke; this costs the learner nothing
"""


def main(arguments=None):
    """Run the command line; return the exit status (see `kerastutor --help`)."""
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
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # `kerastutor list | head`
        sys.stderr.close()
        return commands.DONE


def make_parser():
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="kerastutor",
        description="The Keras course: open it, check answers, look after it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    adding = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, run, text, *, exercise=None, data=False):
        made = adding.add_parser(name, help=text, description=text.capitalize() + ".")
        made.set_defaults(run=run)
        if exercise is not None:
            made.add_argument("id", nargs=exercise, help="the exercise, e.g. first-contact-01")
        if data:
            made.add_argument("--json", action="store_true", help="print data instead of text")
        return made

    made = command("lab", commands.lab, "lay the course out and open it in JupyterLab")
    made.add_argument("folder", nargs="?", help="where to (default: the same as last time)")
    made.usage = "kerastutor lab [FOLDER] [-- JUPYTER ARGUMENTS]"

    command("list", commands.list_all, "list chapters and exercises, and what is done", data=True)
    command("next", commands.following, "say which exercise comes next", data=True)

    made = command("check", commands.check, "check an exercise in a fresh process", exercise=None)
    made.add_argument("id", help="the exercise, for example first-contact-01")
    made.add_argument("--file", help="a Python file with the answer, instead of the notebook")
    made.add_argument("--clean", action="store_true", help="in a fresh process, as always here")
    made.add_argument("--all", action="store_true", help="show every message and every check")
    made.add_argument("--seed", type=int, help="repeat the random cases of an earlier check")
    made.add_argument("--json", action="store_true", help="print data instead of text")

    made = command("hint", commands.hint, "show the next hint")
    made.add_argument("id", help="the exercise")
    made.add_argument("--back", action="store_true", help="show the hint before")

    made = command("solution", commands.solution, "show a complete answer (only with --yes)")
    made.add_argument("id", help="the exercise")
    made.add_argument("--yes", action="store_true", help="yes, show it")

    made = command("reset", commands.reset, "begin an exercise again; your answer is kept")
    made.add_argument("id", help="the exercise")

    made = command("watch", commands.watching, "check whenever the notebook or file is saved")
    made.add_argument("id", nargs="?", help="the exercise (default: all)")
    made.add_argument("--file", help="a Python file with the answer, instead of the notebook")

    made = command("progress", commands.standing, "say what is done; take it along", data=True)
    made.add_argument("--export", metavar="FILE", help="write the log to FILE")
    made.add_argument("--import", metavar="FILE", dest="take", help="add the log in FILE")

    made = command("lang", commands.lang, "choose the language, or show it")
    made.add_argument("lang", nargs="?", choices=list(language.LANGUAGES))

    command("doctor", commands.examine, "say what is missing, and how to get it")
    command("warm", commands.warm_up, "compile the kernels ahead of their first use")

    author = adding.add_parser("author", help="tools for those who write the course")
    tools = author.add_subparsers(dest="tool", required=True, metavar="TOOL")
    tool = tools.add_parser("build", help="build the notebooks from their sources")
    tool.add_argument("--no-run", action="store_true", help="keep the outputs that are there")
    tool.set_defaults(run=commands.build_notebooks)
    tool = tools.add_parser("verify", help="prove that exercises keep what they promise")
    tool.add_argument("ids", nargs="*", metavar="ID", help="exercises (default: all)")
    jobs = min(os.cpu_count() or 1, 8)
    tool.add_argument("--jobs", type=int, default=jobs, help="processes (default: %(default)s)")
    tool.set_defaults(run=commands.verify_exercises)
    return parser
