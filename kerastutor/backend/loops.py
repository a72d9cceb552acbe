"""Functions of a tensor's elements along axis 0: map and fold."""

from kerastutor import dtypes
from kerastutor.graph.node import as_tensor
from kerastutor.ops.scan import scan


def _elements(name, elems):
    """(list of tensors, function that hands their elements on in the caller's structure)."""
    if isinstance(elems, (list, tuple)):
        many, tensors = True, [as_tensor(x) for x in elems]
    else:
        many, tensors = False, [as_tensor(elems)]
    if not tensors or any(not len(x.shape) for x in tensors):
        raise ValueError(
            f"{name}: elems must be a tensor with at least 1 axis, or a list of such, got "
            f"{elems!r}."
        )
    pack = type(elems) if many else None
    return tensors, (lambda items: pack(items) if many else items[0])


def _callable(name, fn):
    if not callable(fn):
        raise TypeError(f"{name}: fn must be a function, got {type(fn).__name__}.")


def map_fn(fn, elems, name=None, dtype=None):
    """Function applied to every element.

    # Arguments
        fn: function of one element (or of a list of elements, one of each tensor) that returns a
            tensor,
            or a list of tensors.
        elems: tensor, or list of tensors of equal length.
        name: ignored.
        dtype: data type that `fn` returns, checked when given.

    # Returns
        The results, stacked along axis 0.

    # Raises
        TypeError: when `fn` returns another data type than `dtype`.

    # Example

    ```python
    >>> eval(map_fn(lambda row: sum(row), constant([[1., 2.], [3., 4.]])))
    array([3., 7.], dtype=float32)

    ```
    """
    _callable("map_fn", fn)
    tensors, unpack = _elements("map_fn", elems)
    form = []

    def step(items, states):
        result = fn(unpack(items))
        form.append(type(result) if isinstance(result, (list, tuple)) else None)
        results = result if form[-1] else [result]
        return [as_tensor(y) for y in results], []

    outs, _ = scan(step, tensors, [])
    wanted = dtype if isinstance(dtype, (list, tuple)) else [dtype] * len(outs)
    for y, kind in zip(outs, wanted, strict=True):
        if kind is not None and dtypes.canonical(kind) != y.dtype:
            raise TypeError(
                f"map_fn: fn must return {dtypes.canonical(kind)} as dtype says, got {y.dtype}. "
                "Convert with K.cast."
            )
    return form[-1](outs) if form[-1] else outs[0]


def _fold(name, fn, elems, initializer, backwards):
    _callable(name, fn)
    tensors, unpack = _elements(name, elems)
    if initializer is None:
        first, rest = (-1, slice(None, -1)) if backwards else (0, slice(1, None))
        start = unpack([x[first] for x in tensors])
        tensors = [x[rest] for x in tensors]
    else:
        start = initializer
    many = isinstance(start, (list, tuple))
    states = [as_tensor(s) for s in (start if many else [start])]
    pack = type(start) if many else None

    def step(items, held):
        result = fn(pack(held) if many else held[0], unpack(items))
        news = result if isinstance(result, (list, tuple)) else [result]
        return [], [as_tensor(y, s.dtype) for y, s in zip(news, held, strict=True)]

    _, last = scan(step, tensors, states, reverse=backwards)
    return pack(last) if many else last[0]


def foldl(fn, elems, initializer=None, name=None):
    """Elements combined one after the other, from first to last.

    # Arguments
        fn: function (accumulated, element) -> accumulated.
        elems: tensor, or list of tensors of equal length.
        initializer: first accumulated value; None takes the first element.
        name: ignored.

    # Returns
        The last accumulated value.
    """
    return _fold("foldl", fn, elems, initializer, False)


def foldr(fn, elems, initializer=None, name=None):
    """Elements combined one after the other, from last to first.

    # Arguments
        fn: function (accumulated, element) -> accumulated.
        elems: tensor, or list of tensors of equal length.
        initializer: first accumulated value; None takes the last element.
        name: ignored.

    # Returns
        The last accumulated value.
    """
    return _fold("foldr", fn, elems, initializer, True)
