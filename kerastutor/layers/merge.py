"""Layers that make one tensor of several: sums, products, means, extremes, concatenation, dots."""
from functools import reduce

from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer


class _Merge(Layer):
    """What the elementwise merges share: shapes that broadcast, masks.

    Inputs with fewer axes than others get axes of size 1 after the batch axis, and axes of size 1
    are repeated. A subclass says `_merge_function(inputs)`.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def _merge_function(self, inputs):
        raise NotImplementedError(f"{type(self).__name__}: a merge layer must have a method "
                                  "_merge_function(inputs), got none. Define it.")

    def build(self, input_shape):
        """Checks the shapes.

        # Raises
            ValueError: when there is only one input, or the shapes do not fit.
        """
        self._check_shapes(input_shape)
        self.built = True

    def _check_shapes(self, shapes):
        _check_list(self, shapes, least=2)
        self.compute_output_shape(shapes)

    def call(self, inputs):
        """See the class."""
        _check_list(self, inputs, least=2)
        ranks = [len(K.int_shape(x)) for x in inputs]
        aligned = []
        for x, rank in zip(inputs, ranks, strict=True):
            for _ in range(max(ranks) - rank):
                x = K.expand_dims(x, 1)
            aligned.append(x)
        return self._merge_function(aligned)

    def compute_output_shape(self, input_shape):
        """The shape that all inputs broadcast to."""
        batches = {shape[0] for shape in input_shape} - {None}
        if len(batches) > 1:
            self._refuse(input_shape, "the same batch size")
        samples = reduce(lambda a, b: self._broadcast(a, b, input_shape),
                         [tuple(shape[1:]) for shape in input_shape])
        return (batches.pop() if batches else None, *samples)

    def _broadcast(self, a, b, input_shape):
        most = max(len(a), len(b))
        a, b = ((1,) * (most - len(shape)) + shape for shape in (a, b))
        result = []
        for m, n in zip(a, b, strict=True):
            if None in (m, n):
                result.append(None)
            elif m == n or 1 in (m, n):
                result.append(m if n == 1 else n)
            else:
                self._refuse(input_shape, "shapes that broadcast together")
        return tuple(result)

    def _refuse(self, shapes, what):
        raise ValueError(f"{self.name}: inputs must have {what}, got shapes "
                         f"{', '.join(str(tuple(shape)) for shape in shapes)}. "
                         "Bring them to one shape with Reshape or Dense.")

    def compute_mask(self, inputs, mask=None):
        """True where all masks are."""
        masks = _given_masks(self, inputs, mask)
        masks = [m for m in masks if m is not None]
        if not masks:
            return None
        stacked = K.concatenate([K.expand_dims(m, 0) for m in masks], axis=0)
        return K.all(stacked, axis=0, keepdims=False)


def _check_list(layer, inputs, least):
    if not isinstance(inputs, list) or len(inputs) < least:
        number = len(inputs) if isinstance(inputs, list) else 1
        raise ValueError(f"{layer.name}: a merge layer must be called on a list of at least "
                         f"{least} inputs, got {number}. "
                         f"Write {type(layer).__name__}(...)([x, y]).")


def _given_masks(layer, inputs, mask):
    """The masks as a list with one entry (tensor or None) for each input."""
    if mask is None:
        return [None]
    if not isinstance(mask, list) or not isinstance(inputs, list) or len(mask) != len(inputs):
        raise ValueError(f"{layer.name}: mask must be a list as long as the inputs, got {mask!r}. "
                         "Use None for an input without mask.")
    return mask


class Add(_Merge):
    """x + y + ...

    # Input shape
        List of two or more shapes that are the same (or broadcast).

    # Output shape
        That shape.

    # Example

    ```python
    total = Add()([x, y])      # or: add([x, y])
    ```
    """

    def _merge_function(self, inputs):
        return reduce(lambda a, b: a + b, inputs)


class Subtract(_Merge):
    """x - y, of exactly two inputs.

    # Input shape
        List of two shapes that are the same (or broadcast).

    # Output shape
        That shape.
    """

    def _merge_function(self, inputs):
        if len(inputs) != 2:
            raise ValueError(f"{self.name}: a Subtract layer must be called on exactly 2 inputs, "
                             f"got {len(inputs)}. Chain several of them.")
        return inputs[0] - inputs[1]


class Multiply(_Merge):
    """x * y * ..., elementwise.

    # Input shape
        List of two or more shapes that are the same (or broadcast).

    # Output shape
        That shape.
    """

    def _merge_function(self, inputs):
        return reduce(lambda a, b: a * b, inputs)


class Average(_Merge):
    """(x + y + ...) / number of inputs.

    # Input shape
        List of two or more shapes that are the same (or broadcast).

    # Output shape
        That shape.
    """

    def _merge_function(self, inputs):
        return reduce(lambda a, b: a + b, inputs) / len(inputs)


class Maximum(_Merge):
    """The larger of the values at each place.

    # Input shape
        List of two or more shapes that are the same (or broadcast).

    # Output shape
        That shape.
    """

    def _merge_function(self, inputs):
        return reduce(K.maximum, inputs)


class Minimum(_Merge):
    """The smaller of the values at each place.

    # Input shape
        List of two or more shapes that are the same (or broadcast).

    # Output shape
        That shape.
    """

    def _merge_function(self, inputs):
        return reduce(K.minimum, inputs)


class Concatenate(_Merge):
    """The inputs side by side along one axis.

    # Arguments
        axis: the axis; the batch axis counts as 0.

    # Input shape
        List of two or more shapes that differ along `axis` at most.

    # Output shape
        The same with the sum of their sizes along `axis`.
    """

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        """See the class."""
        return self._merge_function(inputs)

    def _merge_function(self, inputs):
        return K.concatenate(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape):
        """The common shape with the sum of the sizes along `axis`."""
        _check_list(self, input_shape, least=2)
        first = input_shape[0]
        rank = len(first)
        if any(len(shape) != rank for shape in input_shape) or not -rank <= self.axis < rank:
            self._refuse(input_shape, f"as many axes as one another, and axis {self.axis}")
        axis = self.axis % rank
        result = list(first)
        for i in range(rank):
            sizes = [shape[i] for shape in input_shape]
            if i == axis:
                result[i] = None if None in sizes else sum(sizes)
            else:
                known = set(sizes) - {None}
                if len(known) > 1:
                    self._refuse(input_shape, f"matching shapes except for the concat axis {axis}")
                result[i] = known.pop() if known else None
        return tuple(result)

    def compute_mask(self, inputs, mask=None):
        """Masks side by side when time is the axis, else True where all masks are."""
        masks = _given_masks(self, inputs, mask)
        if all(m is None for m in masks):
            return None
        rank = max(K.ndim(m) for m in masks if m is not None)
        axis = self.axis % K.ndim(inputs[0])
        filled = [_all_true(x, rank) if m is None else m
                  for x, m in zip(inputs, masks, strict=True)]
        if axis < rank:
            return K.concatenate(filled, axis=axis)
        return K.all(K.stack(filled, axis=0), axis=0, keepdims=False)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "axis": self.axis}


def _all_true(x, rank):
    """Mask of the first `rank` axes of x that is True everywhere."""
    return K.ones_like(x[(slice(None),) * rank + (0,) * (K.ndim(x) - rank)], dtype="bool")


class Dot(_Merge):
    """Sum of the products of two inputs along one axis of each, sample by sample.

    # Arguments
        axes: the axis, or a pair with the axis of the first and of the second input; the batch axis
            counts as 0.
        normalize: whether to scale both to length 1 along their axis before: the result is then the
            cosine of the angle between them.

    # Input shape
        List of two shapes.

    # Output shape
        Batch size, the other sizes of the first input, the other sizes of the second; `(batch, 1)`
        when there are none.
    """

    def __init__(self, axes, normalize=False, **kwargs):
        super().__init__(**kwargs)
        pair = axes if isinstance(axes, (list, tuple)) else [axes, axes]
        if not all(isinstance(axis, int) for axis in pair):
            raise TypeError(f"{self.name}: axes must be an integer or a pair of integers, "
                            f"got {axes!r}. Write axes=1 or axes=(2, 1).")
        if len(pair) != 2:
            raise ValueError(f"{self.name}: axes must be an integer or a pair of integers, "
                             f"got {axes!r}. There is one axis for each of the two inputs.")
        self.axes = axes
        self.normalize = normalize

    def _positive_axes(self, ranks):
        pair = self.axes if isinstance(self.axes, (list, tuple)) else [self.axes, self.axes]
        return [axis % rank if axis < 0 else axis for axis, rank in zip(pair, ranks, strict=True)]

    def call(self, inputs):
        """See the class."""
        return self._merge_function(inputs)

    def _merge_function(self, inputs):
        axes = self._positive_axes([K.ndim(x) for x in inputs])
        x, y = inputs
        if self.normalize:
            x = K.l2_normalize(x, axis=axes[0])
            y = K.l2_normalize(y, axis=axes[1])
        return K.batch_dot(x, y, axes)

    def compute_output_shape(self, input_shape):
        """See the class."""
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            number = len(input_shape) if isinstance(input_shape, list) else 1
            raise ValueError(f"{self.name}: a Dot layer must be called on a list of 2 inputs, "
                             f"got {number}. Write Dot(axes=1)([x, y]).")
        axes = self._positive_axes([len(shape) for shape in input_shape])
        for axis, shape in zip(axes, input_shape, strict=True):
            if not 0 < axis < len(shape):
                self._refuse(input_shape, f"the axes {self.axes}, which are not the batch axis")
        sizes = {shape[axis] for axis, shape in zip(axes, input_shape, strict=True)}
        if len(sizes - {None}) > 1:
            self._refuse(input_shape, f"the same size along the axes {self.axes}")
        rests = [tuple(n for i, n in enumerate(shape) if i not in (0, axis))
                 for axis, shape in zip(axes, input_shape, strict=True)]
        return (input_shape[0][0], *((*rests[0], *rests[1]) or (1,)))

    def compute_mask(self, inputs, mask=None):
        """None."""
        return None

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "axes": self.axes, "normalize": self.normalize}


def add(inputs, **kwargs):
    """Sum of tensors: `Add(**kwargs)(inputs)`."""
    return Add(**kwargs)(inputs)


def subtract(inputs, **kwargs):
    """Difference of two tensors: `Subtract(**kwargs)(inputs)`."""
    return Subtract(**kwargs)(inputs)


def multiply(inputs, **kwargs):
    """Elementwise product of tensors: `Multiply(**kwargs)(inputs)`."""
    return Multiply(**kwargs)(inputs)


def average(inputs, **kwargs):
    """Mean of tensors: `Average(**kwargs)(inputs)`."""
    return Average(**kwargs)(inputs)


def maximum(inputs, **kwargs):
    """Elementwise maximum of tensors: `Maximum(**kwargs)(inputs)`."""
    return Maximum(**kwargs)(inputs)


def minimum(inputs, **kwargs):
    """Elementwise minimum of tensors: `Minimum(**kwargs)(inputs)`."""
    return Minimum(**kwargs)(inputs)


def concatenate(inputs, axis=-1, **kwargs):
    """Tensors side by side: `Concatenate(axis=axis, **kwargs)(inputs)`."""
    return Concatenate(axis=axis, **kwargs)(inputs)


def dot(inputs, axes, normalize=False, **kwargs):
    """Dot product of two tensors: `Dot(axes=axes, normalize=normalize, **kwargs)(inputs)`."""
    return Dot(axes=axes, normalize=normalize, **kwargs)(inputs)
