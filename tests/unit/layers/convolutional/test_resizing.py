"""Padding, cropping and up-sampling layers against NumPy."""
import numpy as np
import pytest

from kerastutor.layers import (
    Cropping1D,
    Cropping2D,
    Cropping3D,
    Input,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from kerastutor.testing import check_layer

X = {rank: np.random.RandomState(0).randn(2, *(7, 6, 5)[:rank], 3) for rank in (1, 2, 3)}
PADDING = {1: ZeroPadding1D, 2: ZeroPadding2D, 3: ZeroPadding3D}
CROPPING = {1: Cropping1D, 2: Cropping2D, 3: Cropping3D}
UPSAMPLING = {1: UpSampling1D, 2: UpSampling2D, 3: UpSampling3D}
AMOUNTS = [(1, 1, [(1, 1)]), (1, (1, 2), [(1, 2)]), (1, (2, 0), [(2, 0)]),
           (2, 2, [(2, 2), (2, 2)]), (2, (1, 2), [(1, 1), (2, 2)]),
           (2, ((1, 0), (2, 1)), [(1, 0), (2, 1)]),
           (3, 1, [(1, 1)] * 3), (3, (1, 2, 1), [(1, 1), (2, 2), (1, 1)]),
           (3, ((1, 0), (0, 1), (1, 2)), [(1, 0), (0, 1), (1, 2)])]


def both_orders(cls, options, x, expected):
    check_layer(cls, options, input_data=x, expected_output=expected)
    if x.ndim > 3:
        check_layer(cls, {**options, "data_format": "channels_first"},
                    input_data=np.moveaxis(x, -1, 1), expected_output=np.moveaxis(expected, -1, 1))


@pytest.mark.parametrize("rank, amount, pairs", AMOUNTS)
def test_zero_padding(rank, amount, pairs):
    expected = np.pad(X[rank], [(0, 0), *pairs, (0, 0)])
    both_orders(PADDING[rank], {"padding": amount}, X[rank], expected)


@pytest.mark.parametrize("rank, amount, pairs", AMOUNTS)
def test_cropping(rank, amount, pairs):
    cuts = tuple(slice(a, -b or None) for a, b in pairs)
    expected = X[rank][(slice(None), *cuts)]
    both_orders(CROPPING[rank], {"cropping": amount}, X[rank], expected)


@pytest.mark.parametrize("rank, size, factors", [
    (1, 2, (2,)), (1, 3, (3,)), (2, 2, (2, 2)), (2, (1, 3), (1, 3)), (3, 2, (2, 2, 2)),
    (3, (1, 2, 3), (1, 2, 3))])
def test_up_sampling(rank, size, factors):
    expected = X[rank]
    for axis, factor in enumerate(factors):
        expected = np.repeat(expected, factor, axis + 1)
    both_orders(UPSAMPLING[rank], {"size": size}, X[rank], expected)


def test_bilinear_up_sampling():
    x = np.array([[0., 2.], [4., 6.]]).reshape(1, 2, 2, 1)
    expected = np.array([[0, 1, 2, 2], [2, 3, 4, 4], [4, 5, 6, 6], [4, 5, 6, 6]])
    check_layer(UpSampling2D, {"interpolation": "bilinear"}, input_data=x,
                expected_output=expected.reshape(1, 4, 4, 1))


def test_documented_shapes():
    assert Cropping2D(((2, 2), (4, 4))).compute_output_shape((None, 28, 28, 3)) == (
        None, 24, 20, 3)
    assert Cropping2D(((2, 2), (2, 2))).compute_output_shape((None, 24, 20, 64)) == (
        None, 20, 16, 64)
    assert ZeroPadding2D().compute_output_shape((None, None, 5, 3)) == (None, None, 7, 3)


def test_configs():
    assert ZeroPadding1D(2).get_config()["padding"] == (2, 2)
    assert Cropping1D((1, 2)).get_config()["cropping"] == (1, 2)
    assert UpSampling1D(3).get_config()["size"] == 3
    for layer in (ZeroPadding1D(), Cropping1D(), UpSampling1D()):
        assert "data_format" not in layer.get_config()


@pytest.mark.parametrize("call, message", [
    (lambda: ZeroPadding2D((1, 2, 3)), "`padding` must be an integer, 2 integers, or 2 pairs"),
    (lambda: ZeroPadding2D("1"), "`padding` must be an integer"),
    (lambda: ZeroPadding1D((1, 2, 3)), "`padding` argument must be"),
    (lambda: Cropping3D(((1, 1), (1, 1))), "`cropping` must be an integer, 3 integers"),
    (lambda: Cropping1D(4)(Input((7, 2))), "cropping must leave something"),
    (lambda: UpSampling2D((1, 2, 3)), "`size` argument must be"),
    (lambda: UpSampling2D(interpolation="cubic"), "interpolation must be 'nearest' or 'bilinear'"),
    (lambda: UpSampling2D()(Input((7, 2))), "ndim"),
])
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
