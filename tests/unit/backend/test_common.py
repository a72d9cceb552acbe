"""Settings: float type, fuzz factor, image layout."""

import numpy as np
import pytest

from kerastutor import backend as K


def test_defaults():
    assert (K.floatx(), K.image_data_format(), K.image_dim_ordering()) == (
        "float32",
        "channels_last",
        "tf",
    )
    assert K.epsilon() == 1e-7


@pytest.mark.parametrize("name", ["float16", "float32", "float64"])
def test_floatx_decides_new_variables(name):
    K.set_floatx(name)
    assert (
        K.dtype(K.variable(1.0)) == K.dtype(K.placeholder((1,))) == K.dtype(K.zeros((2,))) == name
    )
    assert K.dtype(K.random_uniform((2,))) == K.cast_to_floatx([1]).dtype.name == name


@pytest.mark.parametrize("name", ["int32", "bfloat16", None])
def test_wrong_floatx(name):
    with pytest.raises(ValueError, match="floatx must be one of"):
        K.set_floatx(name)
    assert K.floatx() == "float32"


def test_epsilon_follows():
    K.set_epsilon(1e-3)
    assert K.epsilon() == 1e-3
    loss = K.eval(K.binary_crossentropy(K.constant([1.0]), K.constant([0.0])))
    np.testing.assert_allclose(loss, -np.log(1e-3), rtol=1e-5)


def test_image_data_format():
    K.set_image_data_format("channels_first")
    assert K.image_dim_ordering() == "th"
    assert K.normalize_data_format(None) == "channels_first"
    K.set_image_dim_ordering("tf")
    assert K.image_data_format() == "channels_last"
    assert K.normalize_data_format("Channels_First") == "channels_first"


@pytest.mark.parametrize(
    "call, value",
    [
        (K.set_image_data_format, "tf"),
        (K.set_image_dim_ordering, "x"),
        (K.normalize_data_format, "channels"),
        (K.normalize_data_format, 3),
    ],
)
def test_wrong_layouts(call, value):
    with pytest.raises(ValueError, match="must be .*, got"):
        call(value)


def test_cast_to_floatx():
    assert K.cast_to_floatx(np.array([1, 2])).dtype == np.float32
    with pytest.raises(TypeError, match="symbolic tensor"):
        K.cast_to_floatx(K.constant(1.0))


@pytest.mark.parametrize(
    "shape, axes, first",
    [
        ((16, 128, 64, 3), (1, 2), (16, 3, 128, 64)),
        ([2, 5, 3], (1,), [2, 3, 5]),
        ((5, 6, 3), (0, 1), (3, 5, 6)),
    ],
)
def test_transpose_shape(shape, axes, first):
    assert K.transpose_shape(shape, "channels_first", axes) == first
    assert K.transpose_shape(shape, "channels_last", axes) == shape
    with pytest.raises(ValueError, match="target_format must be"):
        K.transpose_shape(shape, "last", axes)


def test_has_arg():
    def function(a, b=1, **others):
        return a, b, others

    assert K.has_arg(function, "b") and not K.has_arg(function, "c")
    assert K.has_arg(function, "c", accept_all=True)


def test_uids():
    K.reset_uids()
    assert [K.get_uid("dense"), K.get_uid("dense"), K.get_uid(), K.get_uid("dense")] == [1, 2, 1, 3]
    K.reset_uids()
    assert K.get_uid("dense") == 1


def test_name_scope():
    with K.name_scope("block"):
        inside = K.variable(1.0, name="w")
    assert inside.name == "block/w:0"
