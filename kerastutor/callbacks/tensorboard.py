"""TensorBoard: what happens in training, written for TensorBoard to show."""
import os
import warnings

import numpy as np

from kerastutor import backend as K
from kerastutor.callbacks import event_files
from kerastutor.callbacks.base import Callback
from kerastutor.callbacks.embedding_files import EmbeddingFiles


class TensorBoard(Callback):
    """Writes event files. `tensorboard --logdir logs` shows them in the browser.

    Needs the package tensorboard (`pip install tensorboard`), not TensorFlow.

    # Arguments
        log_dir: Folder for the files.
        histogram_freq: Every how many epochs the distributions of weights and outputs are written;
            0 never. Needs validation data in arrays.
        batch_size: Number of validation samples that are computed at once for them.
        write_graph: Whether the graph of the layers is written.
        write_grads: Whether the distributions of the gradients are written too.
        write_images: Whether weights are written as pictures too.
        embeddings_freq: Every how many epochs the outputs of layers for `embeddings_data` are
            written for the projector; 0 never.
        embeddings_layer_names: List of the names of these layers; None: all Embedding layers.
        embeddings_metadata: Path of a file with labels for the rows, or dictionary from layer
            names to such paths, relative to `log_dir`.
        embeddings_data: Input array, or list of them, for the embeddings.
        update_freq: When losses and metrics are written: `'epoch'`, `'batch'`, or the number of
            samples after which they are.

    # Raises
        ImportError: when the package tensorboard is not installed.
        ValueError: for an unknown `update_freq`; at the first epoch, when histograms are wanted
            without validation data in arrays, or embeddings without data.
    """

    def __init__(self, log_dir="./logs", histogram_freq=0, batch_size=32, write_graph=True,
                 write_grads=False, write_images=False, embeddings_freq=0,
                 embeddings_layer_names=None, embeddings_metadata=None, embeddings_data=None,
                 update_freq="epoch"):
        super().__init__()
        event_files.check_installed()
        if update_freq not in ("epoch", "batch") and not (
                isinstance(update_freq, (int, np.integer)) and update_freq > 0):
            raise ValueError("TensorBoard: update_freq must be 'epoch', 'batch' or a positive "
                             f"number of samples, got {update_freq!r}.")
        self.log_dir = os.fspath(log_dir)
        self.histogram_freq = histogram_freq
        self.batch_size = batch_size
        self.write_graph = write_graph
        self.write_grads = write_grads
        self.write_images = write_images
        self.embeddings_freq = embeddings_freq
        self.embeddings_layer_names = embeddings_layer_names
        self.embeddings_metadata = embeddings_metadata or {}
        self.embeddings_data = embeddings_data
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self.samples_seen = 0
        self.samples_seen_at_last_write = 0
        self.writer = None
        self._observe = None
        self._embeddings = None

    def set_model(self, model):
        """Take the model, and start an event file with its graph."""
        self.model = model
        self._close()
        self.writer = event_files.EventFile(self.log_dir)
        if self.write_graph:
            self.writer.graph(model)
        self._observe = None
        self._embeddings = None
        if self.embeddings_freq and self.embeddings_data is not None:
            self._embeddings = EmbeddingFiles(
                self.log_dir, model, self.embeddings_layer_names, self.embeddings_metadata,
                self.embeddings_data, self.batch_size)

    def on_epoch_begin(self, epoch, logs=None):
        self._check()

    def on_epoch_end(self, epoch, logs=None):
        self._check()
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._write_histograms(epoch)
        if self._embeddings is not None and epoch % self.embeddings_freq == 0:
            self._embeddings.write()
        self._write_logs(logs or {}, epoch if self.update_freq == "epoch" else self.samples_seen)

    def on_batch_end(self, batch, logs=None):
        if self.update_freq == "epoch":
            return
        logs = logs or {}
        self.samples_seen += logs.get("size", 0)
        if self.samples_seen - self.samples_seen_at_last_write >= self.update_freq:
            self._write_logs(logs, self.samples_seen)
            self.samples_seen_at_last_write = self.samples_seen

    def on_train_end(self, _):
        self._close()

    def _close(self):
        if self.writer is not None:
            self.writer.close()

    def _check(self):
        if self.histogram_freq and not self.validation_data:
            raise ValueError("TensorBoard: validation_data must be provided as arrays for "
                             "histograms, got none or a generator. Pass validation_data=(x, y), "
                             "or histogram_freq=0.")
        if self.embeddings_freq and self.embeddings_data is None:
            raise ValueError("TensorBoard: embeddings_data must be provided for embeddings, got "
                             "None. Pass the inputs to embed, or embeddings_freq=0.")

    def _write_logs(self, logs, step):
        self.writer.scalars({name: np.asarray(value).item() for name, value in logs.items()
                             if name not in ("batch", "size") and np.size(value) == 1
                             and not isinstance(value, str)}, step)

    def _write_histograms(self, epoch):
        model = self.model
        weights = {weight.name.replace(":", "_"): weight
                   for layer in model.layers for weight in layer.weights}
        values = dict(zip(weights, K.batch_get_value(list(weights.values()))))
        self._histograms(values, epoch)
        if self.write_images:
            self.writer.images({tag: image for tag, value in values.items()
                                if (image := _as_images(value)) is not None}, epoch)
        if self._observe is None:
            self._observe = _observer(model, weights if self.write_grads else {})
        tags, function, phase = self._observe
        data = self.validation_data[:len(function.inputs) - len(phase)]
        for start in range(0, len(data[0]), self.batch_size):
            batch = [x[start:start + self.batch_size] for x in data]
            self._histograms(dict(zip(tags, function(batch + phase))), epoch)

    def _histograms(self, arrays, epoch):
        wrong = [tag for tag, array in arrays.items() if not np.isfinite(array).all()]
        if wrong:
            warnings.warn(f"TensorBoard: epoch {epoch} has numbers that are not finite in "
                          f"{', '.join(wrong)}; their histograms leave them out. See "
                          "callbacks.TerminateOnNaN.", RuntimeWarning, stacklevel=4)
        self.writer.histograms(arrays, epoch)


