"""Functions under TensorFlow 1's names, against NumPy."""
import numpy as np
import pytest

import kerastutor.compat.tensorflow as tf
from kerastutor import backend as K

A = np.arange(12, dtype="float32").reshape(3, 4) / 7 - 0.5
B = np.array([[1, 2, 0, 1], [3, 1, 2, 2], [1, 1, 4, 3]], "float32")
SQ = A[:, :3]

CASES = {
    "reduce_mean": (tf.reduce_mean(A, axis=1), A.mean(1)),
    "reduce_sum keepdims": (tf.reduce_sum(A, 0, keepdims=True), A.sum(0, keepdims=True)),
    "reduce_sum old": (tf.reduce_sum(A, reduction_indices=[0, 1]), A.sum()),
    "reduce_max old": (tf.reduce_max(A, 1, keep_dims=True), A.max(1, keepdims=True)),
    "reduce_all": (tf.reduce_all(B > 0), False),
    "reduce_logsumexp": (tf.reduce_logsumexp(A), np.log(np.exp(A).sum())),
    "matmul": (tf.matmul(A, B, transpose_b=True), A @ B.T),
    "matmul a": (tf.matmul(A, B, transpose_a=True), A.T @ B),
    "transpose": (tf.transpose(A), A.T),
    "transpose perm": (tf.transpose(A[None], [1, 2, 0]), A[None].transpose(1, 2, 0)),
    "concat": (tf.concat([A, B], 1), np.concatenate([A, B], 1)),
    "split": (tf.split(A, 2, 1)[1], A[:, 2:]),
    "split sizes": (tf.split(A, [1, 2], 0)[1], A[1:]),
    "unstack": (tf.unstack(A, axis=1)[2], A[:, 2]),
    "stack": (tf.stack([A, B], 1), np.stack([A, B], 1)),
    "cast": (tf.cast(B, tf.int32), B.astype("int32")),
    "where": (tf.where(A > 0, A, B), np.where(A > 0, A, B)),
    "cond": (tf.cond(K.constant(True, dtype="bool"), lambda: tf.constant(1.),
                     lambda: tf.constant(2.)), 1),
    "one_hot": (tf.one_hot([0, 2], 3), np.eye(3)[[0, 2]]),
    "one_hot values": (tf.one_hot([1], 3, on_value=5., off_value=-1.), [[-1, 5, -1]]),
    "pad": (tf.pad(A, [[1, 0], [0, 2]]), np.pad(A, [(1, 0), (0, 2)])),
    "gather": (tf.gather(A, [2, 0]), A[[2, 0]]),
    "gather axis": (tf.gather(A, [2, 0], axis=1), A[:, [2, 0]]),
    "expand_dims": (tf.expand_dims(A, 1), A[:, None]),
    "squeeze": (tf.squeeze(A[None, :, None]), A),
    "argmax": (tf.argmax(B, 1), B.argmax(1)),
    "argmin": (tf.argmin(B, axis=0), B.argmin(0)),
    "range": (tf.range(2, 7, 2), [2, 4, 6]),
    "range floats": (tf.range(0., 1., 0.25), [0, 0.25, 0.5, 0.75]),
    "clip_by_value": (tf.clip_by_value(A, 0., 0.3), A.clip(0, 0.3)),
    "clip_by_norm": (tf.clip_by_norm(A, 1.), A / np.linalg.norm(A)),
    "norm": (tf.norm(A, axis=1), np.linalg.norm(A, axis=1)),
    "sequence_mask": (tf.sequence_mask([1, 3], 4), [[1, 0, 0, 0], [1, 1, 1, 0]]),
    "zeros": (tf.zeros([2, 3]), np.zeros((2, 3))), "ones": (tf.ones((2,), tf.int32), [1, 1]),
    "fill": (tf.fill([2, 2], 3.), np.full((2, 2), 3)), "eye": (tf.eye(3), np.eye(3)),
    "tile": (tf.tile(A, [1, 2]), np.tile(A, (1, 2))),
    "reshape": (tf.reshape(A, [4, -1]), A.reshape(4, 3)),
    "reshape shape": (tf.reshape(A, (tf.shape(A)[1], 3)), A.reshape(4, 3)),
    "reverse": (tf.reverse(A, [1]), A[:, ::-1]),
    "slice": (tf.slice(A, [1, 1], [2, 2]), A[1:3, 1:3]),
    "cumsum": (tf.cumsum(A, 1), A.cumsum(1)), "add_n": (tf.add_n([A, B, A]), 2 * A + B),
    "rsqrt": (tf.rsqrt(B + 1), 1 / np.sqrt(B + 1)), "tan": (tf.tan(A), np.tan(A)),
    "size": (tf.size(A), 12), "rank": (tf.rank(A), 2), "div": (tf.div(7, 2), 3),
    "truediv": (tf.truediv(7, 2), 3.5), "mod": (tf.mod(-7, 3), 2),
    "squared_difference": (tf.squared_difference(A, B), (A - B) ** 2),
    "subtract number first": (tf.subtract(1, A), 1 - A), "pow": (tf.pow(B, 2), B ** 2),
    "equal": (tf.equal(B, 1.), B == 1), "logical_or": (tf.logical_or(A > 0, B > 1),
                                                       (A > 0) | (B > 1)),
    "map_fn": (tf.map_fn(lambda r: r * 2, K.constant(A)), A * 2),
    "constant shape": (tf.constant(3, shape=(2, 2)), np.full((2, 2), 3)),
    "Print": (tf.Print(K.constant(A), [K.constant(B)], "seen "), A),
    "math.log": (tf.math.log(B + 1), np.log(B + 1)),
    "nn.relu6": (tf.nn.relu6(B * 3), np.clip(B * 3, 0, 6)),
    "nn.leaky_relu": (tf.nn.leaky_relu(A), np.where(A > 0, A, 0.2 * A)),
    "nn.softmax": (tf.nn.softmax(A), np.exp(A) / np.exp(A).sum(-1, keepdims=True)),
    "nn.log_softmax": (tf.nn.log_softmax(A),
                       A - np.log(np.exp(A).sum(-1, keepdims=True))),
    "nn.l2_normalize": (tf.nn.l2_normalize(A, 1), A / np.linalg.norm(A, axis=1)[:, None]),
    "nn.l2_loss": (tf.nn.l2_loss(A), (A ** 2).sum() / 2),
    "nn.moments": (tf.nn.moments(A, [0])[1], A.var(0)),
    "nn.batch_normalization": (tf.nn.batch_normalization(A, 1., 4., 0.5, 2., 0.), A),
    "nn.softmax_cross_entropy": (
        tf.nn.softmax_cross_entropy_with_logits(labels=np.eye(4)[:3], logits=A),
        -(A - np.log(np.exp(A).sum(-1, keepdims=True)))[[0, 1, 2], [0, 1, 2]]),
    "nn.sparse": (tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[0, 1, 2], logits=A),
                  -(A - np.log(np.exp(A).sum(-1, keepdims=True)))[[0, 1, 2], [0, 1, 2]]),
    "nn.sigmoid": (tf.nn.sigmoid_cross_entropy_with_logits(labels=(B > 1) * 1., logits=A),
                   np.maximum(A, 0) - A * (B > 1) + np.log1p(np.exp(-abs(A)))),
    "nn.bias_add": (tf.nn.bias_add(A, B[0]), A + B[0]),
    "nn.embedding_lookup": (tf.nn.embedding_lookup(A, [1]), A[[1]]),
    "nn.max_pool": (tf.nn.max_pool(B[None, :2, :, None], [1, 2, 2, 1], [1, 2, 2, 1], "VALID"),
                    [[[[3], [2]]]]),
    "nn.conv2d": (tf.nn.conv2d(B[None, :, :, None], np.ones((2, 2, 1, 1), "float32"),
                               [1, 1, 1, 1], "VALID")[0, :, :, 0],
                  [[7, 5, 5], [6, 8, 11]]),
    "image.flip_left_right": (tf.image.flip_left_right(A[:, :, None]), A[:, ::-1, None]),
    "image.resize_bilinear": (tf.image.resize_images(A[None, :2, :, None], (4, 4))[0, 1, :, 0],
                              (A[0] + A[1]) / 2),
}


