"""Texts of the views: both languages, the same fields, none missing and none left over."""

import re
from pathlib import Path

import pytest

import kerastutor.widgets
from kerastutor.course.messages import catalogue, fields

FOLDER = Path(kerastutor.widgets.__file__).parent
CATALOGUES = sorted(FOLDER.glob("*/messages.toml"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
def test_both_languages_have_the_same_fields(path):
    for name, texts in catalogue(path).items():
        assert set(texts) == {"en", "zh"}, name
        assert fields(texts["en"]) == fields(texts["zh"]), name
        assert all(text.strip() for text in texts.values()), name


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
def test_each_message_is_used(path):
    code = "".join(file.read_text(encoding="utf-8") for file in path.parent.glob("*.py"))
    for name in catalogue(path):
        short = name.removeprefix("advice.").removeprefix("axis.")
        assert re.search(rf"[\"']{re.escape(short)}[\"']", code), name