def _observer(model, weights):
    """What is computed for histograms from a batch of validation data.

    # Arguments
        model: Compiled model.
        weights: Dictionary from tags to the weights whose gradients are wanted.

    # Returns
        Tuple: list of tags; function of inputs, targets and sample weights; the list that is fed
        after them (the learning phase).
    """
    trainable = {tag: weight for tag, weight in weights.items()
                 if any(weight is each for each in model.trainable_weights)}
    tensors = {}
    if trainable:
        gradients = model.optimizer.get_gradients(model.total_loss, list(trainable.values()))
        tensors = {f"{tag}_grad": gradient for tag, gradient in zip(trainable, gradients)}
    calls = {}
    for nodes in model._nodes_by_depth.values() if model._is_graph_network else ():
        for node in nodes:
            calls.setdefault(node.outbound_layer, []).append(node)
    for layer in model.layers:
        if len(calls.get(layer, ())) == 1:          # layers of several calls have no one output
            outputs = calls[layer][0].output_tensors
            names = [f"{layer.name}_out"] if len(outputs) == 1 else [
                f"{layer.name}_out_{i}" for i in range(len(outputs))]
            tensors.update(zip(names, outputs))
    phase, function = model._make_function(
        "tensorboard", model._feed_inputs + model._feed_targets + model._feed_sample_weights,
        list(tensors.values()), [], 0.)
    return list(tensors), function, phase


def _as_images(value):
    """Pictures (number, height, width) of a weight; None for one with too many axes."""
    value = np.squeeze(value)
    if value.ndim == 1:
        return value[None, :, None]
    if value.ndim == 2:
        return (value.T if value.shape[0] > value.shape[1] else value)[None]
    if value.ndim == 3:
        return np.moveaxis(value, -1, 0) if K.image_data_format() == "channels_last" else value
    return None
