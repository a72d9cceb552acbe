"""The layer that turns whole numbers into vectors."""
from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.layers import options


class Embedding(Layer):
    """Looks up a trainable vector for each whole number.

    # Arguments
        input_dim: number of vectors; inputs must lie in 0 .. input_dim - 1.
        output_dim: length of the vectors.
        embeddings_initializer: first values of the table, shape (input_dim, output_dim).
        embeddings_regularizer: penalty on the table.
        activity_regularizer: penalty on the output.
        embeddings_constraint: constraint on the table.
        mask_zero: whether 0 means "nothing here": layers after this one then skip those steps, and
            must support masks. Words are counted from 1, so input_dim is their number + 1.
        input_length: length of the sequences, where it is fixed; Flatten and Dense need it.

    # Input shape
        `(batch, time)`.

    # Output shape
        `(batch, time, output_dim)`.

    # Example

    ```python
    model = Sequential()
    model.add(Embedding(5000, 16, input_length=80))   # (None, 80) -> (None, 80, 16)
    ```
    """

    def __init__(self, input_dim, output_dim, embeddings_initializer="uniform",
                 embeddings_regularizer=None, activity_regularizer=None,
                 embeddings_constraint=None, mask_zero=False, input_length=None, **kwargs):
        if "input_shape" not in kwargs:
            length = input_length or None
            several = isinstance(length, (tuple, list))
            kwargs["input_shape"] = tuple(length) if several else (length,)
        super().__init__(**kwargs)
        self.input_dim = options.check_count(self, "input_dim", input_dim)
        self.output_dim = options.check_count(self, "output_dim", output_dim)
        options.keep(self, embeddings_initializer=embeddings_initializer,
                     embeddings_regularizer=embeddings_regularizer,
                     activity_regularizer=activity_regularizer,
                     embeddings_constraint=embeddings_constraint)
        self.mask_zero = mask_zero
        self.supports_masking = mask_zero
        self.input_length = input_length

    def build(self, input_shape):
        """Makes the table."""
        self.embeddings = self.add_weight(shape=(self.input_dim, self.output_dim),
                                          name="embeddings",
                                          initializer=self.embeddings_initializer,
                                          regularizer=self.embeddings_regularizer,
                                          constraint=self.embeddings_constraint,
                                          dtype=self.dtype)
        self.built = True

    def call(self, inputs):
        """See the class."""
        if K.dtype(inputs) != "int32":
            inputs = K.cast(inputs, "int32")
        return K.gather(self.embeddings, inputs)

    def compute_mask(self, inputs, mask=None):
        """False where the input is 0, if `mask_zero`."""
        return K.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape):
        """The input shape with `output_dim` at the end.

        # Raises
            ValueError: when the input does not fit `input_length`.
        """
        if self.input_length is None:
            return (*input_shape, self.output_dim)
        several = isinstance(self.input_length, (tuple, list))
        lengths = list(self.input_length) if several else [self.input_length]
        given = list(input_shape[1:])
        fits = len(lengths) == len(given) and all(
            a is None or b is None or a == b for a, b in zip(lengths, given, strict=True))
        if not fits:
            raise ValueError(f"{self.name}: input_length must fit the input, got input_length "
                             f"{self.input_length} and input shape {tuple(input_shape)}. "
                             "Change one of them, or leave input_length out.")
        sizes = (b if a is None else a for a, b in zip(lengths, given, strict=True))
        return (input_shape[0], *sizes, self.output_dim)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(),
                **options.config(self, "input_dim", "output_dim", "embeddings_initializer",
                                 "embeddings_regularizer", "activity_regularizer",
                                 "embeddings_constraint", "mask_zero", "input_length")}
