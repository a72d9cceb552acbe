"""Layers without weights that act on values: activation, penalty on the output, masking."""
from kerastutor import activations, regularizers
from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer


class Activation(Layer):
    """Applies an activation function.

    # Arguments
        activation: name of an activation function, or a function from tensor to tensor.

    # Input shape
        Any.

    # Output shape
        That of the input.
    """

    def __init__(self, activation, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.activation = activations.get(activation)

    def call(self, inputs):
        """See the class."""
        return self.activation(inputs)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "activation": activations.serialize(self.activation)}


class ActivityRegularization(Layer):
    """Hands its input on, and adds a penalty on it to the loss.

    # Arguments
        l1: factor of the sum of absolute values.
        l2: factor of the sum of squares.

    # Input shape
        Any.

    # Output shape
        That of the input.
    """

    def __init__(self, l1=0., l2=0., **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.l1 = l1
        self.l2 = l2
        self.activity_regularizer = regularizers.L1L2(l1=l1, l2=l2)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "l1": self.l1, "l2": self.l2}


class Masking(Layer):
    """Masks sequences: a time step counts as missing when ALL its features equal a value.

    Layers that follow and support masks skip these steps; layers that do not support them raise.

    # Arguments
        mask_value: the value.

    # Input shape
        `(batch, time, ...)`.

    # Output shape
        That of the input.

    # Example

    ```python
    model = Sequential()
    model.add(Masking(-1., input_shape=(24, 3)))     # hours without a measurement hold -1
    model.add(GRU(8))
    ```
    """

    def __init__(self, mask_value=0., **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.mask_value = mask_value

    def call(self, inputs):
        """See the class; the features of missing steps become 0."""
        present = K.any(K.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return inputs * K.cast(present, K.dtype(inputs))

    def compute_mask(self, inputs, mask=None):
        """False for the missing steps."""
        return K.any(K.not_equal(inputs, self.mask_value), axis=-1)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "mask_value": self.mask_value}
