"""All notebooks that are built, from which sources, and where they lie.

    notebooks/{en,zh}/<chapter>.ipynb    lessons         from notebooks/src/<chapter>.md
    exercises/{en,zh}/<chapter>.ipynb    exercises       from exercises/<chapter>/*/
    solutions/{en,zh}/<chapter>.ipynb    their answers   from solutions/<chapter>/*/

Each is built once for each language. A lesson holds the exercises, too; the exercise notebook is
for those who want them without the lesson.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kerastutor.course import build
from kerastutor.course import exercise as exercises
from kerastutor.course.build import COMPARED, Cell
from kerastutor.course.files import write_text
from kerastutor.course.language import LANGUAGES
from kerastutor.course.messages import say
from kerastutor.course.paths import course_folder


@dataclass(frozen=True)
class Built:
    """A notebook that is built.

    # Arguments
        folder: the folder that holds `en/` and `zh/`.
        chapter: its name without the ending.
        cells: function that returns its `build.Cell`s.
    """

    folder: Path
    chapter: str
    cells: Callable

    def target(self, lang):
        """Return the file of the notebook in the language `lang`."""
        return self.folder / lang / f"{self.chapter}.ipynb"

    def text(self, lang, run=True):
        """Return the text of the file; `run` as in `build.finished`."""
        return build.finished(self.cells(), lang, self.target(lang), run)


def all_built():
    """Return every `Built` notebook of the course."""
    lessons = [
        Built(source.parents[1], source.stem, lambda source=source: build.read_source(source))
        for source in build.sources()
    ]
    chapters = [
        (chapter, list(items))
        for chapter, items in groupby(exercises.all_exercises(), key=lambda item: item.chapter)
    ]
    practice, answers = (
        [
            Built(course_folder(folder), chapter, lambda make=make, items=items: make(items))
            for chapter, items in chapters
        ]
        for folder, make in (("exercises", exercise_notebook), ("solutions", solution_notebook))
    )
    return lessons + practice + answers


def build_all(run=True):
    """Build every notebook in every language; return the paths of the files that changed."""
    changed = []
    for built in all_built():
        for lang in LANGUAGES:
            target, text = built.target(lang), built.text(lang, run)
            if not target.is_file() or target.read_text(encoding="utf-8") != text:
                write_text(target, text)
                changed.append(target)
    return changed


def exercise_notebook(items):
    """Return the cells of the notebook that holds the exercises of a chapter and nothing else."""
    cells = _opening(items, "notebook.exercises")
    for item in items:
        task, answer, check = build.exercise_cells(item)
        cells += [task, _given(item), answer, check]
    return cells


def solution_notebook(items):
    """Return the cells of the notebook that shows how the exercises of a chapter are answered."""
    cells = _opening(items, "notebook.solutions")
    for item in items:
        task, _, check = build.exercise_cells(item)
        others = [code for name, code in item.answers().items() if name != "solution.py"]
        cells += [
            task,
            _given(item),
            build.code(item.solution.rstrip()),
            build.code(check.texts["en"], (COMPARED,)),
            Cell("markdown", {lang: _reasons(item, others, lang) for lang in LANGUAGES}),
        ]
    return cells


def _opening(items, message_id):
    chapter = items[0].chapter
    number = int(chapter[:2])
    lesson = course_folder("notebooks") / "src" / f"{chapter}.md"
    texts = {}
    for lang in LANGUAGES:
        other = next(name for name in LANGUAGES if name != lang)
        title = build.read_source(lesson)[0].texts[lang].splitlines()[0].lstrip("# ")
        link = f"[{LANGUAGES[other]}](../{other}/{chapter}.ipynb)"
        about = say(f"{message_id}_about", lang)
        texts[lang] = f"# {say(message_id, lang, title=title)}\n\n{link}\n\n{about}"
    names = "\n".join(f"{item.name} = chapter({number}).{item.name}" for item in items)
    setup = build.code(f"from kerastutor.course import chapter\n\n{names}")
    return [Cell("markdown", texts), setup]


def _given(item):
    return build.code(item.given.rstrip(), ("given",))


def _reasons(item, others, lang):
    parts = [item.hints["solution"][lang].strip()]
    if others:
        parts.append(say("notebook.other_ways", lang))
        parts += [f"```python\n{code.strip()}\n```" for code in others]
    return "\n\n".join(parts)
