"""Python errors that say by themselves what is wrong, put into words for a learner.

A misspelt name or argument, a function that was not called, the result of a method that gives
None: whatever else is wrong with an answer that stopped like this follows from it.
"""

from kerastutor.course.results import ErrorReport, Message

_FAMILIES = (
    ("error_name", NameError, ("is not defined",)),
    ("error_argument", TypeError, ("unexpected keyword argument", "keyword arguments must be")),
    ("error_argument", TypeError, ("keywords must be", "positional argument", "multiple values")),
    ("error_uncalled", TypeError, ("'function'", "'method'", "builtin_function_or_method")),
    ("error_none", (TypeError, AttributeError), ("'NoneType'",)),
    ("error_attribute", AttributeError, ("has no attribute",)),
    ("error_key", KeyError, ("",)),
)


def explained(error):
    """Return the common `Message` that explains `error`, or None when it needs the exercise.

    # Arguments
        error: an exception, or None.
    """
    text = str(error)
    for message_id, kinds, phrases in _FAMILIES:
        if isinstance(error, kinds) and any(phrase in text for phrase in phrases):
            report = ErrorReport.of(error)
            line = report.lines[-1][1].strip() if report.lines else "-"
            return Message(message_id, {"error": report, "line": line})
    return None
