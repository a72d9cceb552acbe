"""Connectionist temporal classification: the loss of a label sequence that is shorter than the
scores, and decoding.

Scores are logits (B, T, C), normalised here by a softmax over the classes; the blank is the last
class, C - 1. A path names a class at each time step; it spells a label sequence when repeats are
merged and blanks dropped. The loss is -log of the summed probability of all paths that spell the
label (Graves et al., ICML 2006), found by the forward recursion in log space over the states
(blank, l1, blank, l2, ..., blank).
"""

import math

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import F, Op, op
from kerastutor.ops.samples import numbers

_logits = numbers(3, 7, 5)
_labels = np.array([[0, 0, 2], [1, 3, 0], [2, -1, -1]], "int32")
_times, _lengths = np.array([7, 6, 4], "int32"), np.array([3, 2, 1], "int32")


def check_scores(name, logits, input_length):
    """Raise for logits and lengths of wrong shape or type."""
    if len(logits.shape) != 3 or not dtypes.is_float(logits.dtype):
        raise ValueError(
            f"{name}: logits must be a float tensor (batch, time, classes), got {logits.dtype} of "
            f"shape {tuple(logits.shape)}."
        )
    check_lengths(name, "input_length", input_length, logits)


def check_lengths(name, what, lengths, logits):
    """Raise unless `lengths` holds one integer per sample."""
    if len(lengths.shape) != 1 or lengths.dtype not in dtypes.INTEGERS:
        raise ValueError(
            f"{name}: {what} must be a vector of integers, got {lengths.dtype} of shape "
            f"{tuple(lengths.shape)}."
        )
    if None not in (lengths.shape[0], logits.shape[0]) and lengths.shape[0] != logits.shape[0]:
        raise ValueError(
            f"{name}: {what} must have one entry per sample, got {lengths.shape[0]} for a batch of "
            f"{logits.shape[0]}."
        )


def log_softmax(x):
    """log(softmax(x)) over the last axis."""
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def log_add(*terms):
    """log(exp(a) + exp(b) + ...), exact for -inf."""
    top = np.maximum.reduce(terms)
    safe = np.where(np.isneginf(top), 0, top)
    with np.errstate(divide="ignore"):
        return np.log(sum(np.exp(t - safe) for t in terms)) + safe


