"""Which language the course speaks."""

import pytest

from kerastutor.course import language, settings


@pytest.fixture(autouse=True)
def neutral(monkeypatch, tmp_path):
    """No variable, a folder without a language in its name, an unknown locale."""
    for name in ("KERASTUTOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_english_without_any_choice():
    assert language.current() == "en"


@pytest.mark.parametrize("name", ["zh_CN.UTF-8", "zh-TW", "zh"])
def test_locale(monkeypatch, name):
    monkeypatch.setenv("LANG", name)
    assert language.current() == "zh"


def test_saved_choice_beats_the_locale(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    language.choose("en")
    assert language.current() == "en"


def test_folder_of_the_notebook_beats_the_saved_choice(monkeypatch, tmp_path):
    language.choose("en")
    (tmp_path / "zh").mkdir()
    monkeypatch.chdir(tmp_path / "zh")
    assert language.current() == "zh"
    monkeypatch.setenv("JPY_SESSION_NAME", "/course/en/01_first_contact.ipynb")
    assert language.current() == "en"


def test_variable_beats_everything(monkeypatch):
    language.choose("en")
    monkeypatch.setenv("KERASTUTOR_LANG", "zh")
    assert language.current() == "zh"


def test_unknown_language_is_refused_and_nothing_saved():
    with pytest.raises(ValueError, match="lang: the language must be en or zh, got 'fr'"):
        language.choose("fr")
    assert settings.load() == {}


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00"])
def test_damaged_settings_count_as_none(home, text):
    file = home / "config" / "kerastutor" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert settings.load() == {}
    language.choose("zh")
    assert settings.load() == {"lang": "zh"}
