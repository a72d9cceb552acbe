"""CTC against the sum over all paths."""

import itertools

import numpy as np
import pytest

from kerastutor import backend as K

rng = np.random.RandomState(0)
P = rng.dirichlet(np.ones(3), (2, 4)).astype("float32")
LABELS, TIMES, LENGTHS = (
    np.array([[0, 1], [1, 0]], "float32"),
    np.array([[4], [3]]),
    np.array([[2], [1]]),
)


def spelled(path, blank):
    merged = [c for c, _ in itertools.groupby(path)]
    return tuple(c for c in merged if c != blank)


def probabilities(p):
    """Probability of every label sequence."""
    found = {}
    for path in itertools.product(range(p.shape[1]), repeat=len(p)):
        key = spelled(path, p.shape[1] - 1)
        found[key] = found.get(key, 0) + np.prod(p[range(len(p)), path])
    return found


def cost():
    t, y = K.placeholder((None, None)), K.placeholder((None, None, 3))
    n, m = K.placeholder((None, 1), dtype="int64"), K.placeholder((None, 1), dtype="int64")
    return t, y, n, m, K.ctc_batch_cost(t, y, n, m)


def test_batch_cost():
    t, y, n, m, loss = cost()
    assert K.int_shape(loss) == (None, 1)
    (got,) = K.function([t, y, n, m], [loss])([LABELS, P, TIMES, LENGTHS])
    expected = [-np.log(probabilities(P[0])[(0, 1)]), -np.log(probabilities(P[1, :3])[(1,)])]
    np.testing.assert_allclose(got[:, 0], expected, rtol=1e-4)


def test_gradient():
    t, y, n, m, loss = cost()
    f = K.function([t, y, n, m], [K.sum(loss), K.gradients(loss, [y])[0]])
    direction = rng.standard_normal(P.shape)
    up, down = (f([LABELS, P + e * direction, TIMES, LENGTHS])[0] for e in (1e-3, -1e-3))
    got = f([LABELS, P, TIMES, LENGTHS])[1]
    assert np.sum(got * direction) == pytest.approx((up - down) / 2e-3, rel=2e-2)
    assert (got[1, 3] == 0).all()  # behind the sample's length


def test_wrong_values():
    t, y, n, m, loss = cost()
    f = K.function([t, y, n, m], [loss])
    with pytest.raises(ValueError, match="label_length must lie"):
        f([LABELS, P, TIMES, LENGTHS + 5])
    with pytest.raises(ValueError, match="is the blank"):
        f([LABELS + 2, P, TIMES, LENGTHS])
    with pytest.raises(ValueError, match="must not go on after the last class"):
        f([LABELS[:, ::-1] + 1, P, TIMES, LENGTHS])
    with pytest.raises(ValueError, match="y_pred must have 3 axes"):
        K.ctc_batch_cost(t, K.zeros((2, 3)), n, m)


def test_the_blank_ends_a_label():
    t, y, n, m, loss = cost()
    f = K.function([t, y, n, m], [loss])
    labels = np.array([[0, 2], [2, 2]], "float32")
    (got,) = f([labels, P, TIMES, [[2], [1]]])
    expected = [-np.log(probabilities(P[0])[(0,)]), -np.log(probabilities(P[1, :3])[()])]
    np.testing.assert_allclose(got[:, 0], expected, rtol=1e-4)


def test_greedy_decode():
    best = (
        np.array(
            [
                [[0, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]],
                [[0, 0, 1], [0, 0, 1], [1, 0, 0], [1, 0, 0]],
            ],
            "float32",
        )
        * 0.7
        + 0.1
    )
    labels, score = K.ctc_decode(K.constant(best), K.constant([4, 3], dtype="int32"))
    assert len(labels) == 1 and K.eval(labels[0]).tolist() == [[1, 0], [0, -1]]
    np.testing.assert_allclose(K.eval(score), [[-4 * np.log(0.8)], [-3 * np.log(0.8)]], rtol=1e-4)


def test_beam_search_finds_the_most_probable_labels():
    labels, score = K.ctc_decode(
        K.constant(P), K.constant([4, 4], dtype="int32"), greedy=False, beam_width=50, top_paths=2
    )
    assert len(labels) == 2
    scores, found = K.eval(score), [K.eval(x) for x in labels]
    for i in range(2):
        ranked = sorted(probabilities(P[i]).items(), key=lambda item: -item[1])[:2]
        best_path = P[i].max(axis=1).prod()
        np.testing.assert_allclose(scores[i], np.log([p / best_path for _, p in ranked]), rtol=1e-3)
        for path, (label, _) in zip(found, ranked, strict=True):
            assert [c for c in path[i].tolist() if c >= 0] == [
                c for c, _ in itertools.groupby(label)
            ]


def test_labels_to_sparse():
    labels = K.constant([[1, 2, 3], [4, 5, 6]], dtype="int32")
    sparse = K.ctc_label_dense_to_sparse(labels, K.constant([2, 1], dtype="int32"))
    assert K.is_sparse(sparse)
    assert K.eval(sparse.indices).tolist() == [[0, 0], [0, 1], [1, 0]]
    assert K.eval(sparse.values).tolist() == [1, 2, 4] and K.eval(sparse.dense_shape).tolist() == [
        2,
        3,
    ]
    assert K.eval(K.to_dense(sparse)).tolist() == K.eval(sparse).tolist() == [[1, 2, 0], [4, 0, 0]]
    with pytest.raises(ValueError, match="labels must have 2 axes"):
        K.ctc_label_dense_to_sparse(K.constant([1], dtype="int32"), K.constant([1], dtype="int32"))
