"""Connectionist temporal classification: labels without positions. The blank is the last class."""

import numpy as np

from kerastutor import config
from kerastutor.backend.arguments import index_of, ints, need_rank
from kerastutor.backend.variables import cast
from kerastutor.graph import F
from kerastutor.graph.node import Op, as_tensor, op


@op("ragged_to_sparse")
class RaggedToSparse(Op):
    """Places (n, 2) and values (n,) of the first `lengths[i]` entries of each row i, row by row."""

    nout = 2
    gradient = None
    dynamic_shape = True
    samples = [
        (np.array([[1, 2, 3], [4, 5, 6]], "int32"), np.array([2, 1], "int32")),
        (np.array([[1, 2], [4, 5]], "int64"), np.array([0, 2], "int32")),
    ]
    bad = [((np.ones(3, "int32"), np.ones(1, "int32")), ValueError, "2 axes")]

    def infer(self, labels, lengths):
        if len(labels.shape) != 2 or len(lengths.shape) != 1:
            raise ValueError(
                f"{self.name}: labels must have 2 axes and lengths 1, got shapes "
                f"{tuple(labels.shape)} and {tuple(lengths.shape)}."
            )
        return [((None, 2), "int64"), ((None,), labels.dtype)]

    def reference(self, labels, lengths):
        inside = np.arange(labels.shape[1]) < lengths[:, None]
        return np.argwhere(inside).astype("int64"), labels[inside]


class SparseLabels:
    """Label sequences of different lengths, as places and values.

    # Arguments
        labels: int tensor of shape (samples, longest label).
        lengths: int tensor of shape (samples,).

    Its attributes `indices` (n, 2), `values` (n,) and `dense_shape` (2,) are tensors.
    """

    sparse = True

    def __init__(self, labels, lengths):
        self.labels, self.lengths = labels, lengths
        self.indices, self.values = F.ragged_to_sparse(labels, lengths)
        self.dense_shape = cast(F.shape(labels), "int64")
        self.shape, self.dtype = labels.shape, labels.dtype

    def to_dense(self):
        """Tensor of shape (samples, longest label) with zeros behind each label."""
        places = F.arange(np.int32(0), F.shape(self.labels)[1], np.int32(1))
        inside = F.less(F.expand_dims(places, axis=0), F.expand_dims(self.lengths, axis=1))
        return F.where(inside, self.labels, F.zeros_like(self.labels))


def ctc_label_dense_to_sparse(labels, label_lengths):
    """Labels of different lengths, cut off at their lengths.

    # Arguments
        labels: int tensor of shape (samples, longest label).
        label_lengths: int tensor of shape (samples,).

    # Returns
        Sparse labels: tensors `indices`, `values` and `dense_shape`; `K.to_dense` fills up with
            zeros.
    """
    labels, lengths = as_tensor(labels), as_tensor(label_lengths)
    need_rank("ctc_label_dense_to_sparse", "labels", labels, 2)
    return SparseLabels(labels, _vector("ctc_label_dense_to_sparse", "label_lengths", lengths))


def _vector(name, what, lengths):
    """int32 vector from lengths of shape (samples,) or (samples, 1)."""
    need_rank(name, what, lengths, 1, 2)
    lengths = cast(lengths, "int32")
    return F.squeeze(lengths, axes=(1,)) if len(lengths.shape) == 2 else lengths


def _logits(name, y_pred):
    y_pred = as_tensor(y_pred)
    need_rank(name, "y_pred", y_pred, 3)
    return F.log(F.add(y_pred, config.epsilon()))


def ctc_batch_cost(y_true, y_pred, input_length, label_length):
    """CTC loss of each sample: -log of the probability of all paths that spell its label.

    # Arguments
        y_true: tensor of labels (samples, longest label).
        y_pred: tensor of class probabilities (samples, time steps, classes); the last class is the
            blank.
        input_length: tensor (samples, 1), number of valid time steps.
        label_length: tensor (samples, 1), length of each label.

    # Returns
        Tensor of shape (samples, 1).

    # Raises
        ValueError: when the function runs, for lengths or labels that cannot be.
    """
    name = "ctc_batch_cost"
    labels = cast(as_tensor(y_true), "int32")
    loss = F.ctc_loss(
        _logits(name, y_pred),
        labels,
        _vector(name, "input_length", as_tensor(input_length)),
        _vector(name, "label_length", as_tensor(label_length)),
    )
    return F.expand_dims(loss, axis=1)


def ctc_decode(y_pred, input_length, greedy=True, beam_width=100, top_paths=1):
    """Most probable labels.

    # Arguments
        y_pred: tensor of class probabilities (samples, time steps, classes); the last class is the
            blank.
        input_length: tensor (samples,), number of valid time steps.
        greedy: whether to take the best class at each step; else beam search.
        beam_width: number of label prefixes that the search keeps.
        top_paths: number of labels to return for each sample (beam search only).

    # Returns
        (list of label tensors (samples, longest found) filled up with -1, tensor of scores: -log
        probability of the path (samples, 1) if greedy; else (samples, top_paths) log of the labels'
        probability over that of the path of the best class at each step, as in TensorFlow 1).
    """
    logits = _logits("ctc_decode", y_pred)
    lengths = _vector("ctc_decode", "input_length", as_tensor(input_length))
    if greedy:
        labels, scores = F.ctc_greedy_decode(logits, lengths)
        return [labels], scores
    [beam_width] = ints("ctc_decode", "beam_width", beam_width, 1)
    *labels, scores = F.ctc_beam_decode(
        logits,
        lengths,
        beam_width=beam_width,
        merge_repeated=True,
        top_paths=index_of("ctc_decode", "top_paths", top_paths),
    )
    return labels, scores
