"""Draws a `Graph` as SVG: boxes with text, arrows between them, words on the arrows."""

import unicodedata
from html import escape

from kerastutor.utils.graph_layout import lay_out
from kerastutor.utils.model_graph import shape_text

FONT_SIZE = 13
LINE_HEIGHT = 18
_PADDING = 9
_FONT = "ui-sans-serif, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
_MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono', monospace"

# Colours of a file, which has a white page of its own.
PAPER = {
    "page": "#ffffff",
    "box": "#f4f7fb",
    "edge": "#5f6b7a",
    "text": "#1c2733",
    "quiet": "#55606e",
    "group": "#eef1f5",
    "failed": "#c62828",
    "note": "#b25d00",
}

# Colours of a notebook, light or dark as JupyterLab is; the second one counts elsewhere.
NOTEBOOK = {
    "page": "none",
    "box": "var(--jp-layout-color2, #f4f7fb)",
    "edge": "var(--jp-ui-font-color2, #5f6b7a)",
    "text": "var(--jp-ui-font-color0, #1c2733)",
    "quiet": "var(--jp-ui-font-color1, #55606e)",
    "group": "var(--jp-layout-color3, #eef1f5)",
    "failed": "var(--jp-error-color1, #c62828)",
    "note": "var(--jp-warn-color0, #b25d00)",
}

# Marks differ in dashes and signs too, never in colour alone.
_DASHES = {"": "", "note": "", "failed": "", "unknown": "5 4"}
_SIGNS = {"failed": "✗", "note": "!"}


class Drawing:
    """A part of a picture.

    # Arguments
        elements: list of SVG elements, as text.
        width: its width.
        height: its height.
        places: {key: (x, y)} with the middle of each box.
    """

    def __init__(self, elements, width, height, places=None):
        self.elements = elements
        self.width = width
        self.height = height
        self.places = places or {}


def draw(graph, colours=PAPER, direction="TB", identify=None):
    """Return the `Drawing` of a graph; the texts of its boxes must stand in `Box.lines`.

    # Arguments
        graph: `Graph`.
        colours: `PAPER` or `NOTEBOOK`.
        direction: "TB", "BT", "LR" or "RL".
        identify: function from a box to attributes of its group, as text; None for none.
    """
    inner = {
        box.key: draw(box.inner, colours, direction, identify) for box in graph.boxes if box.inner
    }
    boxes = {box.key: box for box in graph.boxes}
    sizes = {key: _size(box, inner.get(key)) for key, box in boxes.items()}
    edges, labels = [], {}
    for number, edge in enumerate(graph.edges):
        if edge.label:
            label = ("label", number)
            labels[label] = edge
            edges += [(edge.source, label), (label, edge.target)]
        else:
            edges.append((edge.source, edge.target))
    sizes = _in_order(sizes, labels)
    layout = lay_out(sizes, edges, gap=(26, 12 if labels else 30), direction=direction)
    drawn = [edge for edge in graph.edges for _ in range(2 if edge.label else 1)]
    ends = [not edge.label or i % 2 for edge in graph.edges for i in range(2 if edge.label else 1)]
    elements = [
        _arrow(path, edge, colours, direction, bool(last))
        for path, edge, last in zip(layout.paths, drawn, ends)
    ]
    for key, edge in labels.items():
        elements.append(_label(edge, layout.places[key], colours))
    for key, box in boxes.items():
        attributes = f" {identify(box)}" if identify else ""
        place, size = layout.places[key], sizes[key]
        elements.append(f"<g{attributes}>{_box(box, place, size, inner.get(key), colours)}</g>")
    return Drawing(elements, layout.width, layout.height, layout.places)


def document(drawing, colours, title, description="", margin=12):
    """Return a whole SVG document around a drawing.

    # Arguments
        drawing: `Drawing`.
        colours: `PAPER` or `NOTEBOOK`.
        title: name of the picture, for readers of the screen too.
        description: the picture in words.
        margin: space around the drawing.
    """
    width, height = drawing.width + 2 * margin, drawing.height + 2 * margin
    page = ""
    if colours["page"] != "none":
        page = f'<rect width="100%" height="100%" fill="{colours["page"]}"/>'
    words = f"<title>{escape(title)}</title>"
    if description:
        words += f"<desc>{escape(description)}</desc>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="{_FONT}" font-size="{FONT_SIZE}">{words}{page}'
        f'<g transform="translate({margin} {margin})">{"".join(drawing.elements)}</g></svg>\n'
    )


def text_width(text, size=FONT_SIZE, mono=False):
    """Return about how wide a text is drawn; Chinese characters are as wide as the font is high."""
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WF")
    return size * (wide + (0.605 if mono else 0.56) * (len(text) - wide))


def text(x, y, content, fill, anchor="middle", bold=False, mono=False, size=FONT_SIZE):
    """Return a text element; `content` stays text whatever it contains."""
    weight = ' font-weight="600"' if bold else ""
    family = f' font-family="{_MONO}"' if mono else ""
    if size != FONT_SIZE:
        family += f' font-size="{size}"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{weight}{family} '
        f'xml:space="preserve">{escape(_printable(content))}</text>'
    )


def _printable(content):
    """Without characters that XML forbids."""
    return "".join(c if c.isprintable() else " " for c in content)


