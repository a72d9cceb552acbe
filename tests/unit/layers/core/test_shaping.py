"""Reshape, Permute, Flatten and RepeatVector."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.layers import Conv2D, Flatten, Input, Permute, RepeatVector, Reshape
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

X = np.arange(2. * 6 * 4).reshape(2, 6, 4)


@pytest.mark.parametrize("target", [(24,), (4, 6), (2, 3, 4), (-1,), (3, -1), (2, -1, 2)])
def test_reshape(target):
    check_layer(Reshape, {"target_shape": target}, input_data=X,
                expected_output=X.reshape(2, *target))


@pytest.mark.parametrize("target, expected", [
    ((-1, 4), (None, None, 4)), ((2, -1), (None, 2, None))])
def test_reshape_of_unknown_sizes(target, expected):
    x = Input((None, 4))
    layer = Reshape(target)
    y = layer(x)
    assert layer.compute_output_shape((None, None, 4)) == expected
    np.testing.assert_array_equal(K.function([x], [y])([X])[0], X.reshape(2, *target))


@pytest.mark.parametrize("target", [(5, 5), (-1, 7), (-1, -1), (0, -1)])
def test_reshape_must_keep_the_number_of_elements(target):
    with pytest.raises(ValueError, match="total size of new array must be unchanged"):
        Reshape(target)(Input((6, 4)))


def test_permute():
    check_layer(Permute, {"dims": (2, 1)}, input_data=X, expected_output=X.transpose(0, 2, 1))
    x = np.arange(2. * 3 * 4 * 5).reshape(2, 3, 4, 5)
    check_layer(Permute, {"dims": (3, 1, 2)}, input_data=x,
                expected_output=x.transpose(0, 3, 1, 2))
    assert Permute((2, 1)).compute_output_shape((None, None, 4)) == (None, 4, None)


@pytest.mark.parametrize("dims", [(0, 1), (1, 1), (1, 3), (2,)])
def test_permute_must_name_each_axis(dims):
    with pytest.raises(ValueError, match="dims must name each axis once"):
        Permute(dims)


def test_flatten():
    x = np.arange(2. * 3 * 4 * 5).reshape(2, 3, 4, 5)
    check_layer(Flatten, {}, input_data=x, expected_output=x.reshape(2, 60))
    first = x.transpose(0, 3, 1, 2)
    check_layer(Flatten, {"data_format": "channels_first"}, input_data=first,
                expected_output=x.reshape(2, 60))


def test_flatten_errors():
    with pytest.raises(ValueError, match='input to "Flatten" must be fully defined'):
        Flatten()(Input((None, 4)))
    with pytest.raises(ValueError, match="ndim"):
        Flatten()(Input((4,)))
    with pytest.raises(ValueError, match="data_format"):
        Flatten("channels_middle")


def test_flatten_after_a_convolution():
    model = Sequential([Conv2D(64, 3, padding="same", input_shape=(32, 32, 3)), Flatten()])
    assert model.output_shape == (None, 65536)


def test_repeat_vector():
    x = np.arange(6.).reshape(2, 3)
    check_layer(RepeatVector, {"n": 4}, input_data=x,
                expected_output=np.repeat(x[:, None], 4, 1))
    with pytest.raises(ValueError, match="RepeatVector: n must be a whole number"):
        RepeatVector(2.5)
    with pytest.raises(ValueError, match="ndim"):
        RepeatVector(2)(Input((3, 4)))
