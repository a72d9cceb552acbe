"""Layers of Keras 1 that have no successor: maxout, highway, and the old bases of own RNNs."""

import warnings

from kerastutor import activations, constraints, initializers, regularizers
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.functions import users_level
from kerastutor.layers.convolutional import Conv1D, Conv2D
from kerastutor.legacy.recurrent import ConvRecurrent2D, Recurrent

__all__ = ["AtrousConvolution1D", "AtrousConvolution2D", "ConvRecurrent2D", "Highway",
           "MaxoutDense", "Recurrent"]


class _OldDense(Layer):
    """What the two old dense layers share: their Keras-1 arguments and rank 2."""

    def __init__(self, init, weights, W_regularizer, b_regularizer, activity_regularizer,
                 W_constraint, b_constraint, bias, input_dim, **kwargs):
        warnings.warn(f"The `{type(self).__name__}` layer is one of Keras 1; it is kept for old "
                      "programs.", stacklevel=users_level())
        if input_dim:
            kwargs["input_shape"] = (input_dim,)
        if weights is not None:
            kwargs["weights"] = weights
        super().__init__(**kwargs)
        self.init = initializers.get(init)
        self.W_regularizer = regularizers.get(W_regularizer)
        self.b_regularizer = regularizers.get(b_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.W_constraint = constraints.get(W_constraint)
        self.b_constraint = constraints.get(b_constraint)
        self.bias = bias
        self.input_dim = input_dim
        self.input_spec = InputSpec(ndim=2)

    def _add_kernel(self, shape):
        return self.add_weight(name="W", shape=shape, initializer=self.init,
                               regularizer=self.W_regularizer, constraint=self.W_constraint)

    def _add_bias(self, shape):
        return self.add_weight(name="b", shape=shape, initializer="zero",
                               regularizer=self.b_regularizer, constraint=self.b_constraint)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(),
                "init": initializers.serialize(self.init),
                "W_regularizer": regularizers.serialize(self.W_regularizer),
                "b_regularizer": regularizers.serialize(self.b_regularizer),
                "activity_regularizer": regularizers.serialize(self.activity_regularizer),
                "W_constraint": constraints.serialize(self.W_constraint),
                "b_constraint": constraints.serialize(self.b_constraint),
                "bias": self.bias,
                "input_dim": self.input_dim}


class MaxoutDense(_OldDense):
    """The largest of several linear layers, element by element: max_k(x W_k + b_k).

    # Arguments
        output_dim: Number of outputs.
        nb_feature: Number of linear layers.
        init: Initializer of their kernels.
        weights: List of first values.
        W_regularizer, b_regularizer, activity_regularizer: Penalties.
        W_constraint, b_constraint: Constraints.
        bias: Whether there are biases.
        input_dim: Number of inputs, for the first layer of a model.

    # Input shape
        `(batch, input_dim)`

    # Output shape
        `(batch, output_dim)`

    Source: Goodfellow et al. 2013, Maxout Networks.
    """

    def __init__(self, output_dim, nb_feature=4, init="glorot_uniform", weights=None,
                 W_regularizer=None, b_regularizer=None, activity_regularizer=None,
                 W_constraint=None, b_constraint=None, bias=True, input_dim=None, **kwargs):
        super().__init__(init, weights, W_regularizer, b_regularizer, activity_regularizer,
                         W_constraint, b_constraint, bias, input_dim, **kwargs)
        self.output_dim = output_dim
        self.nb_feature = nb_feature

    def build(self, input_shape):
        """Makes the weights: W (feature, input, output) and b (feature, output)."""
        inputs = input_shape[1]
        self.input_spec = InputSpec(dtype=K.floatx(), shape=(None, inputs))
        self.W = self._add_kernel((self.nb_feature, inputs, self.output_dim))
        self.b = self._add_bias((self.nb_feature, self.output_dim)) if self.bias else None
        self.built = True

    def compute_output_shape(self, input_shape):
        """`(batch, output_dim)`"""
        return (input_shape[0], self.output_dim)

    def call(self, x):
        """The largest value over the linear layers."""
        output = K.dot(x, self.W)
        if self.bias:
            output = output + self.b
        return K.max(output, axis=1)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "output_dim": self.output_dim,
                "nb_feature": self.nb_feature}


class Highway(_OldDense):
    """A dense layer with a gate that lets the input pass: y = t f(x W + b) + (1 - t) x.

    The gate is t = sigmoid(x W_carry + b_carry).

    # Arguments
        init: Initializer of the kernels.
        activation: The function f.
        weights: List of first values.
        W_regularizer, b_regularizer, activity_regularizer: Penalties.
        W_constraint, b_constraint: Constraints.
        bias: Whether there are biases.
        input_dim: Number of inputs, for the first layer of a model.

    # Input shape
        `(batch, input_dim)`

    # Output shape
        The same.

    Source: Srivastava et al. 2015, Highway Networks.
    """

    def __init__(self, init="glorot_uniform", activation=None, weights=None, W_regularizer=None,
                 b_regularizer=None, activity_regularizer=None, W_constraint=None,
                 b_constraint=None, bias=True, input_dim=None, **kwargs):
        kwargs.pop("transform_bias", None)          # came and went within Keras 1
        super().__init__(init, weights, W_regularizer, b_regularizer, activity_regularizer,
                         W_constraint, b_constraint, bias, input_dim, **kwargs)
        self.activation = activations.get(activation)

    def build(self, input_shape):
        """Makes the weights W, W_carry, b, b_carry."""
        inputs = input_shape[1]
        self.input_spec = InputSpec(dtype=K.floatx(), shape=(None, inputs))
        self.W = self._add_kernel((inputs, inputs))
        self.W_carry = self.add_weight(name="W_carry", shape=(inputs, inputs),
                                       initializer=self.init)
        if self.bias:
            self.b = self._add_bias((inputs,))
            self.b_carry = self.add_weight(name="b_carry", shape=(inputs,), initializer="one")
        else:
            self.b = self.b_carry = None
        self.built = True

    def call(self, x):
        """The mixture of the dense layer and its input."""
        gate, y = K.dot(x, self.W_carry), K.dot(x, self.W)
        if self.bias:
            gate, y = gate + self.b_carry, y + self.b
        gate = activations.sigmoid(gate)
        return gate * self.activation(y) + (1 - gate) * x

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "activation": activations.serialize(self.activation)}


def AtrousConvolution1D(*args, **kwargs):
    """`Conv1D` with `dilation_rate`, under the name and keyword (`atrous_rate`) of Keras 1."""
    return _dilated(Conv1D, args, kwargs)


def AtrousConvolution2D(*args, **kwargs):
    """`Conv2D` with `dilation_rate`, under the name and keyword (`atrous_rate`) of Keras 1."""
    return _dilated(Conv2D, args, kwargs)


def _dilated(cls, args, kwargs):
    rate = kwargs.pop("atrous_rate", 1)
    kwargs["dilation_rate"] = rate
    warnings.warn(f"`Atrous{cls.__name__.replace('Conv', 'Convolution')}` is a layer of Keras 1: "
                  f"write `{cls.__name__}(..., dilation_rate={rate})`.", stacklevel=users_level())
    return cls(*args, **kwargs)