@pytest.mark.parametrize("case", CASES)
def test_values(case):
    tensor, expected = CASES[case]
    if case == "nn.batch_normalization":
        expected = (A - 1) / 2 * 2 + 0.5
    np.testing.assert_allclose(K.eval(tensor), np.asarray(expected), rtol=1e-5, atol=1e-6)


def test_names_and_types():
    assert tf.reduce_mean(A, name="mine").name == "mine:0"
    assert tf.float32.as_numpy_dtype is np.float32 and tf.float32.name == "float32"
    assert tf.float32 == "float32" and tf.double is tf.float64 and tf.int32.is_integer
    assert tf.string.as_numpy_dtype is object and tf.float32.base_dtype is tf.float32
    assert K.dtype(tf.constant(1)) == "int32" and K.dtype(tf.constant(1.5)) == "float32"
    assert K.dtype(tf.convert_to_tensor(np.zeros(2))) == "float64"
    assert K.int_shape(tf.placeholder(tf.float32, [None, 3])) == (None, 3)
    assert K.int_shape(tf.placeholder(tf.float32)) == ()


def test_random_tensors_follow_the_seed():
    def draw():
        tf.set_random_seed(3)
        return [K.eval(x) for x in (tf.random_normal([5]), tf.random_uniform((5,), 2, 9),
                                    tf.random.truncated_normal([5]),
                                    tf.random_uniform([50], 0, 3, "int32"))]
    first = draw()
    for a, b in zip(first, draw(), strict=True):
        assert (a == b).all()
    assert set(first[3]) == {0, 1, 2} and first[1].min() >= 2
    assert abs(K.eval(tf.nn.dropout(tf.ones([1000]), 0.75)).mean() - 1) < 0.2


