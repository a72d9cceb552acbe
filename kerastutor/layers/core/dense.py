"""The fully connected layer."""
from kerastutor import activations, constraints, initializers, regularizers
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.layers import options


class Dense(Layer):
    """Fully connected layer: activation(dot(input, kernel) + bias).

    For an input with more than two axes the product goes over the last axis and the others stay.

    # Arguments
        units: number of outputs, the size of the last axis of the output.
        activation: activation function; None means none.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (inputs, units).
        bias_initializer: first values of the bias, shape (units,).
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, ..., inputs)`, mostly `(batch, inputs)`.

    # Output shape
        `(batch, ..., units)`, mostly `(batch, units)`.

    # Example

    ```python
    model = Sequential()
    model.add(Dense(50, activation="relu", input_shape=(20,)))   # (None, 20) -> (None, 50)
    model.add(Dense(1))                                          # -> (None, 1)
    ```
    """

    def __init__(self, units, activation=None, use_bias=True,
                 kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        if "input_shape" not in kwargs and "input_dim" in kwargs:
            kwargs["input_shape"] = (kwargs.pop("input_dim"),)
        super().__init__(**kwargs)
        self.units = options.check_count(self, "units", units)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape):
        """Makes kernel and bias."""
        inputs = options.check_defined(self, "the last axis", input_shape[-1], input_shape)
        self.kernel = self.add_weight(shape=(inputs, self.units), name="kernel",
                                      initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)
        if self.use_bias:
            self.bias = self.add_weight(shape=(self.units,), name="bias",
                                        initializer=self.bias_initializer,
                                        regularizer=self.bias_regularizer,
                                        constraint=self.bias_constraint)
        else:
            self.bias = None
        self.input_spec = InputSpec(min_ndim=2, axes={-1: inputs})
        self.built = True

    def call(self, inputs):
        """See the class."""
        output = K.dot(inputs, self.kernel)
        if self.use_bias:
            output = K.bias_add(output, self.bias, data_format="channels_last")
        return self.activation(output)

    def compute_output_shape(self, input_shape):
        """The input shape with `units` in place of the last size."""
        return (*input_shape[:-1], self.units)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(),
                "units": self.units,
                "activation": activations.serialize(self.activation),
                "use_bias": self.use_bias,
                "kernel_initializer": initializers.serialize(self.kernel_initializer),
                "bias_initializer": initializers.serialize(self.bias_initializer),
                "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
                "bias_regularizer": regularizers.serialize(self.bias_regularizer),
                "activity_regularizer": regularizers.serialize(self.activity_regularizer),
                "kernel_constraint": constraints.serialize(self.kernel_constraint),
                "bias_constraint": constraints.serialize(self.bias_constraint)}
