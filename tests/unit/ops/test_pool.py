"""Pooling against the definition, ties, borders and NaN."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, gradients
from kerastutor.ops import windows
from kerastutor.ops.samples import numbers


def run(name, *arrays, **attrs):
    """Value of an op on arrays."""
    tensors = [K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in arrays]
    return K.function(tensors, [getattr(F, name)(*tensors, **attrs)])(list(arrays))[0]


CASES = [
    ((7,), (2,), (2,), "valid"),
    ((7,), (3,), (1,), "same"),
    ((7,), (2,), (3,), "same"),
    ((5, 6), (2, 3), (2, 3), "valid"),
    ((5, 6), (3, 3), (2, 2), "same"),
    ((5, 6), (4, 1), (1, 2), "same"),
    ((3, 4, 5), (2, 2, 2), (1, 2, 2), "same"),
]


def windows_of(x, size, strides, padding):
    """(place in the output, list of the input places of its window)."""
    outs = [
        windows.out_size("pool", n, k, s, 1, padding)
        for n, k, s in zip(x.shape[1:-1], size, strides, strict=True)
    ]
    pads = windows.all_pads(x.shape[1:-1], size, strides, (1,) * len(size), padding)
    for place in np.ndindex(*outs):
        first = [o * s - p[0] for o, s, p in zip(place, strides, pads, strict=True)]
        inside = [
            tuple(i + t for i, t in zip(first, tap, strict=True)) for tap in np.ndindex(*size)
        ]
        yield (
            place,
            [q for q in inside if all(0 <= i < n for i, n in zip(q, x.shape[1:-1], strict=True))],
        )


@pytest.mark.parametrize("shape, size, strides, padding", CASES)
def test_pools(shape, size, strides, padding):
    x = numbers(2, *shape, 3)
    attrs = {"size": size, "strides": strides, "padding": padding}
    largest, mean = run("max_pool", x, **attrs), run("avg_pool", x, **attrs)
    count = 0
    for place, inside in windows_of(x, size, strides, padding):
        values = np.stack([x[(slice(None), *q)] for q in inside])
        assert np.array_equal(largest[(slice(None), *place)], values.max(0))
        assert np.allclose(mean[(slice(None), *place)], values.mean(0), 1e-5, 1e-6)
        count += 1
    assert count == np.prod(largest.shape[1:-1])


@pytest.mark.parametrize("shape, size, strides, padding", CASES)
def test_gradient_goes_to_the_first_largest(shape, size, strides, padding):
    x = np.round(2 * numbers(2, *shape, 3))  # many ties
    attrs = {"size": size, "strides": strides, "padding": padding}
    tensor = K.placeholder(shape=x.shape)
    y = F.max_pool(tensor, **attrs)
    g = np.arange(1, 1 + np.prod([int(n) for n in y.shape]), dtype="float32").reshape(y.shape)
    got = K.function([tensor], gradients(y, [tensor], K.constant(g)))([x])[0]
    want = np.zeros_like(x)
    for place, inside in windows_of(x, size, strides, padding):
        values = np.stack([x[(slice(None), *q)] for q in inside])
        first = values.argmax(0)
        for b, c in np.ndindex(first.shape):
            want[(b, *inside[first[b, c]], c)] += g[(b, *place, c)]
    assert np.array_equal(got, want)


def test_take_reads_where_the_gradient_writes():
    x = np.round(2 * numbers(2, 5, 6, 3))
    attrs = {"size": (3, 2), "strides": (2, 1), "padding": "same"}
    y = run("max_pool", x, **attrs)
    assert np.array_equal(run("max_pool_take", x, x, y, **attrs), y)
    v, g = numbers(*x.shape), numbers(*y.shape)
    taken = run("max_pool_take", v, x, y, **attrs)
    spread = run("max_pool_grad", g, x, y, **attrs)
    assert np.isclose((taken * g).sum(), (v * spread).sum(), 1e-4)


def test_nan_is_the_largest():
    x = numbers(1, 4, 4, 1)
    x[0, 1, 1, 0] = np.nan
    y = run("max_pool", x, size=(2, 2))
    assert np.isnan(y[0, 0, 0, 0]) and np.isnan(y).sum() == 1
    assert np.isnan(run("avg_pool", x, size=(2, 2))).sum() == 1


def test_windows_of_minus_infinity():
    x = np.full((1, 3, 3, 1), -np.inf, "float32")
    assert (run("max_pool", x, size=(2, 2), padding="same") == -np.inf).all()


def test_default_strides_are_the_size():
    assert run("max_pool", numbers(1, 6, 6, 2), size=(3, 2)).shape == (1, 2, 3, 2)
