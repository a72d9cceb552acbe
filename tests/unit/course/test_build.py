"""From a lesson source to notebooks in two languages."""

import json

import pytest

from kerastutor.course import build

SOURCE = """\
+++ {"lang": "en"}

Hello

+++ {"lang": "zh"}

你好

```{code-cell} ipython3
:tags: [nbval-check-output]

# en: one
# zh: 一
a = 1  # stays
a
```
"""


@pytest.fixture
def source(tmp_path):
    def write(text):
        path = tmp_path / "src" / "01_numbers.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def cells(path, lang):
    return json.loads(build.build(path, lang, run=False))["cells"]


def test_each_language_has_its_text_and_its_comments(source):
    path = source(SOURCE)
    english, chinese = cells(path, "en"), cells(path, "zh")
    assert ["".join(cell["source"]) for cell in english] == ["Hello", "# one\na = 1  # stays\na"]
    assert ["".join(cell["source"]) for cell in chinese] == ["你好", "# 一\na = 1  # stays\na"]


def test_cells_have_ids_and_no_counts(source):
    made = cells(source(SOURCE), "en")
    assert [cell["id"] for cell in made] == ["01_numbers-001", "01_numbers-002"]
    assert made[1]["execution_count"] is None
    assert made[1]["outputs"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SOURCE.replace('+++ {"lang": "zh"}\n\n你好\n\n', ""), "a text before it lacks zh"),
        (SOURCE.split("+++", 2)[0] + '+++ {"lang": "en"}\n\nalone\n', "the last text lacks zh"),
        ('+++ {"lang": "en"}\n\na\n\n+++ {"lang": "en"}\n\nb\n', "lang with en and zh in turn"),
        ('+++ {"lang": "fr"}\n\na\n', "lang with en and zh in turn, got 'fr'"),
    ],
)
def test_a_missing_twin_is_refused(source, text, message):
    with pytest.raises(ValueError, match=message):
        build.read_source(source(text))


def test_outputs_are_kept_while_the_source_is_the_same(source):
    path = source(SOURCE)
    target = build.built_file(path, "en")
    notebook = json.loads(build.build(path, "en", run=False))
    output = {"name": "stdout", "output_type": "stream", "text": ["1\n"]}
    notebook["cells"][1]["outputs"] = [output]
    target.parent.mkdir()
    target.write_text(json.dumps(notebook), encoding="utf-8")
    assert cells(path, "en")[1]["outputs"] == [output]
    assert cells(source(SOURCE.replace("a = 1", "a = 2")), "en")[1]["outputs"] == []


def test_running_keeps_the_compared_outputs_as_text(source):
    text = SOURCE.replace("a = 1", "print('hi'); a = 1") + "\n```{code-cell} ipython3\n7\n```\n"
    made = json.loads(build.build(source(text), "en", run=True))["cells"]
    assert made[1]["outputs"] == [
        {"name": "stdout", "output_type": "stream", "text": ["hi\n"]},
        {
            "data": {"text/plain": ["1"]},
            "execution_count": None,
            "metadata": {},
            "output_type": "execute_result",
        },
    ]
    assert made[2]["outputs"] == []


def test_what_is_printed_in_pieces_is_one_output(source):
    text = SOURCE.replace(
        "a = 1", "import time; print(1, end='', flush=True); time.sleep(0.3); print(2, flush=True)"
    ).replace("a\n```", "```")
    made = json.loads(build.build(source(text), "en", run=True))["cells"]
    assert made[1]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["12\n"]}]


def test_exercise_stands_as_task_answer_and_check(write_exercise):
    task, answer, check = build.exercise_cells(write_exercise())
    assert task.texts == {"en": "Make `value` even.", "zh": "令 `value` 为偶数。"}
    assert answer.texts["zh"] == "# 你的数\nvalue = None"
    assert answer.tags == ("exercise:even-01",)
    assert check.texts["en"] == "q1.check()"