@pytest.mark.parametrize("call, message", [
    (lambda: tf.estimator, "train a Keras model"),
    (lambda: tf.reduce_men, "near: reduce_m"),
    (lambda: tf.nn.no_such, r"tf\.nn: name must be one of the \d+"),
    (lambda: tf.contrib.layers, r"tf\.contrib"),
])
def test_other_names_say_so(call, message):
    with pytest.raises(AttributeError, match=message):
        call()


@pytest.mark.parametrize("call, message", [
    (lambda: tf.where(A > 0), "x and y must be given"),
    (lambda: tf.concat(1, [A, B]), "axis comes second"),
    (lambda: tf.split(A, 3, 1), "multiple of 3"),
    (lambda: tf.nn.softmax_cross_entropy_with_logits(A, B), "given by name"),
    (lambda: tf.nn.dropout(A), "either keep_prob or rate"),
    (lambda: tf.enable_eager_execution(), "eager"),
    (lambda: tf.pad(A, [[1, 1], [1, 1]], "REFLECT"), "CONSTANT"),
    (lambda: tf.random_uniform([2], dtype="int32"), "maxval"),
])
def test_bad_calls(call, message):
    with pytest.raises((ValueError, TypeError, NotImplementedError), match=message):
        call()


def test_dir_lists_what_is_served():
    assert {"reduce_mean", "Session", "data", "keras", "ConfigProto"} <= set(dir(tf))
    assert all(hasattr(tf, name) for name in tf.__all__)
    assert tf.compat.v1.Session is tf.Session and tf.compat.v1.nn is tf.nn
