"""A drill as a learner meets it: a question, an answer, a word about the mistake, the next one."""

import ast
from pathlib import Path

import numpy as np

from kerastutor.course import language, lenient, progress
from kerastutor.course.compare import as_shape
from kerastutor.course.drills import questions
from kerastutor.course.drills.slips import parameter_slips, shape_slips
from kerastutor.course.messages import catalogue, render
from kerastutor.course.messages import say as say_of_course
from kerastutor.course.results import Message
from kerastutor.course.showing import PARTS, Shown, show

SHAPE, PARAMETERS = "shape", "parameters"
_MESSAGES = Path(__file__).with_name("messages.toml")


def drill(kind, layers="first", seed=None):
    """Return a drill, a stream of questions about layers.

    # Arguments
        kind: "shape" (what comes out?) or "parameters" (how many weights?).
        layers: "first" for the layers of the first chapter, "all", or a list of names.
        seed: seed of the questions; the same seed asks the same ones.

    # Returns
        A `Drill`.

    # Raises
        ValueError: for a kind or a layer that there is not.
    """
    if kind not in (SHAPE, PARAMETERS):
        raise ValueError(f"drill: kind must be 'shape' or 'parameters', got {kind!r}. Choose one.")
    named = {"first": questions.FIRST, "all": questions.ALL}
    names = named.get(layers) if isinstance(layers, str) else tuple(layers)
    if not names or set(names) - set(questions.ALL):
        raise ValueError(
            f"drill: layers must be 'first', 'all' or names among {', '.join(questions.ALL)}, got "
            f"{layers!r}. Leave it out for the layers of the first chapter."
        )
    return Drill(kind, names, seed)


class Drill:
    """Questions about layers, one after the other.

    # Attributes
        question: the question that stands now.
        right: how many were answered rightly at the first try.
        asked: how many were asked so far.
    """

    def __init__(self, kind, names, seed):
        self.kind = kind
        self.right = self.asked = 0
        self._names = names
        self._rng = np.random.default_rng(seed)
        self._tried = False
        self._draw()

    def answer(self, value):
        """Say whether `value` is right, and if not, which mistake leads to it."""
        message = judge(self.kind, self.question, value)
        if not self._tried:
            self.right += message is None
            told = None if message is None else message.id
            progress.record(
                progress.DRILL, f"drill-{self.kind}", right=message is None, message=told
            )
        self._tried = True
        show(Shown(self._verdict(message)))

    def next(self):
        """Ask another question; it is shown."""
        self._draw()
        show(Shown(self.text()))

    def text(self):
        """Return the question as text, in the learner's language."""
        return say(
            f"ask_{self.kind}",
            code=self.question.code,
            shape=str((None, *self.question.input_shape)),
            sample=str(self.question.input_shape),
            batch=self.question.batch,
        )

    def _draw(self):
        self.question = questions.draw(self._rng, self._names)
        self.asked += 1
        self._tried = False

    def _verdict(self, message):
        if message is None:
            return say("right", right=self.right, asked=self.asked)
        lines = ["✗ " + say("wrong")]
        for part in PARTS:
            text = say(f"{message.id}.{part}", **message.args)
            lines.append(f"  {say_of_course(f'result.{part}')}: {text}")
        return "\n".join(lines)

    def __repr__(self):
        return self.text()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return Shown(self.text())._repr_mimebundle_()


def judge(kind, question, value):
    """Return None for a right answer, else the `Message` that names the mistake."""
    if kind == SHAPE:
        return _judge_shape(question, value)
    return _judge_parameters(question, value)


def say(message_id, **args):
    """Return a text of the drills in the learner's language."""
    return render(catalogue(_MESSAGES)[message_id][language.current()], args)


def _judge_shape(question, value):
    truth = question.output_shape()
    try:
        given = as_shape(ast.literal_eval(value) if isinstance(value, str) else value)
    except (TypeError, ValueError, SyntaxError):
        return Message("no_shape", {"got": lenient.plain(value)})
    if given == truth:
        return None
    slips = shape_slips(question, truth)
    name = next((name for name, wrong in slips if wrong == given), None)
    if name is None:
        name = "wrong_rank" if len(given) != len(truth) else "wrong_shape"
    places = [i for i, (a, b) in enumerate(zip(given, truth, strict=False)) if a != b]
    return Message(name, {
        **_words(question), "got": given, "axes": len(truth), "rank": len(given),
        "axis": places[0] if places else len(truth) - 1,
    })  # fmt: skip


def _judge_parameters(question, value):
    given, truth = lenient.number(value), question.parameters()
    if given is None:
        return Message("no_count", {"got": lenient.plain(value)})
    if given == truth:
        return None
    slips = parameter_slips(question, truth)
    name = next((name for name, wrong in slips if wrong in (None, given)), "wrong_count")
    return Message(name, {**_words(question), "got": lenient.plain(given)})


def _words(question):
    return {
        "code": question.code,
        "shape": str((None, *question.input_shape)),
        "batch": question.batch,
        "last": question.input_shape[-1],
        "layer": question.layer,
    }
