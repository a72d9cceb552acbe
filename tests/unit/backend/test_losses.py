"""Cross-entropies against their formulas."""

import numpy as np
import pytest

from kerastutor import backend as K

LOGITS = np.random.RandomState(0).standard_normal((2, 3, 4)).astype("float32")
EXP = np.exp(LOGITS.astype("float64"))
P = (EXP / EXP.sum(-1, keepdims=True)).astype("float32")
T = np.random.RandomState(1).dirichlet(np.ones(4), (2, 3)).astype("float32")
LABELS = np.array([[0, 3, 1], [2, 2, 0]])
CLEAR = -(T * np.log(P)).sum(-1)
SPARSE = -np.log(np.take_along_axis(P, LABELS[..., None], -1))[..., 0]


def test_categorical():
    t, y = K.placeholder((None, 3, 4)), K.placeholder((None, 3, 4))
    outs = [
        K.categorical_crossentropy(t, y),
        K.categorical_crossentropy(t, y * 7.0),
        K.categorical_crossentropy(t, K.log(y) + 2.0, from_logits=True),
    ]
    assert all(K.int_shape(o) == (None, 3) for o in outs)
    for got in K.function([t, y], outs)([T, P]):
        np.testing.assert_allclose(got, CLEAR, rtol=1e-4)
    moved = K.categorical_crossentropy(
        K.constant(T.transpose(0, 2, 1)), K.constant(P.transpose(0, 2, 1)), axis=1
    )
    np.testing.assert_allclose(K.eval(moved), CLEAR, rtol=1e-4)
    whole = K.categorical_crossentropy(
        K.constant([[0, 1]], dtype="int32"), K.constant([[0.5, 0.5]])
    )
    assert K.eval(whole)[0] == pytest.approx(np.log(2))


def test_sparse():
    t, y = K.placeholder((None, 3)), K.placeholder((None, 3, 4))
    outs = [
        K.sparse_categorical_crossentropy(t, y),
        K.sparse_categorical_crossentropy(t, y * 0.5),
        K.sparse_categorical_crossentropy(t, K.log(y), from_logits=True),
        K.sparse_categorical_crossentropy(t, K.permute_dimensions(y, (0, 2, 1)), axis=1),
        K.sparse_categorical_crossentropy(K.expand_dims(t), y),
    ]
    assert K.int_shape(outs[0]) == (None, 3)
    for got in K.function([t, y], outs)([LABELS, P]):
        np.testing.assert_allclose(got, SPARSE, rtol=1e-4)
    flat = K.sparse_categorical_crossentropy(
        K.constant([[1], [0]], dtype="int64"), K.constant([[0.3, 0.7]] * 2)
    )
    assert K.int_shape(flat) == (2,)
    np.testing.assert_allclose(K.eval(flat), -np.log([0.7, 0.3]), rtol=1e-5)


def test_binary():
    expected = -(T * np.log(P) + (1 - T) * np.log(1 - P))
    np.testing.assert_allclose(
        K.eval(K.binary_crossentropy(K.constant(T), K.constant(P))), expected, rtol=1e-4
    )
    odds = np.log(P / (1 - P))
    np.testing.assert_allclose(
        K.eval(K.binary_crossentropy(K.constant(T), K.constant(odds), from_logits=True)),
        expected,
        rtol=1e-4,
    )


def test_probabilities_are_kept_away_from_0_and_1():
    hard = K.constant([[0.0, 1.0], [1.0, 0.0]])
    target = K.constant([[1.0, 0.0], [1.0, 0.0]])
    for loss in (
        K.categorical_crossentropy(target, hard),
        K.binary_crossentropy(target, hard)[:, 0],
        K.sparse_categorical_crossentropy(K.constant([0, 0]), hard),
    ):
        got = K.eval(loss)
        assert got[0] == pytest.approx(-np.log(1e-7), rel=1e-3) and abs(got[1]) < 1e-6
    big = K.constant([[1e4, -1e4]])
    assert K.eval(
        K.binary_crossentropy(K.constant([[1.0, 1.0]]), big, from_logits=True)
    ).tolist() == [[0, 1e4]]


def numeric(f, x, step=1e-6):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += step
        down[i] -= step
        g[i] = (f([up])[0] - f([down])[0]) / (2 * step)
    return g


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("name", ["categorical", "sparse", "binary"])
def test_first_and_second_gradient(name, from_logits):
    value = (LOGITS if from_logits else P).astype("float64")[0]
    y = K.placeholder((3, 4), dtype="float64")
    if name == "sparse":
        loss = K.sparse_categorical_crossentropy(K.constant(LABELS[0]), y, from_logits)
    elif name == "binary":
        loss = K.binary_crossentropy(K.constant(T[0], dtype="float64"), y, from_logits)
    else:
        loss = K.categorical_crossentropy(K.constant(T[0], dtype="float64"), y, from_logits)
    total = K.sum(loss * loss)
    (first,) = K.gradients(total, [y])
    np.testing.assert_allclose(
        K.function([y], [first])([value])[0],
        numeric(K.function([y], [total]), value),
        rtol=1e-5,
        atol=1e-6,
    )
    norm = K.sum(K.square(first))
    (second,) = K.gradients(norm, [y])
    np.testing.assert_allclose(
        K.function([y], [second])([value])[0],
        numeric(K.function([y], [norm]), value),
        rtol=1e-4,
        atol=1e-4,
    )


@pytest.mark.parametrize(
    "call, error, words",
    [
        (
            lambda: K.categorical_crossentropy(K.zeros((2, 3)), K.zeros((2, 4))),
            ValueError,
            "same shape",
        ),
        (
            lambda: K.categorical_crossentropy(K.zeros((2, 3)), K.zeros((2, 3)), axis=5),
            ValueError,
            "axis must be -1",
        ),
        (
            lambda: K.sparse_categorical_crossentropy(K.zeros((2, 3)), K.zeros((2, 3))),
            ValueError,
            "one label per row",
        ),
        (
            lambda: K.sparse_categorical_crossentropy(K.zeros((2,)), K.zeros((2, 3)), axis=-2),
            ValueError,
            "axis must be -1",
        ),
        (lambda: K.binary_crossentropy(K.zeros((2, 3)), K.zeros((2, 4))), ValueError, "same shape"),
        (
            lambda: K.eval(
                K.sparse_categorical_crossentropy(K.constant([3]), K.constant([[0.5, 0.5]]))
            ),
            ValueError,
            r"labels must lie in \[0, 2\)",
        ),
    ],
)
def test_errors(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_sparse_labels_may_keep_the_axis_of_the_classes():
    probabilities = np.random.RandomState(1).dirichlet(np.ones(4), (2, 3, 3)).astype("float32")
    labels = np.array([[[0, 1, 3], [2, 1, 0], [2, 2, 1]]] * 2)
    first = K.sparse_categorical_crossentropy(
        K.constant(labels[:, None]), K.constant(np.moveaxis(probabilities, -1, 1)), axis=1)
    last = K.sparse_categorical_crossentropy(K.constant(labels), K.constant(probabilities))
    np.testing.assert_allclose(K.eval(first), K.eval(last), rtol=1e-6)