class CtcFamily(Op):
    """Family: checks of shapes and values, and the two recursions."""

    def infer_inputs(self, logits, labels, input_length, label_length):
        """Raise for shapes and types that do not fit."""
        check_scores(self.name, logits, input_length)
        check_lengths(self.name, "label_length", label_length, logits)
        if len(labels.shape) != 2 or labels.dtype not in dtypes.INTEGERS:
            raise ValueError(
                f"{self.name}: labels must be integers of shape (batch, longest label), got "
                f"{labels.dtype} of shape {tuple(labels.shape)}."
            )

    def check_values(self, logits, labels, input_length, label_length):
        """The label's lengths; raises for lengths and labels that no path can fit.

        A label may end early with the blank class, as in TensorFlow: a sample whose whole label is
        one blank spells nothing.
        """
        for what, lengths, most in (
            ("input_length", input_length, logits.shape[1]),
            ("label_length", label_length, labels.shape[1]),
        ):
            if lengths.size and (lengths.min() < 0 or lengths.max() > most):
                raise ValueError(
                    f"{self.name}: {what} must lie in [0, {most}], got {lengths.tolist()}."
                )
        used = np.arange(labels.shape[1]) < label_length[:, None]
        blank = logits.shape[2] - 1
        label_length = (used & np.logical_and.accumulate(labels != blank, axis=1)).sum(1)
        ended = used & (np.arange(labels.shape[1]) >= label_length[:, None]) & (labels == blank)
        wrong = labels[used & ~ended & ((labels < 0) | (labels >= blank))]
        if wrong.size:
            raise ValueError(
                f"{self.name}: labels must lie in [0, {blank}) (the last class, {blank}, is the "
                f"blank), got {wrong[0]}."
            )
        if (used & ~ended).sum() != label_length.sum():
            raise ValueError(
                f"{self.name}: labels must not go on after the last class, {blank}, which is the "
                "blank and ends a label, got one that does."
            )
        used &= ~ended
        repeats = ((labels[:, 1:] == labels[:, :-1]) & used[:, 1:]).sum(1)
        short = np.flatnonzero(label_length + repeats > input_length)
        if short.size:
            i = short[0]
            raise ValueError(
                f"{self.name}: input_length must be at least the label's length plus its repeats "
                f"({label_length[i] + repeats[i]}) for sample {i}, got {input_length[i]}. "
                "Use longer inputs or shorter labels."
            )
        return label_length

    def states(self, labels, label_length, blank):
        """(classes (B, S) of the states, whether a state may be entered from two before it)."""
        used = np.arange(labels.shape[1]) < label_length[:, None]
        classes = np.full((len(labels), 2 * labels.shape[1] + 1), blank)
        classes[:, 1::2] = np.where(used, labels, blank)
        jump = np.zeros(classes.shape, bool)
        jump[:, 2:] = (classes[:, 2:] != blank) & (classes[:, 2:] != classes[:, :-2])
        return classes, jump

    def forward(self, logp, classes, jump, input_length):
        """log alpha (B, T, S): probability of the first t + 1 steps of all paths that end in each
        state.
        """
        scores = np.take_along_axis(logp, classes[:, None, :], 2)
        alpha = np.full(scores.shape, -np.inf, logp.dtype)
        alpha[:, 0, :2] = scores[:, 0, :2]
        for t in range(1, logp.shape[1]):
            before = alpha[:, t - 1]
            one = np.pad(before, ((0, 0), (1, 0)), constant_values=-np.inf)[:, :-1]
            two = np.where(
                jump,
                np.pad(before, ((0, 0), (2, 0)), constant_values=-np.inf)[:, : before.shape[1]],
                -np.inf,
            )
            alpha[:, t] = log_add(before, one, two) + scores[:, t]
        return alpha

    def total(self, alpha, input_length, label_length):
        """log probability of the labels (B,)."""
        rows = np.arange(len(alpha))
        last = alpha[rows, np.maximum(input_length, 1) - 1]
        end = 2 * label_length.astype(np.intp)
        blank_end = last[rows, end]
        label_end = np.where(label_length > 0, last[rows, np.maximum(end - 1, 0)], -np.inf)
        return np.where(input_length > 0, log_add(blank_end, label_end), 0)

    def backward(self, logp, classes, jump, input_length, label_length):
        """log beta (B, T, S): probability of the steps after t of all paths that are in a state at
        t.
        """
        scores = np.take_along_axis(logp, classes[:, None, :], 2)
        place = np.arange(classes.shape[1])
        end = 2 * label_length[:, None]
        ends = np.where((place == end) | ((place == end - 1) & (end > 0)), 0.0, -np.inf).astype(
            logp.dtype
        )
        leap = np.pad(jump, ((0, 0), (0, 2)))[:, 2:]
        beta = np.full(scores.shape, -np.inf, logp.dtype)
        for t in range(logp.shape[1] - 1, -1, -1):
            step = ends
            if t + 1 < logp.shape[1]:
                after = np.pad(
                    beta[:, t + 1] + scores[:, t + 1], ((0, 0), (0, 2)), constant_values=-np.inf
                )
                within = log_add(
                    after[:, :-2], after[:, 1:-1], np.where(leap, after[:, 2:], -np.inf)
                )
                step = np.where((t == input_length - 1)[:, None], ends, within)
            beta[:, t] = np.where((t < input_length)[:, None], step, -np.inf)
        return beta


@op("ctc_loss")
class CtcLoss(CtcFamily):
    """-log probability (B,) of labels (B, L) under logits (B, T, C), with lengths (B,) of both."""

    differentiable_once = True
    samples = [
        (_logits, _labels, _times, _lengths),
        (_logits[:1], _labels[:1, :0], _times[:1], np.array([0], "int32")),
    ]
    bad = [
        ((_logits, _labels, _times, _lengths + 1), ValueError, "label_length must lie"),
        ((_logits, _labels + 2, _times, _lengths), ValueError, "is the blank"),
        ((_logits, _labels, np.array([3, 6, 4], "int32"), _lengths), ValueError, "repeats"),
        ((_logits, _labels, _times[:2], _lengths), ValueError, "one entry per sample"),
        ((_logits[0], _labels, _times, _lengths), ValueError, "batch, time, classes"),
    ]

    def infer(self, logits, labels, input_length, label_length):
        self.infer_inputs(logits, labels, input_length, label_length)
        return [((logits.shape[0],), logits.dtype)]

    def reference(self, logits, labels, input_length, label_length):
        label_length = self.check_values(logits, labels, input_length, label_length)
        if not logits.size:
            return np.zeros(len(logits), logits.dtype)
        logp = log_softmax(logits)
        classes, jump = self.states(labels, label_length, logits.shape[2] - 1)
        alpha = self.forward(logp, classes, jump, input_length)
        return -self.total(alpha, input_length, label_length).astype(logits.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.ctc_loss_grad(g, *inputs), None, None, None]


