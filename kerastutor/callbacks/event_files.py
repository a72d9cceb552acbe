"""Event files, as TensorBoard reads them: records with a checksum, each a protocol buffer.

The formats come from the package tensorboard, which is imported only here and only when a file is
written. Everything is on disk when a method returns, so an error later loses nothing.
"""
import io
import itertools
import os
import time
import weakref

import numpy as np

from kerastutor.utils.model_graph import is_graph_model, model_graph

_numbers = itertools.count()
_IMAGES = 3                         # of each weight, as tf.summary.image shows


def check_installed():
    """Raise ImportError with the remedy when the package tensorboard is missing."""
    try:
        import tensorboard.compat.proto.event_pb2  # noqa: F401
    except ImportError:
        raise ImportError("TensorBoard: the package tensorboard must be installed. "
                          "Run: pip install tensorboard") from None


class EventFile:
    """One event file in a folder, which is made if need be.

    # Arguments
        folder: Path of the folder that TensorBoard is pointed at.
    """

    def __init__(self, folder):
        import socket

        from tensorboard.compat.proto import event_pb2
        from tensorboard.summary.writer.record_writer import RecordWriter

        os.makedirs(folder, exist_ok=True)
        name = (f"events.out.tfevents.{int(time.time()):010d}.{socket.gethostname()}."
                f"{os.getpid()}.{next(_numbers)}")
        self.path = os.path.join(folder, name)
        self._file = open(self.path, "wb")
        self.close = weakref.finalize(self, self._file.close)
        self._record = RecordWriter(self._file)
        self._event = event_pb2.Event
        self._write(file_version="brain.Event:2")

    def _write(self, **content):
        self._record.write(self._event(wall_time=time.time(), **content).SerializeToString())
        self._file.flush()

    def graph(self, model):
        """Write the graph of the layers of a model; one without such a graph is left out."""
        if is_graph_model(model):
            self._write(graph_def=graph_def(model).SerializeToString())

    def scalars(self, values, step):
        """Write numbers.

        # Arguments
            values: Dictionary from tags to numbers.
            step: Number of the epoch, or of samples.
        """
        self._summary([{"tag": tag, "simple_value": value} for tag, value in values.items()], step)

    def histograms(self, arrays, step):
        """Write the distributions of the finite numbers in arrays.

        # Arguments
            arrays: Dictionary from tags to arrays.
            step: Number of the epoch.
        """
        self._summary([{"tag": tag, "histo": histogram(array)} for tag, array in arrays.items()],
                      step)

    def images(self, arrays, step):
        """Write weights as pictures, up to three of each.

        # Arguments
            arrays: Dictionary from tags to arrays (number, height, width).
            step: Number of the epoch.
        """
        self._summary([{"tag": f"{tag}/image/{i}", "image": picture(image)}
                       for tag, array in arrays.items()
                       for i, image in enumerate(array[:_IMAGES])], step)

    def _summary(self, values, step):
        from tensorboard.compat.proto.summary_pb2 import Summary

        if values:
            self._write(step=int(step),
                        summary=Summary(value=[Summary.Value(**each) for each in values]))


def _limits():
    """Upper ends of the buckets: 1e-12 to 1e20 in steps of a tenth, the same below zero."""
    upward = [1e-12]
    while upward[-1] * 1.1 < 1e20:
        upward.append(upward[-1] * 1.1)
    largest = np.finfo("float64").max
    return np.array([-largest, *(-x for x in reversed(upward)), 0., *upward, largest])


_LIMITS = _limits()


def histogram(array):
    """`HistogramProto` of the finite numbers in an array, in TensorFlow's buckets."""
    from tensorboard.compat.proto.summary_pb2 import HistogramProto

    values = np.asarray(array, "float64").ravel()
    values = values[np.isfinite(values)]
    if not values.size:
        return HistogramProto(bucket_limit=[_LIMITS[-1]], bucket=[0.])
    counts = np.bincount(np.searchsorted(_LIMITS, values, "right").clip(max=len(_LIMITS) - 1),
                         minlength=len(_LIMITS))
    full = counts > 0
    # of buckets without a number in a row only the last is written, and none after the last full
    kept = full | np.append(full[1:], False)
    return HistogramProto(min=values.min(), max=values.max(), num=values.size, sum=values.sum(),
                          sum_squares=np.square(values).sum(), bucket_limit=_LIMITS[kept],
                          bucket=counts[kept])


def picture(array):
    """`Summary.Image` of a matrix in shades of grey.

    Black to white is 0 to the largest number; with negative numbers, zero is grey in the middle.
    What is not finite is white.
    """
    from PIL import Image
    from tensorboard.compat.proto.summary_pb2 import Summary

    array = np.asarray(array, "float64")
    finite = np.isfinite(array)
    low, high = (array[finite].min(), array[finite].max()) if finite.any() else (0., 0.)
    span, room, middle = (high, 255., 0.) if low >= 0 else (max(-low, high), 127., 128.)
    scaled = np.where(finite, array, 0.) * (room / span if span > 1e-6 else 0.) + middle
    grey = np.where(finite, scaled, 255.).clip(0, 255).astype("uint8")
    png = io.BytesIO()
    Image.fromarray(grey).save(png, "PNG")
    return Summary.Image(height=grey.shape[0], width=grey.shape[1], colorspace=1,
                         encoded_image_string=png.getvalue())


def graph_def(model):
    """`GraphDef` with a node for each layer; models that are layers become name scopes."""
    from tensorboard.compat.proto.graph_pb2 import GraphDef
    from tensorboard.compat.proto.versions_pb2 import VersionDef

    graph = GraphDef(versions=VersionDef(producer=22))
    _add_nodes(graph, model_graph(model, expand_nested=True), {})
    return graph


def _add_nodes(graph, part, outside):
    """Add the boxes of a graph.

    # Arguments
        graph: `GraphDef`.
        part: `Graph`.
        outside: Dictionary from keys of boxes to names of nodes that lead into them from outside.

    # Returns
        Dictionary from keys of boxes to the names of the nodes where their outputs leave.
    """
    leaving = {}
    for box in part.boxes:
        edges = [edge for edge in part.edges if edge.target == box.key]
        sources = [leaving[e.source][min(e.output, len(leaving[e.source]) - 1)] for e in edges]
        sources += outside.get(box.key, [])
        if box.inner:
            entries = {}
            for key, source in zip(itertools.cycle(box.inner.entries), sources):
                entries.setdefault(key, []).append(source)
            inner = _add_nodes(graph, box.inner, entries)
            leaving[box.key] = [inner[key][0] for key in box.inner.exits]
        else:
            name = "/".join(box.key)
            node = graph.node.add(name=name, op=box.kind, input=dict.fromkeys(sources))
            _add_shapes(node, box.output_shape)
            leaving[box.key] = [name]
    return leaving


def _add_shapes(node, shape):
    shapes = shape if isinstance(shape, list) else [shape]
    if all(isinstance(each, tuple) for each in shapes):
        for each in shapes:
            dims = node.attr["_output_shapes"].list.shape.add().dim
            for size in each:
                dims.add(size=-1 if size is None else size)
