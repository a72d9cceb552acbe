"""Exercises in a notebook: `q1.check()`, `q1.hint()`, `q1.solution()`."""

import sys

from kerastutor.course import exercise as exercises
from kerastutor.course import grading, language
from kerastutor.course.messages import say
from kerastutor.course.showing import Shown, result_shown, show

RUNGS = ("where", "idea", "twin", "skeleton")


class ExerciseSession:
    """One exercise as a learner meets it.

    # Arguments
        exercise: the `Exercise`.
        namespace: the variables that are graded; None takes those of the notebook.
    """

    def __init__(self, exercise, namespace=None):
        self.exercise = exercise
        self.result = None
        self._namespace = namespace
        self._rung = -1
        self._asked_for_solution = False

    def check(self, all=False, seed=None):
        """Check the answer as it stands now in the notebook's variables.

        # Arguments
            all: show every message, not only the first.
            seed: repeats the random cases of an earlier check.
        """
        namespace = self._namespace
        if namespace is None:
            namespace = vars(sys.modules["__main__"])
        submission = grading.Submission(
            dict(namespace), earlier_error=getattr(sys, "last_value", None)
        )
        limits = grading.Limits(self.exercise.header["seconds"])
        self.result = grading.grade(
            submission, self.exercise.checks, self.exercise.names, limits, seed
        )
        show(result_shown(self.exercise, self.result, everything=all))

    def hint(self, back=False):
        """Show the next hint, or the one before with `back=True`.

        The first hint speaks to the mistake that the last `check()` found, if it found one.
        """
        step = -1 if back else 1
        self._rung = min(max(self._rung + step, 0), len(RUNGS) - 1)
        show(Shown(self._hint_text(language.current())))

    def solution(self):
        """Show a complete answer; asks once more first."""
        lang = language.current()
        name = self.exercise.name
        if not self._asked_for_solution:
            self._asked_for_solution = True
            show(Shown(say("solution.ask", lang, name=name)))
            return
        why = self.exercise.hints["solution"][lang].strip()
        title = say("solution.title", lang, name=name)
        show(Shown(f"{title}\n\n{self.exercise.solution.strip()}\n\n{why}"))

    def _hint_text(self, lang):
        kind = RUNGS[self._rung]
        hints = self.exercise.hints
        body = hints[kind][lang]
        found = self.result.messages if self.result is not None else ()
        if self._rung == 0 and found:
            body = hints.get("first", {}).get(found[0].id, hints[kind])[lang]
        title = say(
            "hint.title",
            lang,
            name=self.exercise.name,
            rung=self._rung + 1,
            rungs=len(RUNGS),
            kind=say(f"hint.kind.{kind}", lang),
        )
        last = self._rung == len(RUNGS) - 1
        way_on = say("hint.last" if last else "hint.again", lang, name=self.exercise.name)
        return f"{title}\n\n{body.strip()}\n\n{way_on}"

    def __repr__(self):
        title = self.exercise.title(language.current())
        name = self.exercise.name
        return f"{title}: {name}.check()  {name}.hint()  {name}.solution()"


class Chapter:
    """The exercises of a chapter as attributes `q1`, `q2` ...

    # Arguments
        number: the chapter's number.
    """

    def __init__(self, number):
        prefix = f"{number:02d}_"
        found = [item for item in exercises.all_exercises() if item.chapter.startswith(prefix)]
        if not found:
            chapters = sorted({int(item.chapter[:2]) for item in exercises.all_exercises()})
            raise ValueError(
                f"chapter: number must be one of {chapters}, got {number!r}. "
                "`kerastutor list` shows all chapters."
            )
        self.number = number
        self._sessions = {item.name: ExerciseSession(item) for item in found}

    def __getattr__(self, name):
        sessions = self.__dict__.get("_sessions", {})
        if name in sessions:
            return sessions[name]
        raise AttributeError(f"chapter {self.number} has {', '.join(sessions)}, not {name!r}.")

    def __dir__(self):
        return [*super().__dir__(), *self._sessions]


def chapter(number):
    """Return the exercises of a chapter.

    # Arguments
        number: the chapter's number, for example 1.

    # Returns
        An object with the exercises as attributes: `chapter(1).q1`.

    # Raises
        ValueError: if there is no such chapter.

    # Example

    ```python
    from kerastutor.course import chapter
    q1 = chapter(1).q1
    q1.check()
    ```
    """
    if not isinstance(number, int):
        raise TypeError(f"chapter: number must be an int, got {number!r}. For example: chapter(1).")
    return Chapter(number)