@op("ctc_loss_grad")
class CtcLossGrad(CtcFamily):
    """Gradient of ctc_loss with respect to the logits: softmax minus the share of paths in each
    class, times g.
    """

    checked_by = "ctc_loss"
    samples = [(np.array([1.0, -2, 0.5], "float32"), *CtcLoss.samples[0])]

    def infer(self, g, logits, labels, input_length, label_length):
        self.infer_inputs(logits, labels, input_length, label_length)
        return [(tuple(logits.shape), logits.dtype)]

    def reference(self, g, logits, labels, input_length, label_length):
        label_length = self.check_values(logits, labels, input_length, label_length)
        if not logits.size:
            return np.zeros_like(logits)
        logp = log_softmax(logits)
        classes, jump = self.states(labels, label_length, logits.shape[2] - 1)
        alpha = self.forward(logp, classes, jump, input_length)
        beta = self.backward(logp, classes, jump, input_length, label_length)
        total = self.total(alpha, input_length, label_length)[:, None, None]
        possible = ~np.isneginf(total)
        share = np.where(possible, np.exp(alpha + beta - np.where(possible, total, 0)), 0)
        per_class = np.zeros(logits.shape, logits.dtype)
        rows = np.arange(len(logits))[:, None, None]
        steps = np.arange(logits.shape[1])[None, :, None]
        np.add.at(per_class, (rows, steps, classes[:, None, :]), share)
        inside = (np.arange(logits.shape[1]) < input_length[:, None])[:, :, None]
        return np.where(inside, g[:, None, None] * (np.exp(logp) - per_class), 0).astype(
            logits.dtype
        )

    def gradient(self, g, inputs, outputs):
        raise ValueError(
            "ctc_loss: second derivatives must not be asked for, got a gradient of its gradient. "
            "Differentiate the CTC loss once."
        )


# ---- decoding ------------------------------------------------------------------------------------
def dense(sequences):
    """int64 array (B, longest) of lists of classes, filled up with -1."""
    out = np.full((len(sequences), max(map(len, sequences), default=0)), -1, np.int64)
    for row, sequence in zip(out, sequences, strict=False):
        row[: len(sequence)] = sequence
    return out


@op("ctc_greedy_decode")
class CtcGreedyDecode(Op):
    """The best class at each step, repeats merged and blanks dropped.

    Outputs: int64 labels (B, longest) filled up with -1, and -sum of the best logits (B, 1).
    """

    attrs = {"merge_repeated": True}
    nout = 2
    gradient = None
    dynamic_shape = True
    samples = [(_logits, _times), (_logits, _times, {"merge_repeated": False})]
    bad = [
        ((_logits, _times + 1), ValueError, "input_length must lie"),
        ((_logits[0], _times), ValueError, "batch, time, classes"),
    ]

    def infer(self, logits, input_length):
        check_scores(self.name, logits, input_length)
        return [((logits.shape[0], None), "int64"), ((logits.shape[0], 1), logits.dtype)]

    def reference(self, logits, input_length):
        check_decode_lengths(self.name, logits, input_length)
        best = logits.argmax(2)
        inside = np.arange(logits.shape[1]) < input_length[:, None]
        keep = inside & (best != logits.shape[2] - 1)
        if self.merge_repeated:
            keep[:, 1:] &= best[:, 1:] != best[:, :-1]
        scores = np.where(inside, logits.max(2), 0).sum(1, dtype=logits.dtype)
        return dense([row[use].tolist() for row, use in zip(best, keep, strict=False)]), -scores[
            :, None
        ]


