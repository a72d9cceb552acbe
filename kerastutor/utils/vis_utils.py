"""Pictures of models: `model_to_dot` for Graphviz, `plot_model` for a file.

An SVG is always possible. PNG, PDF and what else Graphviz knows need the program `dot`, or the
package pygraphviz, whose wheel brings Graphviz along.
"""

import os
import shutil
import subprocess
import sys

from kerastutor.utils.graph_svg import PAPER, document, draw, with_lines
from kerastutor.utils.model_graph import model_graph, shape_text

RANKDIRS = ("TB", "BT", "LR", "RL")


def model_to_dot(model, show_shapes=False, show_layer_names=True, rankdir="TB", *,
                 expand_nested=False, dpi=96):
    """Convert a model to the graph that Graphviz draws.

    # Arguments
        model: Sequential or functional model.
        show_shapes: Whether to write the shapes of inputs and outputs.
        show_layer_names: Whether to write the names of layers beside their classes.
        rankdir: `'TB'` draws from top to bottom, `'LR'` from left to right; also `'BT'`, `'RL'`.
        expand_nested: Whether to draw the layers of models that are layers, in a frame.
        dpi: Resolution, in dots per inch.

    # Returns
        A `pydot.Dot`, whose `to_string()` is the text in the DOT language.

    # Raises
        ValueError: for a subclassed model, or another rankdir.
    """
    import pydot

    _check(rankdir, dpi)
    graph = model_graph(model, expand_nested)
    dot = pydot.Dot(graph_type="digraph")
    dot.set("rankdir", rankdir)
    dot.set("concentrate", True)
    dot.set("dpi", dpi)
    dot.set_node_defaults(shape="record")
    _add_boxes(pydot, dot, graph, show_shapes, show_layer_names)
    _add_edges(pydot, dot, graph)
    return dot


def plot_model(model, to_file="model.png", show_shapes=False, show_layer_names=True, rankdir="TB",
               *, expand_nested=False, dpi=96):
    """Draw a model into a file.

    # Arguments
        model: Sequential or functional model.
        to_file: Path of the file; its ending says the format: `.svg`, `.png`, `.pdf`, `.dot` ...
        show_shapes: Whether to write the shapes of inputs and outputs.
        show_layer_names: Whether to write the names of layers beside their classes.
        rankdir: `'TB'` draws from top to bottom, `'LR'` from left to right; also `'BT'`, `'RL'`.
        expand_nested: Whether to draw the layers of models that are layers, in a frame.
        dpi: Resolution of a PNG, in dots per inch.

    # Returns
        What a notebook shows as the picture, when this is a notebook; else None.

    # Raises
        ImportError: for a format other than SVG where no Graphviz is installed.
        ValueError: for a subclassed model, another rankdir, or a format that Graphviz does not
            know.
    """
    to_file = os.fspath(to_file)
    kind = os.path.splitext(to_file)[1][1:].lower()
    if not kind:
        kind, to_file = "png", f"{to_file}.png"
    if kind == "svg":
        _check(rankdir, dpi)
        data = model_svg(model, show_shapes, show_layer_names, rankdir, expand_nested).encode()
    else:
        dot = model_to_dot(model, show_shapes, show_layer_names, rankdir,
                           expand_nested=expand_nested, dpi=dpi)
        data = dot.to_string().encode() if kind in ("dot", "gv") else _rendered(dot, kind)
    with open(to_file, "wb") as file:
        file.write(data)
    return _for_notebook(data, kind)


def model_svg(model, show_shapes=False, show_layer_names=True, rankdir="TB", expand_nested=False,
              colours=PAPER):
    """Return the picture of a model as the text of an SVG; needs no other program."""
    graph = with_lines(model_graph(model, expand_nested), show_shapes, show_layer_names)
    drawing = draw(graph, colours, rankdir)
    title = f"Layers of the model {model.name}"
    words = "; ".join(f"{box.name} ({box.kind}) {shape_text(box.output_shape)}"
                      for box in graph.boxes)
    return document(drawing, colours, title, words)


