"""Embeddings for TensorBoard's projector.

TensorFlow keeps them in checkpoints. Without TensorFlow the projector reads tables of numbers in
text, `<layer>_embedding.tsv`, that `projector_config.pbtxt` names; so that is what is written, each
file as a whole, each time with the newest values.
"""
import os
import shutil

import numpy as np

from kerastutor import backend as K

_CONFIG = "projector_config.pbtxt"


class EmbeddingFiles:
    """Writes the outputs of layers for fixed data.

    # Arguments
        folder: Path of the folder for the files.
        model: Sequential or functional model.
        layer_names: List of names of layers; None or empty: all Embedding layers.
        metadata: Path of a file with a label per row, or dictionary from layer names to paths,
            relative to the folder. A file outside of it is copied into it, since the projector
            reads none outside.
        data: Input array, or list of them.
        batch_size: Number of samples that are computed at once.

    # Raises
        ValueError: when a layer is not in the model, or no layer is an Embedding.
    """

    def __init__(self, folder, model, layer_names, metadata, data, batch_size):
        self._folder, self._batch_size = folder, batch_size
        self._data = model._standardize_user_data(data)[0]
        names = list(layer_names or [layer.name for layer in model.layers
                                     if type(layer).__name__ == "Embedding"])
        known = [layer.name for layer in model.layers]
        for name in names:
            if name not in known:
                raise ValueError("TensorBoard: embeddings_layer_names must be layers of the model: "
                                 f"{', '.join(known)}, got {name!r}.")
        if not names:
            raise ValueError("TensorBoard: embeddings_layer_names must be given for a model "
                             f"without an Embedding layer, got None. Its layers are "
                             f"{', '.join(known)}.")
        self._metadata = dict.fromkeys(names, metadata) \
            if isinstance(metadata, (str, os.PathLike)) else metadata
        self._names = names
        outputs = [K.batch_flatten(model.get_layer(name).output) for name in names]
        self._phase, self._function = model._make_function(
            "embeddings", model._feed_inputs, outputs, [], 0.)

    def write(self):
        """Write the values of now, and the projector's configuration."""
        from google.protobuf import text_format
        from tensorboard.plugins.projector.projector_config_pb2 import ProjectorConfig

        parts = [self._function([x[i:i + self._batch_size] for x in self._data] + self._phase)
                 for i in range(0, len(self._data[0]), self._batch_size)]
        config = ProjectorConfig()
        for name, pieces in zip(self._names, zip(*parts)):
            table = np.concatenate(pieces)
            file = name.replace("/", "_") + "_embedding.tsv"
            self._replace(file, lambda path, table=table: np.savetxt(
                path, table, fmt="%.9g", delimiter="\t", encoding="utf-8"))
            entry = config.embeddings.add(tensor_name=f"{name}_embedding", tensor_path=file,
                                          tensor_shape=table.shape)
            if name in self._metadata:
                entry.metadata_path = self._labels(name, os.fspath(self._metadata[name]))
        text = text_format.MessageToString(config)
        self._replace(_CONFIG, lambda path: _write_text(path, text))

    def _labels(self, name, path):
        """Path of a metadata file relative to the folder."""
        inside = os.path.relpath(os.path.join(self._folder, path), self._folder)
        if not inside.startswith(os.pardir) and not os.path.isabs(inside):
            return inside
        file = name.replace("/", "_") + "_metadata.tsv"
        self._replace(file, lambda target: shutil.copyfile(
            os.path.join(self._folder, path), target))
        return file

    def _replace(self, file, write):
        """Write a file so that a reader sees the old or the new one, never a part."""
        path = os.path.join(self._folder, file)
        write(path + ".tmp")
        os.replace(path + ".tmp", path)


def _write_text(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
