"""Batch normalisation against its formula."""

import numpy as np
import pytest

from kerastutor import backend as K


def formula(x, mean, var, beta, gamma, epsilon):
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta


@pytest.mark.parametrize(
    "shape, axes",
    [
        ((6, 3), (0,)),
        ((4, 5, 3), (0, 1)),
        ((2, 4, 5, 3), (0, 1, 2)),
        ((2, 3, 4, 5), (0, 2, 3)),
        ((2, 3, 4, 5), (0, 1)),
        ((6, 3), (0, 1)),
    ],
    ids=str,
)
@pytest.mark.parametrize("scale", [True, False])
def test_training(shape, axes, scale, rng):
    x = rng.standard_normal(shape) + 3
    kept = tuple(n for i, n in enumerate(shape) if i not in axes)
    gamma, beta = rng.uniform(0.5, 2, kept), rng.standard_normal(kept)
    mean, var = x.mean(axes), x.var(axes)
    line = tuple(1 if i in axes else n for i, n in enumerate(shape))
    expected = formula(
        x,
        mean.reshape(line),
        var.reshape(line),
        beta.reshape(line) if scale else 0,
        gamma.reshape(line) if scale else 1,
        1e-2,
    )
    t = K.placeholder((None, *shape[1:]), dtype="float64")
    parts = K.normalize_batch_in_training(
        t,
        K.constant(gamma, "float64") if scale else None,
        K.constant(beta, "float64") if scale else None,
        axes,
        epsilon=1e-2,
    )
    assert len(parts) == 3 and K.int_shape(parts[1]) == kept
    if axes == (0, 1, 2):                      # divided by n - 1 there, as by 2.2.4's fused op
        var = x.var(axes, ddof=1)
    for got, want in zip(K.function([t], list(parts))([x]), (expected, mean, var), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(
    "shape, axis",
    [((6, 3), -1), ((4, 5, 3), 2), ((2, 4, 5, 3), -1), ((2, 3, 4, 5), 1), ((2, 3, 4, 5), -3)],
    ids=str,
)
@pytest.mark.parametrize("wide", [False, True], ids=["vector", "broadcast"])
def test_testing(shape, axis, wide, rng):
    x = rng.standard_normal(shape).astype("float32")
    n = shape[axis]
    line = tuple(n if i == axis % len(shape) else 1 for i in range(len(shape)))
    mean, beta = rng.standard_normal((2, n)).astype("float32")
    var, gamma = rng.uniform(0.5, 2, (2, n)).astype("float32")
    expected = formula(x, *(v.reshape(line) for v in (mean, var, beta, gamma)), 1e-3)
    given = [K.constant(v.reshape(line) if wide else v) for v in (mean, var, beta, gamma)]
    np.testing.assert_allclose(
        K.eval(K.batch_normalization(K.constant(x), *given, axis=axis)),
        expected,
        rtol=1e-4,
        atol=1e-5,
    )


def test_without_scale():
    x = K.constant([[1.0, 5.0]])
    got = K.eval(
        K.batch_normalization(
            x, K.constant([1.0, 1.0]), K.constant([4.0, 4.0]), None, None, epsilon=0
        )
    )
    np.testing.assert_allclose(got, [[0, 2]], rtol=1e-6)


def test_gradient(rng):
    x, w = rng.standard_normal((5, 3)), rng.standard_normal((5, 3))
    t = K.placeholder((5, 3), dtype="float64")
    y = K.sum(K.normalize_batch_in_training(t, None, None, [0])[0] * w)
    f = K.function([t], [y, K.gradients(y, [t])[0]])
    direction = rng.standard_normal((5, 3))
    slope = (f([x + 1e-5 * direction])[0] - f([x - 1e-5 * direction])[0]) / 2e-5
    assert np.sum(f([x])[1] * direction) == pytest.approx(slope, rel=1e-5)


def test_wrong_axis():
    with pytest.raises(ValueError, match="axis must lie in"):
        K.normalize_batch_in_training(K.zeros((2, 3)), None, None, [2])