def _check(rankdir, dpi):
    if rankdir not in RANKDIRS:
        raise ValueError(f"plot_model: rankdir must be one of {', '.join(RANKDIRS)}, got "
                         f"{rankdir!r}. 'TB' draws from top to bottom.")
    if isinstance(dpi, bool) or not isinstance(dpi, (int, float)) or not dpi > 0:
        raise ValueError(f"plot_model: dpi must be a number above 0, got {dpi!r}. 96 suits a "
                         "screen, 300 a printer.")


def _add_boxes(pydot, parent, graph, show_shapes, show_layer_names):
    for box in graph.boxes:
        title = f"{box.name}: {box.kind}" if show_layer_names else box.kind
        if box.inner:
            frame = pydot.Cluster(_plain(box.key), label=_quoted(title), style="dashed")
            _add_boxes(pydot, frame, box.inner, show_shapes, show_layer_names)
            _add_edges(pydot, frame, box.inner)
            parent.add_subgraph(frame)
            continue
        label = _escaped(title)
        if show_shapes:
            shapes = (_escaped(shape_text(s)) for s in (box.input_shape, box.output_shape))
            label = "%s\\n|{input:|output:}|{{%s}|{%s}}" % (label, *shapes)
        parent.add_node(pydot.Node(_key(box.key), label=f'"{label}"'))


def _add_edges(pydot, parent, graph):
    """Edges between boxes; those of a framed model start and end at its own inputs and outputs."""
    boxes = {box.key: box for box in graph.boxes}
    drawn = set()
    for edge in graph.edges:
        source, target = boxes[edge.source], boxes[edge.target]
        start, end = source.key, target.key
        while source.inner:
            start = source.inner.exits[min(edge.output, len(source.inner.exits) - 1)]
            source = _box(source.inner, start)
        while target.inner:
            end = target.inner.entries[min(edge.input, len(target.inner.entries) - 1)]
            target = _box(target.inner, end)
        if (start, end) not in drawn:
            drawn.add((start, end))
            parent.add_edge(pydot.Edge(_key(start), _key(end)))


def _box(graph, key):
    return next(box for box in graph.boxes if box.key == key)


def _key(key):
    return _quoted("/".join(key))


def _plain(key):
    """A name for a frame, which Graphviz takes without quotes only."""
    letters = (c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in "/".join(key))
    return "".join(letters)


def _quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def _escaped(text):
    """A text for a record label, where braces, bars and angles have a meaning."""
    for sign in '\\{}|<>"':
        text = text.replace(sign, "\\" + sign)
    return text


def _rendered(dot, kind):
    """Bytes of the picture, by the program `dot` or by pygraphviz."""
    program = shutil.which("dot")
    source = dot.to_string()
    if program:
        done = subprocess.run([program, f"-T{kind}"], input=source.encode(), capture_output=True,
                              check=False)
        if done.returncode:
            raise _refused(kind, done.stderr.decode(errors="replace"))
        return done.stdout
    try:
        import pygraphviz
    except ImportError:
        raise ImportError(
            f"plot_model: a .{kind} file needs Graphviz, and neither its program dot nor the "
            "package pygraphviz is installed. Write to_file='model.svg', which needs neither, or "
            "run: pip install pygraphviz"
        ) from None
    try:
        return pygraphviz.AGraph(string=source).draw(format=kind, prog="dot")
    except (OSError, TypeError, ValueError) as error:
        raise _refused(kind, str(error)) from None


def _refused(kind, reason):
    why = " ".join(reason.split())[:200]
    return ValueError(f"plot_model: the ending of to_file must be a format that Graphviz can "
                      f"write, got .{kind} ({why}). Use .svg, .png or .pdf.")


def _for_notebook(data, kind):
    """The picture as an object that a notebook displays."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        return None
    if kind == "svg":
        return ipython.display.SVG(data=data.decode())
    if kind in ("png", "jpg", "jpeg"):
        return ipython.display.Image(data=data)
    return None
