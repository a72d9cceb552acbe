"""The layer checker passes right layers and finds wrong ones."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import layers
from kerastutor.testing import check_layer


class Scale(layers.Layer):
    """Multiplies by a trainable vector."""

    def __init__(self, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        super().build(input_shape)

    def call(self, inputs):
        return inputs * self.scale * self.factor

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


def test_a_right_layer_passes():
    x = np.arange(6.0).reshape(2, 3)
    out = check_layer(Scale, {"factor": 3.0}, input_data=x, expected_output=3 * x)
    assert out.shape == (2, 3)
    check_layer(layers.Dense, {"units": 2, "activation": "tanh"}, input_shape=(4, 3))
    check_layer(layers.Add, {}, input_shape=[(2, 3), (2, 3)])
    check_layer(layers.Embedding, {"input_dim": 9, "output_dim": 2}, (3, 4), "int32")
    check_layer(layers.LSTM, {"units": 2}, input_shape=(3, None, 2))


class ForgetsFactor(Scale):
    def get_config(self):
        return layers.Layer.get_config(self)


class ForgetsInConfig(Scale):
    """get_config has the argument, but not its value."""

    def get_config(self):
        return {**layers.Layer.get_config(self), "factor": 2.0}


class WrongShape(Scale):
    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], 7)


class NoGradient(Scale):
    def call(self, inputs):
        return inputs * K.stop_gradient(self.scale)


class CutGradient(Scale):
    def call(self, inputs):
        return K.stop_gradient(inputs) * self.scale


class MixesSamples(Scale):
    def call(self, inputs):
        return inputs * self.scale - K.mean(inputs, axis=0, keepdims=True)


@pytest.mark.parametrize(
    "cls, kwargs, message",
    [
        (ForgetsFactor, {"factor": 3.0}, "output of a Model made from its config"),
        (ForgetsInConfig, {"factor": 3.0}, "output of a Model made from its config"),
        (WrongShape, {}, "compute_output_shape must fit|shape"),
        (NoGradient, {}, "got no gradient for|gradient"),
        (CutGradient, {}, "gradient of CutGradient with respect to input 0"),
        (MixesSamples, {}, "first sample alone"),
    ],
)
def test_a_wrong_layer_is_found(cls, kwargs, message):
    with pytest.raises((AssertionError, ValueError), match=message):
        check_layer(cls, kwargs, input_shape=(4, 3))


def test_wrong_output_is_found():
    with pytest.raises(AssertionError, match="Scale: output"):
        check_layer(Scale, {}, input_data=np.ones((2, 3)), expected_output=np.ones((2, 3)))


def test_samples_may_be_mixed_when_said_so():
    check_layer(MixesSamples, {}, input_shape=(4, 3), per_sample=False)


def test_floatx_is_put_back():
    check_layer(Scale, {}, input_shape=(2, 3))
    assert K.floatx() == "float32"


def test_nothing_to_check_with():
    with pytest.raises(ValueError, match="input_shape or input_data"):
        check_layer(Scale)
