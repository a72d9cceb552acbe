"""A trace as a picture: the graph with a shape on every edge, and the messages below."""

from kerastutor.utils.graph_svg import NOTEBOOK, Drawing, document, draw, text, text_width
from kerastutor.utils.model_graph import Box, Edge, Graph
from kerastutor.widgets.shapes.words import (
    problem_parts,
    problem_title,
    say,
    shape_words,
    title,
    trace_text,
    verdict,
)

MOST_BOXES = 60
_NARROW = 440                            # up to this width messages stand beside the graph
_PANEL = 430                             # width of the messages
_LINE = 20


def trace_svg(trace, lang, colours=NOTEBOOK):
    """Return the picture of a trace as SVG; its description says the same in words."""
    drawing = draw(trace_graph(trace, lang), colours, identify=_identify)
    panel = _panel(trace, lang, colours)
    if drawing.width <= _NARROW:         # beside the first problem, else below
        left = drawing.width + 32
        step = trace.problems[0].step if trace.problems else 0
        top = drawing.places.get(step, (0, 0))[1] - 25
        top = max(0, min(top, drawing.height - panel.height))
    else:
        left, top = 0, drawing.height + 24
    whole = Drawing(
        [*drawing.elements, f'<g transform="translate({left:.1f} {top:.1f})">',
         *panel.elements, "</g>"],
        max(drawing.width, left + panel.width), max(drawing.height, top + panel.height))
    return document(whole, colours, title(trace, lang), trace_text(trace, lang))


def trace_graph(trace, lang, most=MOST_BOXES):
    """Return the `Graph` of a trace; of a long one, what lies around the first problem."""
    shown = _shown(trace, most)
    used = {source[0] for step in trace.steps for source in step.sources if source}
    boxes, edges = [], []
    last = None
    for index, step in enumerate(trace.steps):
        if index not in shown:
            continue
        if last is not None and index > last + 1:
            boxes.append(_gap(last, index, lang))
            edges.append(Edge(last, ("gap", index), mark="unknown"))
            edges.append(Edge(("gap", index), index, mark="unknown"))
        lines = [step.name]
        if step.layer is not None:
            lines.append(step.signature)
        elif step.output_shapes:
            lines.append(shape_words(step.output_shapes[0], lang))
        if step.layer is not None and step.output_shapes and index not in used:
            lines.append("→ " + " ".join(shape_words(s, lang) for s in step.output_shapes))
        boxes.append(Box(index, step.name, step.kind, lines=tuple(lines), mark=step.mark))
        for position, source in enumerate(step.sources):
            if source is not None and source[0] in shown:
                edges.append(_edge(trace, index, position, source, lang))
        last = index
    return Graph(boxes, edges)


def _edge(trace, index, position, source, lang):
    step = trace.steps[index]
    shape = step.input_shapes[position] if position < len(step.input_shapes) else None
    mark = step.mark if step.mark == "failed" else "unknown" if shape is None else ""
    return Edge(source[0], index, shape_words(shape, lang), source[1], position, mark)


def _shown(trace, most):
    """Indices of the steps to draw."""
    count = len(trace.steps)
    if count <= most:
        return set(range(count))
    middle = trace.problems[0].step if trace.problems else count - 1
    ends = most // 6
    start = max(0, min(middle - most // 2 + ends, count - most))
    return {*range(ends), *range(start, start + most - 2 * ends), *range(count - ends, count)}


def _gap(last, index, lang):
    words = say("folded", lang, count=index - last - 1)
    return Box(("gap", index), "", "", lines=(words,), mark="unknown")


def _identify(box):
    return f'data-step="{box.key}"' if isinstance(box.key, int) else ""


def _panel(trace, lang, colours):
    """The messages, as wide as they are easy to read."""
    elements, y, width = [], 0, 0
    blocks = [_message(trace, problem, lang, colours) for problem in trace.problems]
    if not blocks:
        blocks = [([(verdict(trace, lang), "quiet", False)], "edge")]
    for lines, colour in blocks:
        height = _LINE * len(lines) + 12
        elements.append(f'<rect x="0" y="{y:.1f}" width="4" height="{height}" '
                        f'fill="{colours[colour]}"/>')
        for number, (line, fill, bold) in enumerate(lines):
            elements.append(text(16, y + _LINE * (number + 1) - 1, line, colours[fill],
                                 anchor="start", bold=bold))
            width = max(width, 16 + text_width(line) * (1.06 if bold else 1))
        y += height + 14
    return Drawing(elements, width, y - 14)


def _message(trace, problem, lang, colours):
    sign = "✗ " if problem.mark == "failed" else "! "
    lines = [(sign + problem_title(trace, problem, lang), problem.mark, True)]
    colon = say("colon", lang) + (" " if lang == "en" else "")
    for heading, words in problem_parts(problem, lang):
        lines += [(line, "text", False) for line in wrapped(f"{heading}{colon}{words}")]
    return lines, problem.mark


def wrapped(words, width=_PANEL):
    """Return lines of at most `width`: broken at spaces, Chinese text between any two signs."""
    pieces, piece = [], ""
    for sign in words:
        piece += sign
        if sign == " " or ord(sign) > 0x2E7F and sign not in "（“":
            pieces.append(piece)
            piece = ""
    pieces.append(piece)
    lines, line = [], ""
    for piece in pieces:
        closing = piece[:1] in tuple("，。；：、）”！？")
        if line and not closing and text_width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = "" if not piece.strip() else piece
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
