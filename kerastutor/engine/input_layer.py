"""Input and InputLayer: where data enters a model."""
from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.engine.node import Node


class InputLayer(Layer):
    """Start of a model: makes a placeholder, or wraps an existing tensor.

    # Arguments
        input_shape: Shape of one sample.
        batch_size: Size of a batch, None for any.
        batch_input_shape: Both in one; instead of `input_shape`.
        dtype: Data type, `K.floatx()` unless given.
        input_tensor: Tensor to use instead of a new placeholder.
        sparse: Whether the placeholder takes sparse data.
        name: Name of the layer.

    # Raises
        ValueError: when no shape is given, or two.
    """

    def __init__(self, input_shape=None, batch_size=None, batch_input_shape=None, dtype=None,
                 input_tensor=None, sparse=False, name=None):
        name = name or f"input_{K.get_uid('input')}"
        if input_shape and batch_input_shape:
            raise ValueError(f"InputLayer {name}: shape must be given once, got input_shape="
                             f"{input_shape} and batch_input_shape={batch_input_shape}. "
                             "Leave one of them out.")
        if batch_input_shape is None:
            if input_shape is not None:
                batch_input_shape = (batch_size, *as_shape(name, "input_shape", input_shape))
            elif input_tensor is not None:
                batch_input_shape = K.int_shape(input_tensor)
            else:
                raise ValueError(f"InputLayer {name}: input_shape or batch_input_shape must be "
                                 "given, got neither. Pass one of them.")
        batch_input_shape = as_shape(name, "batch_input_shape", batch_input_shape)
        if not dtype:
            dtype = K.floatx() if input_tensor is None else K.dtype(input_tensor)
        super().__init__(name=name)
        self.trainable = False
        self.built = True
        self.sparse = sparse
        self.supports_masking = True
        self.batch_input_shape = batch_input_shape
        self.dtype = dtype
        self.is_placeholder = input_tensor is None
        if input_tensor is None:
            input_tensor = K.placeholder(shape=batch_input_shape, dtype=dtype, sparse=sparse,
                                         name=name)
        input_tensor._keras_shape = batch_input_shape
        input_tensor._uses_learning_phase = getattr(input_tensor, "_uses_learning_phase", False)
        input_tensor._keras_history = (self, 0, 0)
        Node(self, inbound_layers=[], node_indices=[], tensor_indices=[],
             input_tensors=[input_tensor], output_tensors=[input_tensor],
             input_masks=[None], output_masks=[None],
             input_shapes=[batch_input_shape], output_shapes=[batch_input_shape])

    def get_config(self):
        """Dictionary from which `from_config` makes the same layer."""
        return {"batch_input_shape": self.batch_input_shape, "dtype": self.dtype,
                "sparse": self.sparse, "name": self.name}


def Input(shape=None, batch_shape=None, name=None, dtype=None, sparse=False, tensor=None):
    """Make a tensor where data enters a model.

    # Arguments
        shape: Shape of one sample, without the batch size; None entries mean any size.
        batch_shape: Shape with the batch size (or None) in front; instead of `shape`.
        name: Name, unique within a model; also the key for feeding data from a dictionary.
        dtype: Data type, `K.floatx()` unless given.
        sparse: Whether the data is sparse.
        tensor: Tensor to use instead of a new placeholder.

    # Returns
        A tensor.

    # Raises
        ValueError: without any shape.

    # Example

    ```python
    pixels = Input((28, 28, 1), name='pixels')
    model = Model(pixels, Dense(10)(Flatten()(pixels)))
    ```
    """
    if not batch_shape and tensor is None and shape is None:
        raise ValueError("Input: shape or batch_shape must be given, got neither. Write "
                         "Input(shape=(20,)) for samples of 20 numbers, without the batch size.")
    if shape is not None and not batch_shape:
        batch_shape = (None, *as_shape(name or "Input", "shape", shape))
    if tensor is not None:
        dtype = dtype or K.dtype(tensor)
    layer = InputLayer(batch_input_shape=batch_shape or None, name=name, dtype=dtype,
                       sparse=sparse, input_tensor=tensor)
    return layer._inbound_nodes[0].output_tensors[0]


def as_shape(owner, what, shape):
    """Tuple of a shape; a bare number gets an error that shows the comma."""
    try:
        return tuple(shape)
    except TypeError:
        raise ValueError(f"{owner}: {what} must be a tuple, got {shape!r}. "
                         f"Write {what}=({shape},), with the comma.") from None
