"""From results to what a learner reads: plain text, and the same text as a box in a notebook."""

import html
import sys

from kerastutor.course import grading, language
from kerastutor.course.jupyter import under_jupyter
from kerastutor.course.ladder import Voice
from kerastutor.course.messages import render, say

PARTS = ("have", "need", "why", "next")

_MARKS = {grading.PASS: "✓", grading.NOT_ATTEMPTED: "…"}
_COLOURS = {
    grading.PASS: "var(--jp-success-color1, #388e3c)",
    grading.NOT_ATTEMPTED: "var(--jp-info-color1, #0288d1)",
}
_OTHER_COLOUR = "var(--jp-warn-color1, #f57c00)"


class Shown:
    """A text for a learner; a notebook shows it in a box, everything else as it is.

    # Arguments
        text: the text.
        colour: CSS colour of the box's edge.
    """

    def __init__(self, text, colour=_COLOURS[grading.NOT_ATTEMPTED]):
        self.text = text
        self.colour = colour

    def __str__(self):
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None):
        box = (
            f'<pre style="border-left: 4px solid {self.colour}; padding: 0.4em 0.8em; '
            f'white-space: pre-wrap; margin: 0">{html.escape(self.text)}</pre>'
        )
        return {"text/plain": self.text, "text/html": box}


def show(shown):
    """Put `shown` in front of the learner: displayed in a notebook, else printed."""
    if under_jupyter():
        sys.modules["IPython"].display.display(shown)
    else:
        print(shown)


def result_text(exercise, result, everything=False, lang=None, shell=False):
    """Return what to say about `result`: the verdict, then one message, or all of them.

    # Arguments
        exercise: the `Exercise`.
        result: a `grading.Result`.
        everything: show all messages, and what became of each check.
        lang: the language; None takes the learner's.
        shell: name the commands of the shell instead of those of a notebook.
    """
    lang = lang or language.current()
    voice = Voice(exercise, shell)
    name = exercise.name
    lines = [
        _MARKS.get(result.outcome, "✗")
        + " "
        + say(
            f"result.{result.outcome}",
            lang,
            name=name,
            names=", ".join(result.missing or exercise.names),
            score=_score(result, lang),
            error=result.error,
            seed=result.seed,
        )
    ]
    messages = result.messages if everything else result.messages[:1]
    for message in messages:
        lines += _message_lines(exercise, message, lang)
    if result.outcome == grading.ERROR and result.error and (everything or not messages):
        lines += _error_lines(result.error, lang)
    if everything and result.outcome not in (grading.PASS, grading.NOT_ATTEMPTED):
        lines += _check_lines(result, lang)
    hidden = len(result.messages) - len(messages)
    if hidden:
        lines.append("  " + say("result.more", lang, count=hidden, everything=voice.everything))
    if result.random and result.outcome not in (grading.PASS, grading.NOT_ATTEMPTED):
        lines.append("  " + say("result.seed", lang, again=voice.again(result.seed)))
    if result.outcome not in (grading.PASS, grading.GRADER_ERROR):
        lines.append("  " + say("result.try_hint", lang, hint=voice.hint))
    return "\n".join(lines)


def result_shown(exercise, result, everything=False):
    """Return `result_text` as a `Shown` with the colour of the outcome."""
    colour = _COLOURS.get(result.outcome, _OTHER_COLOUR)
    return Shown(result_text(exercise, result, everything), colour)


def _message_lines(exercise, message, lang):
    lines = []
    if "case" in message.args:
        lines.append(f"  {say('result.case', lang)}: {message.args['case']}")
    for part in PARTS:
        text = render(exercise.messages[f"{message.id}.{part}"][lang], message.args)
        lines.append(f"  {say(f'result.{part}', lang)}: {text}")
    return lines


def _check_lines(result, lang):
    """Return what became of each check, with its points."""
    lines = []
    for check in result.checks:
        outcome = say(f"outcome.{check.outcome}", lang, by=check.blocked_by)
        points = check.points if check.outcome == grading.PASS else 0
        lines.append(f"    {check.name:16} {points}/{check.points}  {outcome}")
    return lines


def _score(result, lang):
    if not result.possible:
        return ""
    return say("result.score", lang, points=result.points, possible=result.possible)


def _error_lines(error, lang):
    """Return the error, and the learner's own lines that led to it."""
    lines = [f"  {say('result.error', lang)}: {error}"]
    if error.case is not None:
        lines.append(f"  {say('result.case', lang)}: {error.case}")
    return lines + [f"    {number}: {line}" for number, line in error.lines]
