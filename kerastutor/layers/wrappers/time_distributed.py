"""A layer applied to each time step by itself."""
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec
from kerastutor.functions import has_arg
from kerastutor.layers.wrappers.base import Wrapper
from kerastutor.utils.generic_utils import object_list_uid


class TimeDistributed(Wrapper):
    """Applies a layer (or model) to each time step by itself, with the same weights.

    # Arguments
        layer: the layer.

    # Input shape
        `(batch, time, ...)`.

    # Output shape
        `(batch, time, ...)`, the rest being the layer's output shape.

    # Example

    ```python
    frames = Input((10, 64, 64, 3))
    maps = TimeDistributed(Conv2D(8, 3))(frames)      # (None, 10, 62, 62, 8)
    ```
    """

    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        """Builds the layer on one time step."""
        if len(input_shape) < 3:
            raise ValueError(f"{self.name}: its input must have a time axis and at least one more, "
                             f"got input shape {tuple(input_shape)}. "
                             "Use the layer without TimeDistributed.")
        self.input_spec = InputSpec(shape=tuple(input_shape))
        if not self.layer.built:
            self.layer.build((input_shape[0], *input_shape[2:]))
            self.layer.built = True
        super().build()

    def compute_output_shape(self, input_shape):
        """See the class."""
        step = self.layer.compute_output_shape((input_shape[0], *input_shape[2:]))
        return (step[0], input_shape[1], *step[1:])

    def call(self, inputs, training=None, mask=None):
        """See the class: time steps become samples, and samples time steps again."""
        keywords = {}
        if training is not None and has_arg(self.layer.call, "training"):
            keywords["training"] = training
        if mask is not None and has_arg(self.layer.call, "mask"):
            keywords["mask"] = _merge_time(mask)
        merged = _merge_time(inputs)
        self._input_map[object_list_uid(inputs)] = merged
        outputs = self.layer.call(merged, **keywords)
        sizes = self.compute_output_shape(K.int_shape(inputs))[2:]
        result = _split_time(outputs, inputs, sizes)
        if getattr(outputs, "_uses_learning_phase", False):
            result._uses_learning_phase = True
        return result

    def compute_mask(self, inputs, mask=None):
        """The layer's mask for each time step; else: where anything of a step is there."""
        inner_mask = None if mask is None else _merge_time(mask)
        result = self.layer.compute_mask(self._inner(inputs), inner_mask)
        if result is not None:
            return _split_time(result, inputs, K.int_shape(result)[1:])
        if mask is not None:
            for _ in range(K.ndim(mask) - 2):
                mask = K.any(mask, axis=-1)
        return mask


def _merge_time(x):
    """(batch, time, ...) -> (batch * time, ...)."""
    return K.reshape(x, (-1, *_sizes(x, K.int_shape(x)[2:], first=2)))


def _split_time(x, inputs, sizes):
    """(batch * time, ...) -> (batch, time, ...), with the time of `inputs` and other sizes."""
    [time] = _sizes(inputs, K.int_shape(inputs)[1:2], first=1)
    return K.reshape(x, (-1, time, *_sizes(x, sizes, first=1)))


def _sizes(x, known, first):
    """Sizes of x from axis `first` on: those known, and tensors where None is."""
    return [K.shape(x)[first + i] if size is None else size for i, size in enumerate(known)]
