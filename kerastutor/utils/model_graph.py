"""A model as a plain graph of boxes and edges: what `plot_model` and the shape inspector draw.

`model_graph` reads a model; `graph_layout` places the boxes, `graph_svg` draws them, and
`vis_utils` writes the same graph for Graphviz.
"""

from dataclasses import dataclass, field

MULTIPLE = "multiple"  # stands for a shape that is not the same in all calls of a layer


@dataclass
class Box:
    """One layer, or one call of a layer, in a picture.

    # Arguments
        key: what edges name it by; unique in its graph.
        name: name of the layer.
        kind: class of the layer, wrapped classes in brackets: `TimeDistributed(Dense)`.
        input_shape: shape, list of shapes, `MULTIPLE`, or None while it is not known.
        output_shape: the same for what comes out.
        inner: graph of the model that the layer is, when it is to be drawn inside the box.
        lines: what is written in the box.
        mark: how it is drawn: "", "note", "failed" or "unknown".
    """

    key: object
    name: str
    kind: str
    input_shape: object = None
    output_shape: object = None
    inner: "Graph | None" = None
    lines: tuple = ()
    mark: str = ""


@dataclass
class Edge:
    """A tensor on its way from one box to another.

    # Arguments
        source: key of the box that it comes from.
        target: key of the box that it goes to.
        label: what is written on it.
        output: which output of the source it is.
        input: which input of the target it is.
        mark: how it is drawn, as for a box.
    """

    source: object
    target: object
    label: str = ""
    output: int = 0
    input: int = 0
    mark: str = ""


@dataclass
class Graph:
    """Boxes in the order of computation, and the edges between them.

    # Arguments
        boxes: list of `Box`.
        edges: list of `Edge`.
        entries: keys of the boxes where the inputs enter, one for each input.
        exits: keys of the boxes where the outputs leave, one for each output.
    """

    boxes: list = field(default_factory=list)
    edges: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    exits: list = field(default_factory=list)


def model_graph(model, expand_nested=False):
    """Return the `Graph` of a model: a box for each layer, an edge for each tensor between them.

    A Sequential model without shapes gives a chain; its shapes are None.

    # Arguments
        model: Sequential or functional model.
        expand_nested: True puts the graph of a model that is a layer into `Box.inner`.

    # Raises
        ValueError: for anything that is not a graph of layers, such as a subclass of Model whose
            `call` is plain code.
    """
    if is_graph_model(model):
        return _connected(model, expand_nested, ())
    if type(model).__name__ == "Sequential" and hasattr(model, "layers"):
        return _chain(model)
    what = "model whose call() is code" if hasattr(model, "_is_graph_network") else "object"
    raise ValueError(
        f"model: it must be a Sequential or functional model, got the {what} "
        f"{getattr(model, 'name', None) or type(model).__name__}. Build it as "
        "Model(inputs, outputs) to see how its layers hang together."
    )


def is_graph_model(layer):
    """Return True for a model whose layers are connected."""
    return bool(getattr(layer, "_is_graph_network", False))


def kind_of(layer):
    """Return the name of the class of `layer`, with the class that it wraps in brackets."""
    wrapped = getattr(layer, "layer", None)
    name = type(layer).__name__
    return f"{name}({kind_of(wrapped)})" if hasattr(wrapped, "get_config") else name


def shape_text(shape):
    """Return a shape as Keras writes it; `?` where it is not known."""
    return "?" if shape is None else str(shape)


def _connected(model, expand_nested, path):
    graph = Graph()
    nodes = model._wiring.nodes
    for layer in model._wiring.layers:
        inner = _inner_model(layer) if expand_nested else None
        graph.boxes.append(
            Box(
                (*path, layer.name),
                layer.name,
                kind_of(layer),
                _shape(layer, "input_shape"),
                _shape(layer, "output_shape"),
                inner and _connected(inner, True, (*path, layer.name)),
            )
        )
    for node in nodes:
        target = (*path, node.outbound_layer.name)
        sources = zip(node.inbound_layers, node.tensor_indices)
        for position, (source, index) in enumerate(sources):
            graph.edges.append(Edge((*path, source.name), target, output=index, input=position))
    graph.entries = [(*path, layer.name) for layer in model._input_layers]
    graph.exits = [(*path, layer.name) for layer in model._output_layers]
    return graph


def _chain(model):
    boxes = [Box((layer.name,), layer.name, kind_of(layer)) for layer in model.layers]
    keys = [box.key for box in boxes]
    edges = [Edge(a, b) for a, b in zip(keys, keys[1:])]
    return Graph(boxes, edges, keys[:1], keys[-1:])


def _inner_model(layer):
    if is_graph_model(layer):
        return layer
    wrapped = getattr(layer, "layer", None)
    return wrapped if is_graph_model(wrapped) else None


def _shape(layer, which):
    try:
        return getattr(layer, which)
    except AttributeError:
        return MULTIPLE
