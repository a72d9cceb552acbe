"""`kerastutor watch`: check an answer each time when its file is saved."""

import os
import time

from kerastutor.course import answers, replay

POLL_SECONDS = 0.5


def changes(exercises, file=None):
    """Yield (exercise, `answers.Saved`) for each answer that changes on disk, without end.

    The first look is taken by this call itself; between two looks None is yielded. The first look
    gives no answers, except of a single exercise that has been attempted already.

    # Arguments
        exercises: the `Exercise`s to watch.
        file: a Python file with the answer to the only exercise, instead of notebooks.
    """
    times = _times(exercises, file)  # before the answers: what is saved meanwhile shows as newer
    known = {exercise.id: _answer(exercise, file) for exercise in exercises}
    return _further(exercises, file, times, known)


def _further(exercises, file, times, known):
    if len(exercises) == 1 and known[exercises[0].id] is not None:
        item = known[exercises[0].id]
        if not replay.is_starter(exercises[0], item.code):
            yield exercises[0], item
    while True:
        yield None
        now = _times(exercises, file)
        for exercise in exercises:
            changed = any(now.get(path) != times.get(path) for path in _files(exercise, file))
            item = _answer(exercise, file) if changed else None
            if item is None:
                continue
            before = known[exercise.id]
            known[exercise.id] = item
            if before is None or before.code != item.code:
                yield exercise, item
        times = now


def _files(exercise, file):
    return [file] if file is not None else answers.places(exercise)


def _times(exercises, file):
    found = {}
    for exercise in exercises:
        for path in _files(exercise, file):
            try:
                status = os.stat(path)
            except OSError:
                continue
            found[path] = status.st_mtime_ns, status.st_size
    return found


def _answer(exercise, file):
    try:
        item = answers.saved(exercise, file)
    except answers.NoAnswer:  # also while a notebook is half written
        return None
    return item if item.code else None  # many editors empty a file before they write it


def wait():
    """Let the time between two looks pass."""
    time.sleep(POLL_SECONDS)
