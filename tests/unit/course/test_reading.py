"""What an author gets told about a file that cannot be used: which one, and what to do."""

import pytest

from kerastutor.course import build
from kerastutor.course.reading import BadSource


def changed(write_exercise, file_name, old, new):
    """Write the exercise with `old` replaced by `new` in one of its files."""
    path = write_exercise().folder / file_name
    text = path.read_text(encoding="utf-8")
    assert old in text
    return write_exercise(**{path.stem: text.replace(old, new)})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("seconds = 20\n", "", "seconds is missing. Write, for example: seconds = 20"),
        ("seconds = 20", "seconds = ", "Invalid value (at line 9, column 11)"),
        ("seconds = 20", "seconds = '20'", "seconds = '20' cannot be used. Write: seconds = 20"),
        ("seconds =", "second =", "second is no setting. Did you mean seconds?"),
        ("seconds =", "colour = 1\nseconds =", "colour is no setting. There are: id, "),
        ('["value"]', "'value'", "names = 'value' cannot be used. Write: names = "),
        (', zh = "偶数"', "", "title = {'en': 'An even number'} cannot be used"),
        ('name = "q1"', 'name = "q 1"', "name = 'q 1' cannot be used. Write: name = "),
        ("mutation =", "mutations =", 'Write: [[survivors]] with mutation = "'),
        ('id = "even-01"', 'id = "even-02"', "the id is 'even-02', and the folder's"),
    ],
)
def test_settings(write_exercise, old, new, told):
    with pytest.raises(BadSource) as error:
        changed(write_exercise, "exercise.toml", old, new)
    assert "even-01/exercise.toml: " in str(error.value)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("file_name", "read"),
    [
        ("given.py", lambda exercise: exercise.given),
        ("starter.py", lambda exercise: exercise.starter),
        ("text.md", build.exercise_cells),
        ("checks.py", lambda exercise: exercise.checks),
        ("messages.toml", lambda exercise: exercise.messages),
        ("hints.toml", lambda exercise: exercise.hints),
    ],
)
def test_a_missing_file(write_exercise, file_name, read):
    exercise = write_exercise()
    (exercise.folder / file_name).unlink()
    with pytest.raises(BadSource, match=f"even-01/{file_name} is missing"):
        read(exercise)


def test_a_missing_solution(write_exercise):
    exercise = write_exercise()
    (exercise.solutions / "solution.py").unlink()
    with pytest.raises(BadSource, match="solution.py is missing"):
        _ = exercise.solution


def test_a_file_in_another_encoding(write_exercise):
    exercise = write_exercise()
    (exercise.folder / "given.py").write_bytes("# 偶数".encode("gbk"))
    with pytest.raises(BadSource, match="given.py: .* Save it as UTF-8"):
        _ = exercise.given


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("def even(answer):", "def even(answer)", "line 8: SyntaxError: expected ':'"),
        ("import Checks,", "import Cheques,", "line 2: ImportError: cannot import name"),
        ("@CHECKS.check(points=2)", "@CHECKS.check", "line 7: TypeError: even: write @CHECKS"),
        ("@CHECKS.check(points=2)", "", "has no checks. Write CHECKS = Checks()"),
    ],
)
def test_checks(write_exercise, old, new, told):
    exercise = changed(write_exercise, "checks.py", old, new)
    with pytest.raises(BadSource) as error:
        _ = exercise.checks
    assert "even-01/checks.py" in str(error.value)
    assert told in str(error.value)


def test_a_message_without_a_language(write_exercise):
    exercise = write_exercise(messages="[odd]\nhave = 'odd'\n")
    with pytest.raises(BadSource, match="messages.toml: odd.have has no language. Write odd"):
        _ = exercise.messages


@pytest.mark.parametrize(
    ("file_name", "old", "new", "told"),
    [
        ("text.md", '+++ {"lang": "zh"}', "", "text.md must have en and zh, got ['en']"),
        ("text.md", '{"lang": "zh"}', "{lang: zh}", 'text.md: Markdown cell 1 at line 6'),
        ("starter.py", "# zh: 你的数\n", "", "starter.py: '# en: your number' stands"),
    ],
)
def test_texts(write_exercise, file_name, old, new, told):
    exercise = changed(write_exercise, file_name, old, new)
    with pytest.raises(BadSource) as error:
        build.exercise_cells(exercise)
    assert told in str(error.value)


def test_a_lesson_that_names_an_unknown_exercise(tmp_path):
    lesson = tmp_path / "01_numbers.md"
    lesson.write_text('+++ {"exercise": "first-contact-0"}\n\n(here)\n', encoding="utf-8")
    with pytest.raises(BadSource, match="there is no exercise 'first-contact-0' .similar: first-"):
        build.read_source(lesson)