def _in_order(sizes, labels):
    """Sizes of boxes and labels, in an order in which edges point forward."""
    ordered = {}
    waiting = {}
    for key, edge in labels.items():
        waiting.setdefault(edge.source, []).append((key, edge))
    for key, size in sizes.items():
        ordered[key] = size
        for label, edge in waiting.get(key, ()):
            ordered[label] = (text_width(edge.label, 12, mono=True) + 8, LINE_HEIGHT)
    return ordered


def _size(box, inner):
    width = max((_line_width(i, line) for i, line in enumerate(box.lines)), default=0)
    width += 2 * _PADDING + (22 if box.mark in _SIGNS else 0)
    height = LINE_HEIGHT * len(box.lines) + 2 * _PADDING - 4
    if inner:
        return max(width, inner.width + 4 * _PADDING), height + inner.height + 2 * _PADDING
    return width, height


def _line_width(index, line):
    return text_width(line, FONT_SIZE if index == 0 else 12, mono=index > 0) * (
        1.06 if index == 0 else 1
    )


def _box(box, place, size, inner, colours):
    (x, y), (width, height) = place, size
    left, top = x - width / 2, y - height / 2
    stroke = colours.get(box.mark) or colours["edge"]
    thick = 2.5 if box.mark == "failed" else 1.8 if box.mark == "note" else 1
    dash = f' stroke-dasharray="{_DASHES[box.mark]}"' if _DASHES[box.mark] else ""
    parts = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" rx="6" '
        f'fill="{colours["group" if inner else "box"]}" stroke="{stroke}" '
        f'stroke-width="{thick}"{dash}/>'
    ]
    sign = _SIGNS.get(box.mark)
    shift = 9 if sign else 0
    if sign:
        parts.append(_sign(left + 15, y if not inner else top + 15, sign, stroke))
    for index, line in enumerate(box.lines):
        baseline = top + _PADDING + LINE_HEIGHT * index + FONT_SIZE - 2
        first = index == 0
        parts.append(
            text(x + shift, baseline, line, colours["text" if first else "quiet"], bold=first,
                 mono=not first, size=FONT_SIZE if first else 12)
        )
    if inner:
        inner_left = x - inner.width / 2
        inner_top = top + LINE_HEIGHT * len(box.lines) + 2 * _PADDING - 4
        parts.append(f'<g transform="translate({inner_left:.1f} {inner_top:.1f})">')
        parts += [*inner.elements, "</g>"]
    return "".join(parts)


def _sign(x, y, sign, colour):
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{colour}"/>'
        + text(x, y + 4.5, sign, "#ffffff", bold=True)
    )


def _label(edge, place, colours):
    x, y = place
    fill = colours.get(edge.mark) or colours["quiet"]
    return text(x, y + 4, edge.label, fill, mono=True, size=12, bold=edge.mark == "failed")


def _arrow(path, edge, colours, direction, pointed):
    """A smooth line through the points, and a head at its end when it reaches its box."""
    stroke = colours.get(edge.mark) or colours["edge"]
    dash = f' stroke-dasharray="{_DASHES[edge.mark]}"' if _DASHES[edge.mark] else ""
    sideways = direction in ("LR", "RL")
    pieces = [f"M{path[0][0]:.1f} {path[0][1]:.1f}"]
    for (x, y), (u, v) in zip(path, path[1:]):
        if sideways:
            middle = (x + u) / 2
            pieces.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {v:.1f} {u:.1f} {v:.1f}")
        else:
            middle = (y + v) / 2
            pieces.append(f"C{x:.1f} {middle:.1f} {u:.1f} {middle:.1f} {u:.1f} {v:.1f}")
    line = f'<path d="{"".join(pieces)}" fill="none" stroke="{stroke}" stroke-width="1.3"{dash}/>'
    return line + (_head(path, stroke, direction) if pointed else "")


def _head(path, fill, direction):
    (x, y), (u, v) = path[-2:]
    along = {"TB": (0, 1), "BT": (0, -1), "LR": (1, 0), "RL": (-1, 0)}[direction]
    if (x - u) * along[0] + (y - v) * along[1] == 0:     # an edge that comes from the side
        along = ((u > x) - (u < x), (v > y) - (v < y))
    across = (along[1], along[0])
    back = (u - 7 * along[0], v - 7 * along[1])
    corners = [
        (u, v),
        (back[0] + 4 * across[0], back[1] + 4 * across[1]),
        (back[0] - 4 * across[0], back[1] - 4 * across[1]),
    ]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return f'<polygon points="{points}" fill="{fill}"/>'


def _plot_lines(box, show_shapes, show_layer_names):
    """Return what `plot_model` writes in a box."""
    lines = [f"{box.name}: {box.kind}" if show_layer_names else box.kind]
    if show_shapes:
        shapes = [shape_text(box.input_shape), shape_text(box.output_shape)]
        width = max(map(len, shapes))
        lines += [f"input:  {shapes[0]:{width}}", f"output: {shapes[1]:{width}}"]
    return tuple(lines)


def with_lines(graph, show_shapes, show_layer_names):
    """Fill `Box.lines` of a graph, inner graphs included; return the graph."""
    for box in graph.boxes:
        box.lines = _plot_lines(box, show_shapes, show_layer_names)
        if box.inner:
            with_lines(box.inner, show_shapes, show_layer_names)
    return graph
