"""`multi_gpu_model`: one model on several devices, each of which takes a part of every batch."""
from collections import Counter

from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.engine.cloning import clone_model
from kerastutor.engine.training import Model
from kerastutor.layers import serialization
from kerastutor.layers.merge import concatenate
from kerastutor.utils.generic_utils import to_list

__all__ = ["BatchPart", "multi_gpu_model"]


def multi_gpu_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    """Make a model that cuts each batch into parts, one for each GPU, and joins the results.

    All parts share the weights of `model`, so that is the one to save. Without GPUs the environment
    variable `KERASTUTOR_VIRTUAL_GPUS` gives as many as it says, computed by the processor.

    # Arguments
        model: Model with known inputs, the template.
        gpus: Number of GPUs (at least 2), or list of their numbers; None takes all.
        cpu_merge: Whether the parts are joined by the processor; does not change the numbers.
        cpu_relocation: Whether the parts are made of a copy of `model`, with the same weights at
            first, instead of `model` itself.

    # Returns
        A `Model` with the inputs and outputs of `model`, to be compiled and trained.

    # Raises
        ValueError: for fewer than two GPUs, and for more than there are.

    # Example

    ```python
    parallel = multi_gpu_model(model, gpus=2)
    parallel.compile('rmsprop', 'mse')
    parallel.fit(x, y, batch_size=256)      # 128 samples for each
    model.save('model.h5')
    ```
    """
    numbers = _gpu_numbers(gpus)
    if not model.inputs:
        raise ValueError(f"multi_gpu_model: model must know its inputs, got {model.name} without. "
                         "Give its first layer an input_shape, or call build.")
    if cpu_relocation:
        weights = model.get_weights()
        model = clone_model(model)
        model.set_weights(weights)
    outputs = [[] for _ in model.outputs]
    for index, number in enumerate(numbers):
        with K.name_scope(f"replica_{number}"):
            parts = [BatchPart(index, len(numbers))(x) for x in model.inputs]
            for collected, output in zip(outputs, to_list(
                    model(parts if len(parts) > 1 else parts[0])), strict=True):
                collected.append(output)
    merged = [concatenate(parts, axis=0, name=name)
              for name, parts in zip(_different(model.output_names), outputs, strict=True)]
    return Model(model.inputs, merged)


class BatchPart(Layer):
    """One of several parts of a batch; the last one also takes what cannot be shared out.

    # Arguments
        index: Number of the part, from 0.
        parts: Number of parts.

    # Input shape
        Any.

    # Output shape
        The same, with fewer samples.
    """

    def __init__(self, index, parts, **kwargs):
        super().__init__(**kwargs)
        self.index, self.parts = index, parts
        self.supports_masking = True

    def call(self, inputs):
        """See the class."""
        return self._cut(inputs)

    def compute_mask(self, inputs, mask=None):
        """The same part of the mask."""
        return None if mask is None else self._cut(mask)

    def _cut(self, x):
        samples = K.shape(x)[0]
        step = samples // self.parts
        start = step * self.index
        size = samples - start if self.index == self.parts - 1 else step
        others = K.ndim(x) - 1
        return K.slice(x, [start] + [0] * others, [size] + [-1] * others)

    def compute_output_shape(self, input_shape):
        """The shape with an unknown number of samples."""
        return (None, *input_shape[1:])

    def get_config(self):
        """The arguments."""
        return {**super().get_config(), "index": self.index, "parts": self.parts}


serialization.register({"BatchPart": BatchPart})


def _get_available_devices():
    return [device.name for device in K.get_session().list_devices()]


def _normalize_device_name(name):
    """`/gpu:0` for `/job:localhost/device:GPU:0`."""
    return "/" + ":".join(name.lower().replace("/", "").split(":")[-2:])


def _gpu_numbers(gpus):
    available = [_normalize_device_name(name) for name in _get_available_devices()]
    if not gpus and not isinstance(gpus, (list, tuple)):
        gpus = sum("gpu" in name for name in available)
    numbers = list(gpus) if isinstance(gpus, (list, tuple)) else gpus
    if isinstance(numbers, list) and len(numbers) < 2 or not isinstance(numbers, (list, int)) \
            or isinstance(numbers, int) and numbers < 2:
        raise ValueError("multi_gpu_model: gpus must be a number of at least 2, or a list of at "
                         f"least 2 numbers, got gpus={gpus!r}; this machine has {available}. Use "
                         "the model itself on one device, or set KERASTUTOR_VIRTUAL_GPUS=2 to try "
                         "several.")
    numbers = numbers if isinstance(numbers, list) else list(range(numbers))
    missing = [number for number in numbers if f"/gpu:{number}" not in available]
    if missing:
        raise ValueError(f"multi_gpu_model: gpus must be available devices, got gpus={gpus!r}, but "
                         f"this machine has only {available}, no "
                         f"{', '.join(f'/gpu:{number}' for number in missing)}. Use fewer, or set "
                         "KERASTUTOR_VIRTUAL_GPUS.")
    return numbers


def _different(names):
    """The names, those that come several times with a running number."""
    counts, seen, different = Counter(names), Counter(), []
    for name in names:
        seen[name] += 1
        different.append(f"{name}_{seen[name]}" if counts[name] > 1 else name)
    return different
