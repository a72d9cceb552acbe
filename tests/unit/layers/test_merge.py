"""Merge layers and functions: values, broadcasting, masks, errors."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor import layers
from kerastutor.layers import Concatenate, Dot, Input, Masking, Subtract
from kerastutor.models import Model
from kerastutor.testing import check_layer

A, B, C = (np.random.RandomState(seed).randn(3, 4, 5) for seed in range(3))
ELEMENTWISE = {
    "Add": lambda *xs: sum(xs), "Multiply": lambda *xs: np.prod(xs, 0),
    "Average": lambda *xs: np.mean(xs, 0), "Maximum": lambda *xs: np.max(xs, 0),
    "Minimum": lambda *xs: np.min(xs, 0)}


def run(layer, *arrays):
    inputs = [Input(x.shape[1:]) for x in arrays]
    return Model(inputs, layer(inputs)).predict(list(arrays))


@pytest.mark.parametrize("name", sorted(ELEMENTWISE))
def test_elementwise(name):
    expected = ELEMENTWISE[name](A, B, C)
    check_layer(getattr(layers, name), {}, input_data=[A, B, C], expected_output=expected)
    np.testing.assert_allclose(run(getattr(layers, name.lower()), A, B, C), expected, **VALUE)


def test_subtract():
    check_layer(Subtract, {}, input_data=[A, B], expected_output=A - B)
    np.testing.assert_allclose(run(layers.subtract, A, B), A - B, **VALUE)


@pytest.mark.parametrize("shape, expected", [
    ((3, 1, 5), (None, 4, 5)), ((3, 4, 1), (None, 4, 5)), ((3, 5), (None, 4, 5)),
    ((3, 1), (None, 4, 5)), ((3, 2, 4, 5), (None, 2, 4, 5))])
def test_broadcasting(shape, expected):
    b = np.random.RandomState(9).randn(*shape)
    if b.ndim <= A.ndim:
        wide_a, wide_b = A, b.reshape(3, *(1,) * (A.ndim - b.ndim), *shape[1:])
    else:
        wide_a, wide_b = A[:, None], b
    np.testing.assert_allclose(run(layers.add, A, b), wide_a + wide_b, **VALUE)
    np.testing.assert_allclose(run(layers.add, b, A), wide_a + wide_b, **VALUE)
    assert layers.Add().compute_output_shape([(None, 4, 5), (None, *shape[1:])]) == expected


@pytest.mark.parametrize("axis", [-1, 1, 2])
def test_concatenate(axis):
    b = np.concatenate([B, B], axis)
    expected = np.concatenate([A, b, C], axis)
    check_layer(Concatenate, {"axis": axis}, input_data=[A, b, C], expected_output=expected)
    np.testing.assert_allclose(run(lambda xs: layers.concatenate(xs, axis), A, b, C), expected,
                               **VALUE)


def test_concatenate_shapes():
    layer = Concatenate(axis=1)
    assert layer.compute_output_shape([(None, 2, 3), (None, 4, 3)]) == (None, 6, 3)
    assert layer.compute_output_shape([(None, None, 3), (8, 4, None)]) == (8, None, 3)


@pytest.mark.parametrize("axes, a, b, expression", [
    (1, A[:, 0], B[:, 0], "bi,bi->b"), (-1, A[:, 0], B[:, 0], "bi,bi->b"),
    (2, A, B, "bij,bkj->bik"), (1, A, B, "bij,bik->bjk"), ((2, 1), A, B[:, :, :4].swapaxes(1, 2)
                                                         [:, :, :3].repeat(1, 1), None),
    ((-1, -1), A, B, "bij,bkj->bik"), ((2, 1), A, B[:, 0], "bij,bj->bi")])
def test_dot(axes, a, b, expression):
    if expression is None:
        b = np.random.RandomState(5).randn(3, 5, 2)
        expression = "bij,bjk->bik"
    expected = np.einsum(expression, a, b).reshape(3, -1) if a.ndim == 2 else np.einsum(
        expression, a, b)
    check_layer(Dot, {"axes": axes}, input_data=[a, b], expected_output=expected)
    np.testing.assert_allclose(run(lambda xs: layers.dot(xs, axes), a, b), expected, rtol=1e-4,
                               atol=1e-5)


def test_dot_normalized_is_the_cosine():
    a, b = A[:, 0], B[:, 0]
    cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    out = run(Dot(1, normalize=True), a, b)
    np.testing.assert_allclose(out, cosine[:, None], **VALUE)


def masked(steps):
    """Two inputs of shape (batch, 4, 2) and their masks; zeros are missing."""
    x = np.ones((len(steps), 4, 2))
    for row, missing in enumerate(steps):
        x[row, missing] = 0
    return x


def mask_of(layer, arrays, with_mask):
    inputs = [Input(x.shape[1:]) for x in arrays]
    tensors = [Masking()(t) if m else t for t, m in zip(inputs, with_mask, strict=True)]
    layer(tensors)
    mask = layer.output_mask
    return None if mask is None else K.function(inputs, [mask])(arrays)[0]


M1, M2 = masked([[0], [1, 2]]), masked([[3], [2]])
P1, P2 = (M1 != 0).all(-1), (M2 != 0).all(-1)


@pytest.mark.parametrize("name", ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"])
def test_masks_of_elementwise_layers(name):
    cls = getattr(layers, name)
    np.testing.assert_array_equal(mask_of(cls(), [M1, M2], [1, 1]), P1 & P2)
    np.testing.assert_array_equal(mask_of(cls(), [M1, M2], [0, 1]), P2)
    assert mask_of(cls(), [M1, M2], [0, 0]) is None


def test_masks_of_concatenate():
    np.testing.assert_array_equal(mask_of(Concatenate(), [M1, M2], [1, 1]), P1 & P2)
    np.testing.assert_array_equal(mask_of(Concatenate(), [M1, M2], [1, 0]), P1)
    np.testing.assert_array_equal(mask_of(Concatenate(axis=1), [M1, M2], [1, 1]),
                                  np.concatenate([P1, P2], 1))
    np.testing.assert_array_equal(mask_of(Concatenate(axis=1), [M1, M2], [1, 0]),
                                  np.concatenate([P1, np.ones_like(P1)], 1))
    assert mask_of(Concatenate(), [M1, M2], [0, 0]) is None
    assert mask_of(Dot(2), [M1, M2], [1, 1]) is None


@pytest.mark.parametrize("call, message", [
    (lambda: layers.Add()(Input((3,))), "list of at least 2 inputs"),
    (lambda: layers.add([Input((3,))]), "list of at least 2 inputs, got 1"),
    (lambda: layers.add([Input((3,)), Input((4,))]), r"broadcast.*\(None, 3\), \(None, 4\)"),
    (lambda: layers.add([Input(batch_shape=(2, 3)), Input(batch_shape=(4, 3))]), "batch size"),
    (lambda: layers.subtract([Input((3,))] * 3), "exactly 2 inputs, got 3"),
    (lambda: layers.concatenate([Input((3,))]), "list of at least 2 inputs"),
    (lambda: layers.concatenate([Input((3, 4)), Input((3, 5))], axis=1), "matching shapes except"),
    (lambda: layers.concatenate([Input((3, 4)), Input((3,))]), "as many axes"),
    (lambda: layers.concatenate([Input((3, 4)), Input((3, 4))], axis=5), "axis 5"),
    (lambda: layers.dot([Input((3,)), Input((4,))], 1), "the same size along the axes 1"),
    (lambda: layers.dot([Input((3,))] * 3, 1), "list of 2 inputs, got 3"),
    (lambda: layers.dot([Input((3,)), Input((3,))], 2), "the axes 2"),
    (lambda: Dot((1, 2, 3)), "axes must be an integer or a pair of integers"),
])
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_dot_axes_must_be_integers():
    with pytest.raises(TypeError, match="axes must be an integer or a pair of integers, got 'x'"):
        Dot("x")
    with pytest.raises(TypeError, match="axes must be an integer or a pair of integers"):
        Dot((1, "y"))


def test_a_built_subtract_still_counts_its_inputs():
    layer = layers.Subtract()
    layer([Input((3,))] * 2)
    with pytest.raises(ValueError, match="exactly 2 inputs, got 3"):
        layer([Input((3,))] * 3)
