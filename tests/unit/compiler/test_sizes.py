"""Sizes that are known to be equal before they are known."""

import pytest

from kerastutor.compiler.sizes import Sizes
from kerastutor.graph import F, Placeholder, topological

x = Placeholder((None, 3), "float32")
z = Placeholder((None, 3), "float32")
row = Placeholder((3,), "float32")
image = Placeholder((None, 8, 8, 2), "float32")


def seen(*tensors):
    sizes = Sizes()
    for node in topological(tensors):
        sizes.see(node)
    return sizes


@pytest.mark.parametrize(
    "make",
    [
        lambda: F.relu(x),
        lambda: x + 1.0,
        lambda: x * row,
        lambda: F.softmax(x),
        lambda: F.softmax_grad(x, F.exp(x)),
        lambda: F.where(F.greater(x, row), x, row),
        lambda: F.transpose(F.transpose(x)),
        lambda: F.matmul(F.matmul(x, x, tb=True), x),
        lambda: F.cast(x, dtype="float64"),
        lambda: F.broadcast_to(F.sum(x, axes=(1,), keepdims=True), x),
        lambda: F.zeros_like(F.exp(x)),
        lambda: F.sum_to(F.exp(x), x),
        lambda: F.cumsum(x, axis=0),
        lambda: x[:, :1] + x,
        lambda: F.squeeze(F.expand_dims(x, axis=1), axes=(1,)),
    ],
)
def test_same(make):
    y = make()
    assert seen(y).same(x, y)


@pytest.mark.parametrize(
    "make",
    [
        lambda: z,
        lambda: x + z,
        lambda: F.matmul(F.matmul(z, x, tb=True), x),
        lambda: F.transpose(x),
        lambda: x[::2],
        lambda: F.concat(x, x, axis=0),
        lambda: F.sum(x, axes=(0,)),
        lambda: F.reshape(x, shape=(-1, 3)),
        lambda: F.repeat(x, reps=2, axis=0),
    ],
)
def test_perhaps_not_the_same(make):
    y = make()
    assert not seen(y).same(x, y)


def test_known_sizes():
    y = x[:4]
    sizes = seen(y)
    assert sizes.of(row) == (3,) and sizes.of(x) == ((x, 0), 3)
    assert not sizes.same(row, x)


def test_samples_of_convolutions():
    y = F.max_pool(image, size=(2, 2), strides=(2, 2))
    assert seen(y).of(y)[0] == (image, 0)


def test_losses():
    y = F.categorical_crossentropy(x, F.softmax(x))
    assert seen(y).of(y) == ((x, 0),)
