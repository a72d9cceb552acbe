"""The ladder of hints: where to look, the idea, a worked twin, a skeleton with a gap, the solution.

The first rung speaks to the mistake that the last check found. The solution asks once more.
"""

from kerastutor.course.messages import say

RUNGS = ("where", "idea", "twin", "skeleton", "solution")
LAST = len(RUNGS) - 1


class Voice:
    """How the texts call the commands: as in a notebook, or as in a shell.

    # Arguments
        exercise: the `Exercise`.
        shell: True for the shell.
    """

    def __init__(self, exercise, shell=False):
        self.ask = "solution.ask_in_shell" if shell else "solution.ask"
        if shell:
            given = exercise.id
            self.name = exercise.id
            self.check = f"kerastutor check {given}"
            self.everything = f"{self.check} --all"
            self.hint = f"kerastutor hint {given}"
            self.back = f"{self.hint} --back"
            self.solution = f"kerastutor solution {given}"
            self.surely = f"{self.solution} --yes"
            self._seed = f"{self.check} --seed {{}}"
        else:
            self.name = exercise.name
            self.check = f"{self.name}.check()"
            self.everything = f"{self.name}.check(all=True)"
            self.hint = f"{self.name}.hint()"
            self.back = f"{self.name}.hint(back=True)"
            self.solution = f"{self.name}.solution()"
            self.surely = self.solution
            self._seed = f"{self.name}.check(seed={{}})"

    def again(self, seed):
        """The call that repeats the random cases of `seed`."""
        return self._seed.format(seed)


def hint_text(exercise, rung, message_id, voice, lang):
    """Return the text of one rung below the solution.

    # Arguments
        exercise: the `Exercise`.
        rung: index into `RUNGS`.
        message_id: the first message of the last check, or None.
        voice: a `Voice`.
        lang: the language.
    """
    kind = RUNGS[rung]
    body = exercise.hints[kind][lang]
    if rung == 0 and message_id is not None:
        body = exercise.hints.get("first", {}).get(message_id, exercise.hints[kind])[lang]
    key = "hint.first" if rung == 0 else "hint.again"
    way_on = say(key, lang, hint=voice.hint, back=voice.back)
    return f"{_title(kind, rung, voice, lang)}\n\n{body.strip()}\n\n{way_on}"


def asking_text(voice, lang):
    """Return the question before the solution."""
    title = _title(RUNGS[LAST], LAST, voice, lang)
    way = say(voice.ask, lang, surely=voice.surely, back=voice.back, hint=voice.hint)
    return f"{title}\n\n{way}"


def solution_text(exercise, voice, lang):
    """Return a complete answer and the reasons for it."""
    why = exercise.hints["solution"][lang].strip()
    title = say("solution.title", lang, name=voice.name)
    return f"{title}\n\n{exercise.solution.strip()}\n\n{why}"


def _title(kind, rung, voice, lang):
    kind = say(f"hint.kind.{kind}", lang)
    return say("hint.title", lang, name=voice.name, rung=rung + 1, rungs=len(RUNGS), kind=kind)
