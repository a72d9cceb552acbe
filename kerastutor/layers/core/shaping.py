"""Layers that only arrange values: Reshape, Permute, Flatten, RepeatVector."""
import math

from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.layers import options


class Reshape(Layer):
    """Gives its input another shape with as many elements; the batch axis stays.

    # Arguments
        target_shape: tuple of sizes without the batch axis; one of them may be -1, which means:
            whatever is left.

    # Input shape
        Any.

    # Output shape
        `(batch,) + target_shape`.

    # Example

    ```python
    model = Sequential()
    model.add(Reshape((28, 28, 1), input_shape=(784,)))   # (None, 784) -> (None, 28, 28, 1)
    model.add(Reshape((4, -1)))                           # -> (None, 4, 196)
    ```
    """

    def __init__(self, target_shape, **kwargs):
        super().__init__(**kwargs)
        self.target_shape = tuple(target_shape)

    def compute_output_shape(self, input_shape):
        """The batch size and the target shape, -1 worked out where the input shape is known.

        # Raises
            ValueError: when the numbers of elements differ.
        """
        batch, given = input_shape[0], tuple(input_shape[1:])
        target = self.target_shape
        if target.count(-1) > 1:
            self._refuse(given)
        if None in given:
            return (batch, *(None if size == -1 else size for size in target))
        total = math.prod(given)
        if -1 in target:
            rest = math.prod(size for size in target if size != -1)
            if rest == 0 or total % rest:
                self._refuse(given)
            target = tuple(total // rest if size == -1 else size for size in target)
        elif math.prod(target) != total:
            self._refuse(given)
        return (batch, *target)

    def _refuse(self, given):
        raise ValueError(f"{self.name}: total size of new array must be unchanged: target_shape "
                         f"must have as many elements as the input, got input shape {given} and "
                         f"target_shape {self.target_shape}. Change a size, or use -1 once.")

    def call(self, inputs):
        """See the class."""
        target = self.compute_output_shape(K.int_shape(inputs))[1:]
        if None in target:
            return K.reshape(inputs, (K.shape(inputs)[0], *self.target_shape))
        return K.reshape(inputs, (K.shape(inputs)[0] if 0 in target else -1, *target))

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "target_shape": self.target_shape}


class Permute(Layer):
    """Puts the axes in another order; the batch axis stays.

    # Arguments
        dims: tuple of axis numbers, counted from 1 without the batch axis: `(2, 1)` swaps the first
            two.

    # Input shape
        Any.

    # Output shape
        The input shape in the new order.
    """

    def __init__(self, dims, **kwargs):
        super().__init__(**kwargs)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(f"{self.name}: dims must name each axis once, counted from 1 without "
                             f"the batch axis, got {self.dims}. Write (2, 1) to swap two axes.")
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def compute_output_shape(self, input_shape):
        """The input shape in the new order."""
        return (input_shape[0], *(input_shape[axis] for axis in self.dims))

    def call(self, inputs):
        """See the class."""
        return K.permute_dimensions(inputs, (0, *self.dims))

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "dims": self.dims}


class Flatten(Layer):
    """Lines up all values of a sample in one axis; the batch axis stays.

    # Arguments
        data_format: `"channels_last"` or `"channels_first"`, of the input. With channels first the
            channels are moved last before, so that a network gives the same result in both orders.
            None means `K.image_data_format()`.

    # Input shape
        `(batch, ...)` with at least three axes.

    # Output shape
        `(batch, product of the other sizes)`.
    """

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.input_spec = InputSpec(min_ndim=3)
        self.data_format = K.normalize_data_format(data_format)

    def compute_output_shape(self, input_shape):
        """The batch size and the product of the other sizes.

        # Raises
            ValueError: when a size is not known.
        """
        if None in input_shape[1:]:
            raise ValueError(f'{self.name}: the shape of the input to "Flatten" must be fully '
                             f"defined apart from the batch size, got {tuple(input_shape)}. Give "
                             "the first layer a complete input_shape, or use Global...Pooling.")
        return (input_shape[0], math.prod(input_shape[1:]))

    def call(self, inputs):
        """See the class."""
        if self.data_format == "channels_first":
            inputs = K.permute_dimensions(inputs, (0, *range(2, K.ndim(inputs)), 1))
        return K.batch_flatten(inputs)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "data_format": self.data_format}


class RepeatVector(Layer):
    """Repeats its input n times along a new time axis.

    # Arguments
        n: number of repetitions.

    # Input shape
        `(batch, features)`.

    # Output shape
        `(batch, n, features)`.
    """

    def __init__(self, n, **kwargs):
        super().__init__(**kwargs)
        self.n = options.check_count(self, "n", n, least=0)
        self.input_spec = InputSpec(ndim=2)

    def compute_output_shape(self, input_shape):
        """`(batch, n, features)`."""
        return (input_shape[0], self.n, input_shape[1])

    def call(self, inputs):
        """See the class."""
        return K.repeat(inputs, self.n)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "n": self.n}
