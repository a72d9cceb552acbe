"""CTC loss and decoding against the sum over all paths."""

import itertools

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, gradients
from kerastutor.ops.samples import numbers


def run(name, *arrays, **attrs):
    """Values of an op on arrays, as a list."""
    tensors = [K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in arrays]
    out = getattr(F, name)(*tensors, **attrs)
    return K.function(tensors, out if isinstance(out, list) else [out])(list(arrays))


def spelled(path, blank):
    """Label sequence of a path: repeats merged, blanks dropped."""
    return tuple(c for c, _ in itertools.groupby(path) if c != blank)


def probabilities(logits):
    """{label sequence: probability} of all paths through (T, C) logits."""
    p = np.exp(logits.astype("float64"))
    p /= p.sum(1, keepdims=True)
    found = {}
    for path in itertools.product(range(p.shape[1]), repeat=len(p)):
        key = spelled(path, p.shape[1] - 1)
        found[key] = found.get(key, 0) + np.prod([p[t, c] for t, c in enumerate(path)])
    return found


def best_path(logits):
    """Log probability of the best class at each step, which scores are relative to."""
    x = logits.astype("float64")
    return (x.max(1) - np.log(np.exp(x).sum(1))).sum()


def ints(*values):
    return np.array(values, "int32")


LABELS = [(0,), (1, 1), (0, 1, 0), (2, 2), (), (0, 1, 2)]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("steps", [4, 6])
def test_loss_is_the_sum_over_all_paths(label, steps):
    logits = 2 * numbers(1, 6, 4)
    padded = np.full((1, 4), 7, "int32")  # what stands behind the label must not matter
    padded[0, : len(label)] = label
    got = run("ctc_loss", logits, padded, ints(steps), ints(len(label)))[0]
    want = -np.log(probabilities(logits[0, :steps])[label])
    assert np.allclose(got, [want], 1e-4)


def test_steps_behind_the_length_do_not_matter():
    logits = numbers(2, 6, 4)
    labels, times, lengths = ints([0, 1], [2, 0]), ints(4, 6), ints(2, 1)
    first = run("ctc_loss", logits, labels, times, lengths)[0]
    logits[0, 4:] = np.nan
    assert np.array_equal(run("ctc_loss", logits, labels, times, lengths)[0], first)
    g = np.ones(2, "float32")
    grad = run("ctc_loss_grad", g, logits, labels, times, lengths)[0]
    assert (grad[0, 4:] == 0).all() and np.isfinite(grad).all()
    assert np.allclose(grad.sum(-1), 0, atol=1e-5)


def test_extreme_logits():
    logits = np.zeros((1, 3, 3), "float32")
    logits[0, :, 0] = 300
    assert np.allclose(run("ctc_loss", logits, ints([0]), ints(3), ints(1))[0], 0, atol=1e-6)
    assert np.allclose(
        run("ctc_loss", logits, ints([1]), ints(3), ints(1))[0], 900 - np.log(6), 1e-5
    )
    grad = run("ctc_loss_grad", np.ones(1, "f"), logits, ints([1]), ints(3), ints(1))[0]
    assert np.isfinite(grad).all()


def test_second_derivative_is_refused():
    x = K.placeholder(shape=(1, 4, 3))
    loss = F.ctc_loss(
        x, K.constant([[0]], "int32"), K.constant([4], "int32"), K.constant([1], "int32")
    )
    first = gradients(loss, [x])[0]
    with pytest.raises(ValueError, match="second derivatives"):
        gradients(first, [x])


def test_greedy():
    best = [0, 0, 3, 0, 1, 1, 3]
    logits = np.full((2, 7, 4), -1.0, "float32")
    logits[0, range(7), best] = 2.0
    logits[1, :, 3] = 1.5
    labels, score = run("ctc_greedy_decode", logits, ints(7, 3))
    assert labels.tolist() == [[0, 0, 1], [-1, -1, -1]]
    assert np.allclose(score, [[-14.0], [-4.5]])
    labels, _ = run("ctc_greedy_decode", logits, ints(5, 0), merge_repeated=False)
    assert labels.tolist() == [[0, 0, 0, 1], [-1] * 4]


def test_beam_search_finds_the_most_probable_labels():
    logits = 2 * numbers(2, 5, 4)
    *paths, scores = run("ctc_beam_decode", logits, ints(5, 4), beam_width=400, top_paths=3)
    for i, steps in enumerate((5, 4)):
        ranked = sorted(probabilities(logits[i, :steps]).items(), key=lambda item: -item[1])[:3]
        for k, (label, p) in enumerate(ranked):
            assert tuple(c for c in paths[k][i].tolist() if c >= 0) == label
            assert np.isclose(scores[i, k], np.log(p) - best_path(logits[i, :steps]), 1e-4)


def test_a_narrow_beam_is_still_a_labelling():
    logits = 2 * numbers(1, 8, 5)
    paths, scores = run("ctc_beam_decode", logits, ints(8), beam_width=2)
    label = tuple(paths[0].tolist())
    loss = run("ctc_loss", logits, ints(label), ints(8), ints(len(label)))[0]
    assert scores[0, 0] <= -loss[0] - best_path(logits[0]) + 1e-4


def test_beam_of_nothing():
    *paths, scores = run("ctc_beam_decode", numbers(1, 3, 2), ints(0), beam_width=3, top_paths=2)
    assert paths[0].shape == (1, 0) and scores[0, 0] == 0 and scores[0, 1] == -np.inf
