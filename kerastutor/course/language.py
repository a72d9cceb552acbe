"""Which language the course speaks."""

import os
import re
from pathlib import Path

from kerastutor.course import settings

LANGUAGES = {"en": "English", "zh": "中文"}
_COMMENT = re.compile(r"^(\s*)# (en|zh): (.*)$")


def current():
    """Return "en" or "zh".

    The first of these that names one of the two decides: the variable KERASTUTOR_LANG, the
    folder of the notebook that is running (`en/` or `zh/`), the saved choice, the locale.
    """
    candidates = (
        os.environ.get("KERASTUTOR_LANG"),
        Path(os.environ.get("JPY_SESSION_NAME", "")).parent.name,
        _working_folder(),
        settings.load().get("lang"),
        os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"),
    )
    for candidate in candidates:
        code = _code(candidate)
        if code:
            return code
    return "en"


def choose(lang):
    """Save `lang` as the user's choice.

    # Raises
        ValueError: if `lang` is not a language of the course.
    """
    if lang not in LANGUAGES:
        known = " or ".join(LANGUAGES)
        raise ValueError(f"lang: the language must be {known}, got {lang!r}.")
    settings.save(lang=lang)


def in_language(code, lang):
    """Return Python code with its comments in one language.

    Of the lines `# en: ...` and `# zh: ...` those of `lang` stay, without the mark.
    """
    lines = []
    for line in code.splitlines():
        comment = _COMMENT.match(line)
        if comment is None:
            lines.append(line)
        elif comment[2] == lang:
            lines.append(f"{comment[1]}# {comment[3]}")
    return "\n".join(lines)


def comment_alone(code):
    """Return the first line `# en: ...` or `# zh: ...` without its twin beside it, or None."""
    group = {}
    for line in [*code.splitlines(), ""]:
        comment = _COMMENT.match(line)
        if comment is not None:
            group.setdefault(comment[2], line)
            continue
        if len(group) == 1:
            return next(iter(group.values()))
        group = {}
    return None


def _code(candidate):
    """Return the language of "zh", "zh_CN.UTF-8", "en-US" ..., or None for any other text."""
    if not isinstance(candidate, str):
        return None
    code = candidate.replace("-", "_").split("_")[0].split(".")[0].lower()
    return code if code in LANGUAGES else None


def _working_folder():
    try:
        return Path.cwd().name
    except OSError:  # the folder was removed under us
        return None
