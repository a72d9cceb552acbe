"""A trace in words: the deterministic text of the shape inspector, in the learner's language."""

import unicodedata
from pathlib import Path

from kerastutor.course import language
from kerastutor.course.messages import catalogue, render

_MESSAGES = Path(__file__).with_name("messages.toml")


def say(message_id, lang, **args):
    """Return a text of the shape inspector."""
    return render(catalogue(_MESSAGES)[message_id][lang], args)


def trace_text(trace, lang=None):
    """Return a table of all steps, then what is wrong or worth a look."""
    lang = lang or language.current()
    rows = [_row(trace, index, lang) for index in range(len(trace.steps))]
    widths = [max((_width(row[i]) for row in rows), default=0) for i in range(3)]
    lines = [title(trace, lang), ""]
    for row in rows:
        cells = [_padded(cell, width) for cell, width in zip(row, widths)]
        lines.append("  ".join([*cells, row[3]]).rstrip())
    for problem in trace.problems:
        lines += ["", *problem_lines(trace, problem, lang)]
    if not trace.problems:
        lines += ["", verdict(trace, lang)]
    return "\n".join(lines)


def verdict(trace, lang):
    """Return what to say when nothing is wrong."""
    return say("all_fit" if trace.steps else "empty", lang)


def title(trace, lang):
    """Return the first line: how many layers, how many weights."""
    layers = {id(s.layer) if s.layer is not None else id(s): s for s in trace.steps
              if s.kind not in ("InputLayer", "labels")}.values()  # fmt: skip
    counts = [step.parameters for step in layers]
    if None in counts:
        return say("title_unknown", lang, layers=len(layers))
    return say("title", lang, layers=len(layers), parameters=f"{sum(counts):,}")


def step_details(trace, index, lang):
    """Return what the live view says of a step: a title, and pairs (heading, text)."""
    step = trace.steps[index]
    rows = []
    if step.sources:
        inputs = [shape_words(s, lang) for s in step.input_shapes]
        names = [trace.steps[s[0]].name if s else "" for s in step.sources]
        rows += [(say("input", lang), f"{shape}  {say('from', lang, names=name)}")
                 for shape, name in zip(inputs, names) if name]
    outputs = " ".join(shape_words(s, lang) for s in step.output_shapes) or "?"
    rows.append((say("output", lang), outputs))
    if step.parameters is not None:
        rows.append((say("parameter_count", lang), parameter_words(step)))
    for problem in trace.problems:
        if problem.step == index:
            rows += problem_parts(problem, lang)
    return {"title": f"{step.name}  {step.signature}", "rows": rows}


def parameter_words(step):
    """Return the number of weights and where it comes from: `2,080 = 64 x 32 + 32`."""
    shapes = [tuple(weight.shape) for weight in step.layer.weights]
    parts = [" x ".join(map(str, shape)) or "1" for shape in shapes]
    count = f"{step.parameters:,}"
    if not parts or len(parts) > 6 or len(parts) == 1 and len(shapes[0]) < 2:
        return count
    return f"{count} = {' + '.join(parts)}"


def problem_title(trace, problem, lang):
    """Return what the problem is about, in one sentence."""
    step = trace.steps[problem.step]
    name, kind = step.name, step.kind
    if problem.mark == "note":
        return say("note", lang, name=problem.args.get("name", name), kind=kind)
    if problem.id == "disconnected":
        return say("disconnected", lang, name=name)
    if step.layer is None and kind != "labels":
        return say("unmade", lang, name=name)
    if kind in ("labels", "InputLayer"):
        return say("data_failed", lang, name=problem.args.get("name", name))
    return say("failed", lang, name=name, kind=kind)


def problem_parts(problem, lang):
    """Return pairs (heading, text): both shapes, and the fix."""
    args = {key: shape_words(value, lang, bare=True) for key, value in problem.args.items()}
    parts = []
    if problem.have is not None:
        parts.append((say("have", lang), shape_words(problem.have, lang)))
    if problem.need is not None:
        parts.append((say("need", lang), shape_words(problem.need, lang)))
    parts.append((say("fix", lang), say(f"advice.{problem.id}", lang, **args)))
    if problem.mark == "note" and problem.have is not None and problem.have == problem.need:
        parts = parts[-1:]
    return parts


def problem_lines(trace, problem, lang):
    """Return the lines of text about a problem."""
    sign = "✗" if problem.mark == "failed" else "!"
    colon = say("colon", lang)
    parts = [(heading + colon, text) for heading, text in problem_parts(problem, lang)]
    width = max(_width(heading) for heading, _ in parts) + (lang == "en")
    lines = [f"{sign} {problem_title(trace, problem, lang)}"]
    return lines + [f"  {_padded(heading, width)}{text}" for heading, text in parts]


def shape_words(value, lang, bare=False):
    """Return a shape, a list of shapes, or a text; words for axes in the language.

    # Arguments
        value: tuple, list of tuples, or anything else, which is written as it is.
        lang: "en" or "zh".
        bare: True leaves lists alone.
    """
    if isinstance(value, tuple):
        inside = ", ".join(_axis(size, lang) for size in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, list) and not bare:
        return say("and", lang).join(shape_words(item, lang) for item in value)
    if value is None and not bare:
        return "?"
    return str(value)


def _axis(size, lang):
    if isinstance(size, str):
        texts = catalogue(_MESSAGES).get(f"axis.{size}")
        return texts[lang] if texts else size
    return shape_words(size, lang) if isinstance(size, tuple) else str(size)


def _row(trace, index, lang):
    step = trace.steps[index]
    shape = " ".join(shape_words(s, lang) for s in step.output_shapes) or "?"
    chain = [(index - 1, 0)] if index else []
    sources = ""
    if step.sources != chain and any(step.sources):
        names = ", ".join(trace.steps[s[0]].name for s in step.sources if s is not None)
        sources = say("from", lang, names=names)
    mark = {"failed": "✗", "note": "!"}.get(step.mark, " ")
    return [f"{mark} {step.name}", step.signature if step.layer is not None else "", shape,
            sources]


def _width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text, width):
    return text + " " * (width - _width(text))
