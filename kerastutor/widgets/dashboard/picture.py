"""The curves of a training as a picture: a panel for the loss and one for each metric."""

import math

from kerastutor.utils.graph_svg import NOTEBOOK, Drawing, document, text, text_width
from kerastutor.widgets.dashboard.history import say

MOST_PANELS = 6
_WIDTH, _HEIGHT = 330, 150               # of the plotted area of a panel
_LEFT, _TOP, _GAP = 52, 26, 22
_BAR = 560                               # least width of the bar

# Training and validation differ in colour, dashes and markers.
_LINES = {
    "page": {"train": "#1565c0", "val": "#c25700"},
    "none": {"train": "var(--jp-brand-color1, #1565c0)", "val": "var(--jp-warn-color1, #c25700)"},
}


def history_svg(history, lang="en", colours=NOTEBOOK):
    """Return the picture of a training as SVG; its description says the same in words."""
    panels = panel_names(history)
    columns = 2 if len(panels) > 1 else 1
    cell = (_LEFT + _WIDTH + _GAP, _TOP + _HEIGHT + 40)
    width = max(cell[0] * columns - _GAP, _BAR)
    elements = [_progress(history, lang, colours, width)]
    for index, name in enumerate(panels[:MOST_PANELS]):
        x, y = cell[0] * (index % columns), 44 + cell[1] * (index // columns)
        elements.append(f'<g transform="translate({x} {y})">')
        elements += [*_panel(history, name, lang, colours), "</g>"]
    height = 44 + cell[1] * -(-min(len(panels), MOST_PANELS) // columns)
    notes = history.notes(lang)
    if len(panels) > MOST_PANELS:
        notes.append(say("more_panels", lang, count=len(panels) - MOST_PANELS))
    for note in notes:
        elements.append(text(0, height + 6, note, colours["quiet"], anchor="start", size=12))
        height += 20
        width = max(width, text_width(note, 12))
    words = "\n".join([history.text(lang), *history.notes(lang)])
    return document(Drawing(elements, width, height), colours, say("title", lang), words, margin=8)


def panel_names(history):
    """Return the names that get a panel: `loss` first, each with its `val_` twin."""
    names = dict.fromkeys([*history.batch_curves, *history.epoch_curves])
    names = dict.fromkeys(n[4:] if n.startswith("val_") and n[4:] in names else n for n in names)
    return sorted(names, key=lambda name: name != "loss")


def _progress(history, lang, colours, width):
    done = width * history.fraction()
    fill = _LINES[_palette(colours)]["train"]
    return (
        f'<rect x="0" y="0" width="{width}" height="8" rx="4" fill="{colours["group"]}"/>'
        f'<rect x="0" y="0" width="{done:.1f}" height="8" rx="4" fill="{fill}"/>'
        + text(0, 28, _without_bar(history.text(lang)), colours["text"], anchor="start", size=12,
               mono=True)
    )


def _without_bar(line):
    head, _, rest = line.partition(" [")
    return head + rest.partition("]")[2]


def _panel(history, name, lang, colours):
    lines = []
    if name in history.batch_curves:
        lines.append(("batch", history.batch_curves[name].pairs()))
    for key, label in ((name, "train"), (f"val_{name}", "val")):
        curve = history.epoch_curves.get(key)
        if curve is not None:
            lines.append((label, _at_epoch_ends(curve, history.epoch_ends)))
    low, high = _range([v for _, pairs in lines for _, v in pairs if _drawable(v)])
    total = _width_in_batches(history)
    place = _placer(low, high, total)
    elements = [*_axes(low, high, total, place, lang, colours)]
    for label, pairs in lines:
        elements += _line(label, pairs, place, colours)
    return [*elements, *_legend(history, name, colours)]


def _width_in_batches(history):
    """How many batches an axis shows: all of them, but at most twice those that are done."""
    done = max(history.batches, 1)
    if history.state in ("done", "stopped"):
        return done
    shown = history.steps or done
    while shown < done:
        shown *= 2
    whole = (history.steps or 0) * (history.epochs - history.first_epoch)
    return min(shown, whole) if whole >= done else shown


def _drawable(value):
    return math.isfinite(value) and abs(value) < 1e100


def _at_epoch_ends(curve, ends):
    stride = curve.stride
    return [(ends[min((i + 1) * stride, len(ends)) - 1], v) for i, v in enumerate(curve.points)]


def _range(values):
    """Limits of an axis, on round numbers."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        room = abs(low) / 2 or 0.5
        low, high = low - room, high + room
    step = _step(high - low)
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _step(width):
    size = 10.0 ** math.floor(math.log10(width / 4))
    return next(size * k for k in (1, 2, 5, 10) if size * k >= width / 4)


def _placer(low, high, total):
    def place(x, value):
        return (_LEFT + x / total * _WIDTH, _TOP + (high - value) / (high - low) * _HEIGHT)

    return place


def _axes(low, high, total, place, lang, colours):
    step = _step(high - low)
    for k in range(round((high - low) / step) + 1):
        value = low + k * step
        y = place(0, value)[1]
        yield (f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{y:.1f}" y2="{y:.1f}" '
               f'stroke="{colours["edge"]}" stroke-opacity="0.25"/>')
        yield text(_LEFT - 6, y + 4, f"{round(value, 12):.4g}", colours["quiet"], anchor="end",
                   size=11)
    below = _TOP + _HEIGHT + 16
    yield text(_LEFT, below, "0", colours["quiet"], anchor="start", size=11)
    yield text(_LEFT + _WIDTH, below, f"{total} {say('batches', lang)}", colours["quiet"],
               anchor="end", size=11)


def _line(label, pairs, place, colours):
    stroke = _stroke(label, colours)
    style = {"batch": 'stroke-width="1" stroke-opacity="0.45"', "train": 'stroke-width="2"',
             "val": 'stroke-width="2" stroke-dasharray="6 4"'}[label]
    run = []
    for x, value in [*pairs, (0, math.nan)]:
        if _drawable(value):
            run.append(place(x, value))
        elif run:
            points = " ".join(f"{a:.1f},{b:.1f}" for a, b in run)
            yield f'<polyline points="{points}" fill="none" stroke="{stroke}" {style}/>'
            if label != "batch" and len(run) <= 30:
                yield from (_marker(label, a, b, stroke) for a, b in run)
            run = []


def _marker(label, x, y, fill):
    if label == "val":
        return (f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" '
                f'fill="{fill}"/>')
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{fill}"/>'


def _legend(history, name, colours):
    yield text(_LEFT, 14, name, colours["text"], anchor="start", bold=True)
    x = _LEFT + text_width(name) * 1.06 + 18
    for key, label in ((name, "train"), (f"val_{name}", "val")):
        curve = history.epoch_curves.get(key)
        if curve is None:
            continue
        stroke = _stroke(label, colours)
        dash = ' stroke-dasharray="6 4"' if label == "val" else ""
        yield (f'<line x1="{x:.1f}" x2="{x + 24:.1f}" y1="10" y2="10" stroke="{stroke}" '
               f'stroke-width="2"{dash}/>')
        yield _marker(label, x + 12, 10, stroke)
        words = f"{key} {curve.last:.4g}"
        yield text(x + 30, 14, words, colours["text"], anchor="start", size=12)
        x += 44 + text_width(words, 12)


def _palette(colours):
    return "none" if colours["page"] == "none" else "page"


def _stroke(label, colours):
    return _LINES[_palette(colours)]["val" if label == "val" else "train"]