def check_decode_lengths(name, logits, input_length):
    """Raise unless lengths lie within the time axis."""
    if input_length.size and (input_length.min() < 0 or input_length.max() > logits.shape[1]):
        raise ValueError(
            f"{name}: input_length must lie in [0, {logits.shape[1]}], got {input_length.tolist()}."
        )


@op("ctc_beam_decode")
class CtcBeamDecode(Op):
    """The `top_paths` most probable label sequences, by beam search over prefixes.

    Outputs: `top_paths` int64 arrays (B, longest) filled up with -1, then their scores (B,
    top_paths): log of probability / probability of the path of the best class at each step, as in
    TensorFlow 1, where a score may be above 0.
    """

    attrs = {"beam_width": 100, "top_paths": 1, "merge_repeated": False}
    gradient = None
    dynamic_shape = True
    samples = [
        (_logits, _times, {"beam_width": 10}),
        (_logits, _times, {"beam_width": 20, "top_paths": 3}),
        (_logits, _times, {"beam_width": 5, "merge_repeated": True}),
    ]
    bad = [
        ((_logits, _times, {"beam_width": 2, "top_paths": 3}), ValueError, "beam_width"),
        ((_logits, _times, {"top_paths": 0}), ValueError, "top_paths"),
    ]

    def __init__(self, **attrs):
        super().__init__(**attrs)
        if self.top_paths < 1 or self.beam_width < self.top_paths:
            raise ValueError(
                f"{self.name}: top_paths must be at least 1 and beam_width at least top_paths, "
                f"got {self.top_paths} and {self.beam_width}."
            )
        self.nout = self.top_paths + 1

    def infer(self, logits, input_length):
        check_scores(self.name, logits, input_length)
        rows = logits.shape[0]
        return [((rows, None), "int64")] * self.top_paths + [((rows, self.top_paths), logits.dtype)]

    def reference(self, logits, input_length):
        check_decode_lengths(self.name, logits, input_length)
        found = [
            beam_search(x - x.max(axis=1, keepdims=True, initial=-np.inf), self.beam_width,
                        self.top_paths)
            for x in (x[:n].astype(np.float64)
                      for x, n in zip(logits, input_length, strict=False))
        ]
        paths = []
        for i in range(self.top_paths):
            sequences = [best[i][0] for best in found]
            paths.append(dense([merged(s) if self.merge_repeated else s for s in sequences]))
        scores = np.array([[score for _, score in best] for best in found], logits.dtype)
        return (*paths, scores.reshape(len(logits), self.top_paths))


def merged(sequence):
    """The sequence with neighbouring repeats merged."""
    return [c for i, c in enumerate(sequence) if i == 0 or sequence[i - 1] != c]


def log_add_two(a, b):
    """log(exp(a) + exp(b)) of two Python floats."""
    if a < b:
        a, b = b, a
    return a if b == -np.inf else a + math.log1p(math.exp(b - a))


def beam_search(logp, beam_width, top_paths):
    """Best label sequences of one sample, as a list of (tuple of classes, log probability).

    Each prefix carries two log probabilities: of its paths that end in a blank, and of those that
    end in its last class. Where fewer than `top_paths` prefixes are found, empty ones of log
    probability -inf follow.
    """
    blank = logp.shape[1] - 1
    nothing = -np.inf
    beams = {(): (0.0, nothing)}
    for scores in logp.tolist():
        grown = {}
        for prefix, (ends_blank, ends_label) in beams.items():
            whole = log_add_two(ends_blank, ends_label)
            old = grown.get(prefix, (nothing, nothing))
            stay = ends_label + scores[prefix[-1]] if prefix else nothing
            grown[prefix] = (log_add_two(old[0], whole + scores[blank]), log_add_two(old[1], stay))
            for c in range(blank):
                source = ends_blank if prefix and prefix[-1] == c else whole
                longer = prefix + (c,)
                old = grown.get(longer, (nothing, nothing))
                grown[longer] = (old[0], log_add_two(old[1], source + scores[c]))
        ranked = sorted(grown.items(), key=lambda item: (-log_add_two(*item[1]), item[0]))
        beams = dict(ranked[:beam_width])
    best = sorted(
        ((p, log_add_two(*v)) for p, v in beams.items()), key=lambda item: (-item[1], item[0])
    )
    return (best + [((), nothing)] * top_paths)[:top_paths]
