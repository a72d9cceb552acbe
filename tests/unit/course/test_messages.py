"""The catalogue of the course's own texts."""

import ast
from pathlib import Path

import pytest

import kerastutor
from kerastutor.course import messages
from kerastutor.course.language import LANGUAGES

COURSE = Path(kerastutor.__file__).parent / "course"
CATALOGUE = messages.catalogue(COURSE / "messages.toml")


@pytest.mark.parametrize("message_id", CATALOGUE)
def test_both_languages_with_the_same_fields(message_id):
    texts = CATALOGUE[message_id]
    assert set(texts) == set(LANGUAGES)
    assert all(text.strip() for text in texts.values())
    assert messages.fields(texts["en"]) == messages.fields(texts["zh"])


def test_every_id_in_the_code_is_in_the_catalogue():
    used = set()
    for path in COURSE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    used.add(first.value)
    assert used
    assert used <= set(CATALOGUE)


def test_fields_are_filled():
    assert messages.say("doctor.package", "en", name="numpy", version="2.0") == "numpy 2.0"


def test_values_stay_as_they_are_and_templates_reach_no_attributes():
    assert messages.render("{a}", {"a": "{b}"}) == "{b}"
    with pytest.raises(KeyError):
        messages.render("{a.__class__}", {"a": 1})
