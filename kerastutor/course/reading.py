"""Reading what authors write: an error names the file, and says what to do."""

import tomllib
from difflib import get_close_matches

from kerastutor.course.language import LANGUAGES

# Settings of exercise.toml: (what they are, an example of how to write them).
_NEEDED = {
    "id": (str, 'id = "first-contact-20"'),
    "old_ids": (list, "old_ids = []"),
    "name": (str, 'name = "q20"'),
    "title": (dict, 'title = { en = "Count the updates", zh = "数一数更新次数" }'),
    "concepts": (list, 'concepts = ["epoch", "batch size"]'),
    "requires": (list, 'requires = ["first-contact-01"]'),
    "names": (list, 'names = ["my_model"]'),
    "seconds": ((int, float), "seconds = 20"),
}
_OPTIONAL = {
    "memory_mb": (int, "memory_mb = 2048"),
    "survivors": (list, '[[survivors]] with mutation = "number: epochs=*" and reason = "..."'),
}


class BadSource(ValueError):
    """A file of an exercise or a lesson that cannot be used; says which, and what to do."""


def read_text(path):
    """Return the text of a file.

    # Raises
        BadSource: if there is none, or one that is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadSource(f"{path} is missing. CONTRIBUTING.md says what stands in it.") from None
    except UnicodeDecodeError as error:
        raise BadSource(f"{path}: {error}. Save it as UTF-8.") from None


def read_toml(path):
    """Return the tables of a TOML file.

    # Raises
        BadSource: as `read_text`, and if it is not TOML.
    """
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadSource(
            f'{path}: {error}. A text stands in "quotes", a long one in """three""", and each '
            "name and each [table] comes once."
        ) from None


def read_header(path):
    """Return the settings in `path`, an exercise.toml.

    # Raises
        BadSource: if one is missing, unknown, or of another kind; or if the id is not the name of
            the folder.
    """
    header, known = read_toml(path), {**_NEEDED, **_OPTIONAL}
    for key in header:
        if key not in known:
            near = get_close_matches(key, known, 1)
            meant = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
            raise BadSource(f"{path}: {key} is no setting. {meant}")
    for key, (kind, example) in known.items():
        if key not in header and key in _NEEDED:
            raise BadSource(f"{path}: {key} is missing. Write, for example: {example}")
        if key in header and not _fits(key, header[key], kind):
            raise BadSource(f"{path}: {key} = {header[key]!r} cannot be used. Write: {example}")
    if header["id"] != path.parent.name:
        raise BadSource(
            f"{path}: the id is {header['id']!r}, and the folder's name {path.parent.name!r}. "
            "Give both the same name."
        )
    return header


def _fits(key, value, kind):
    if not isinstance(value, kind):
        return False
    if key == "title":
        return all(isinstance(value.get(lang), str) and value[lang] for lang in LANGUAGES)
    if key == "survivors":
        return all({"mutation", "reason"} <= set(item) for item in value)
    if key == "name":
        return value.isidentifier()
    return kind is not list or all(isinstance(item, str) for item in value)
