"""Texts by id: every sentence that the course says stands in a catalogue, in both languages.

A catalogue is a TOML file of tables, one per message, with the languages side by side:

    [doctor.python]
    en = "Python {version}"
    zh = "Python {version}"
"""

import string
from functools import cache
from pathlib import Path

from kerastutor.course import language
from kerastutor.course.reading import BadSource, read_toml

_OWN = Path(__file__).with_name("messages.toml")
_COMMON = Path(__file__).with_name("common.toml")


def say(message_id, lang=None, **args):
    """Return the text of the course's own message `message_id` in the learner's language."""
    return render(catalogue(_OWN)[message_id][lang or language.current()], args)


def common():
    """Return the catalogue of messages that every exercise has."""
    return catalogue(_COMMON)


def render(template, args):
    """Fill `{name}` fields of `template` with `args`; a value's own braces stay as they are."""
    return _FORMATTER.vformat(template, (), args)


def fields(template):
    """Return the names of the fields of `template`, to compare two languages."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@cache
def catalogue(path):
    """Return the catalogue file `path` as {message id: {language: text}}.

    # Raises
        BadSource: if it is missing, no TOML, or holds a text without a language.
    """
    return dict(_flatten(read_toml(path), path))


def _flatten(table, path, prefix=""):
    for name, value in table.items():
        key = prefix + name
        if not isinstance(value, dict):
            raise BadSource(f"{path}: {key} has no language. Write {key}.en and {key}.zh.")
        if value and set(value) <= set(language.LANGUAGES):
            yield key, value
        else:
            yield from _flatten(value, path, f"{key}.")


class _PlainFormatter(string.Formatter):
    """Replaces `{name}`, and nothing else: no attributes, no indexing, no conversions."""

    def get_field(self, field_name, args, kwargs):
        return kwargs[field_name], field_name


_FORMATTER = _PlainFormatter()
