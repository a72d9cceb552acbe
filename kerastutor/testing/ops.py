"""Check of an op against its own declaration: every test of an op follows from its class in
kerastutor/ops.

Beyond what `Op` declares, these class attributes tell the checker about an op:

- `reserve`: indices of outputs that only its gradient reads; they are not differentiated;
- `checked_by`: name of the op whose second derivatives cover this one's gradient (its inputs depend
  on each other);
- `differentiable_once`: True when asking for a second derivative is an error;
- `dynamic_shape`: True when the output's shape depends on values.
"""

import re

import numpy as np

from kerastutor import backend as K
from kerastutor.graph import F, registry
from kerastutor.graph.node import as_tensor
from kerastutor.testing.compare import assert_close
from kerastutor.testing.gradients import check_gradients

SPECIAL = (np.nan, np.inf, -np.inf, -0.0, 1e-40)


def check_op(name, checks=None):
    """Raise AssertionError unless a registered op does what its class declares.

    # Arguments
        name: name of the op.
        checks: names of the checks to run, out of `CHECKS`; None for all.
    """
    if name not in registry:
        raise ValueError(f"check_op: name must be that of a registered op, got {name!r}.")
    for check in checks or CHECKS:
        CHECKS[check](registry[name])


def samples_of(cls):
    """(arrays, attributes, label) of each sample of an op."""
    for i, sample in enumerate(cls.samples):
        yield (*split(sample), f"{cls.name}, sample {i}")


def split(sample):
    """(list of arrays, dictionary of attributes) of one sample."""
    *arrays, last = sample if sample else [None]
    if not isinstance(last, dict):
        arrays, last = list(sample), {}
    return [np.asarray(a) for a in arrays], last


def built(cls, arrays, attrs, shapes=None):
    """(placeholders, arrays to feed, outputs) of an op applied to placeholders for arrays.

    Where the op must know values while the graph is built, as shapes, the integer inputs are
    constants.
    """
    fixed = [is_constant(cls, a) for a in arrays]
    shapes = shapes or [a.shape for a in arrays]
    tensors = [
        as_tensor(a) if f else K.placeholder(shape=s, dtype=a.dtype.name)
        for a, f, s in zip(arrays, fixed, shapes, strict=True)
    ]
    outputs = getattr(F, cls.name)(*tensors, **attrs)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    return (
        [t for t, f in zip(tensors, fixed, strict=True) if not f],
        [a for a, f in zip(arrays, fixed, strict=True) if not f],
        outputs,
    )


def expected(cls, arrays, attrs, outputs):
    """Outputs by the op's NumPy reference, in the declared data types."""
    op = outputs[0].node.op
    with np.errstate(all="ignore"):
        results = op.reference(*arrays)
    results = [results] if op.nout == 1 else list(results)
    return [np.asarray(r) for r in results]


def is_constant(cls, array):
    """Whether an input is built in as a constant (see `built`)."""
    return hasattr(cls, "shape_value") and array.dtype.kind in "iu"


def fed(cls, arrays):
    """The arrays that are fed (see `built`)."""
    return [a for a in arrays if not is_constant(cls, a)]


def check_declaration(cls):
    """The class has samples, a reference, a docstring, a usable key, and says something about its
    gradient.
    """
    if not len(cls.samples):
        raise AssertionError(f"{cls.name}: samples must hold at least one call, got none.")
    if not cls.__doc__:
        raise AssertionError(f"{cls.name}: it must have a docstring.")
    if not any("gradient" in vars(base) for base in cls.__mro__ if base.__name__ != "Op"):
        raise AssertionError(f"{cls.name}: gradient must be a method, or None explicitly.")
    other = getattr(cls, "checked_by", None)
    if other is not None and not len(registry[other].samples):
        raise AssertionError(f"{cls.name}: op {other}, which checks it, must have samples.")
    for arrays, attrs, label in samples_of(cls):
        _, _, outputs = built(cls, arrays, attrs)
        hash(outputs[0].node.op.key())
        if len(outputs) != outputs[0].node.op.nout:
            raise AssertionError(
                f"{label}: there must be {outputs[0].node.op.nout} outputs, got {len(outputs)}."
            )


def check_values(cls):
    """The executed op equals its reference, in float32 and in float64."""
    for arrays, attrs, label in samples_of(cls):
        check_call(cls, arrays, attrs, label)
        if any(a.dtype == np.float32 for a in arrays) or attrs.get("dtype") == "float32":
            check_call(cls, *in_float64(arrays, attrs), f"{label} in float64")


def in_float64(arrays, attrs):
    """A sample with float64 where it had float32."""
    arrays = [a.astype("float64") if a.dtype == np.float32 else a for a in arrays]
    return arrays, {
        k: "float64" if k == "dtype" and v == "float32" else v for k, v in attrs.items()
    }


def check_call(cls, arrays, attrs, label):
    """One call equals its reference, in the declared shapes and types; inputs are left alone."""
    inputs, feeds, outputs = built(cls, arrays, attrs)
    want = expected(cls, arrays, attrs, outputs)
    before = [a.copy() for a in feeds]
    got = K.function(inputs, outputs)(feeds)
    for i, (y, a, b) in enumerate(zip(outputs, got, want, strict=True)):
        if b.dtype.name != y.dtype:
            raise AssertionError(f"{label}: reference must give {y.dtype}, got {b.dtype}.")
        check_static_shape(y, b, f"{label}, output {i}", getattr(cls, "dynamic_shape", False))
        assert_close(a, b, f"{label}, output {i}")
    for a, b in zip(feeds, before, strict=True):
        if not np.array_equal(a, b, equal_nan=a.dtype.kind == "f"):
            raise AssertionError(f"{label}: inputs must not be changed.")


def check_static_shape(tensor, array, label, dynamic):
    """The shape rule foretold the shape of the result."""
    fits = len(tensor.shape) == array.ndim and all(
        (n is None and dynamic) or n == m for n, m in zip(tensor.shape, array.shape, strict=True)
    )
    if not fits:
        raise AssertionError(
            f"{label}: shape rule must give {array.shape}, got {tuple(tensor.shape)}."
        )


def check_unknown_batch(cls):
    """The same results when the size of the first axis is not known while the graph is built."""
    for arrays, attrs, label in samples_of(cls):
        if not arrays or not arrays[0].ndim:
            continue
        batch = arrays[0].shape[0]
        every = [
            (None, *a.shape[1:]) if a.ndim and a.shape[0] == batch else a.shape for a in arrays
        ]
        alone = [(None, *arrays[0].shape[1:])] + [a.shape for a in arrays[1:]]
        try:
            inputs, feeds, outputs = built(cls, arrays, attrs, every)
        except ValueError:  # an equal size by chance, of an axis that must be known
            inputs, feeds, outputs = built(cls, arrays, attrs, alone)
        want = expected(cls, arrays, attrs, outputs)
        for i, (y, a, b) in enumerate(
            zip(outputs, K.function(inputs, outputs)(feeds), want, strict=True)
        ):
            if len(y.shape) != b.ndim or any(
                n not in (None, m) for n, m in zip(y.shape, b.shape, strict=True)
            ):
                raise AssertionError(
                    f"{label}: shape rule for an unknown batch must fit {b.shape}, got "
                    f"{tuple(y.shape)}."
                )
            assert_close(a, b, f"{label}, output {i}, unknown batch")


def check_special(cls):
    """NaN, infinities, -0.0 and denormals in the inputs come out as the reference has them.

    For ops that are not elementwise, what the reference has infinite may be NaN and the other way
    round: a kernel may sum in another order. Gradients of whole ops (`checked_by`) are left out:
    their inputs cannot be changed one by one.
    """
    if getattr(cls, "checked_by", None):
        return
    for arrays, attrs, label in samples_of(cls):
        inputs, feeds, outputs = built(cls, arrays, attrs)
        run = K.function(inputs, outputs)
        for i, a in enumerate(arrays):
            if a.dtype.kind != "f" or not a.size:
                continue
            for k, value in enumerate(SPECIAL):
                changed = a.copy()
                changed.flat[(7 * k + i) % a.size] = value
                moved = [changed if j == i else b for j, b in enumerate(arrays)]
                want = expected(cls, moved, attrs, outputs)
                for j, (x, y) in enumerate(zip(run(fed(cls, moved)), want, strict=True)):
                    if cls.kernel != "elementwise" and y.dtype.kind == "f":
                        x, y = merge_infinities(x), merge_infinities(y)
                    assert_close(x, y, f"{label}, output {j}, with {value!r} in input {i}")


def merge_infinities(a):
    """The array with NaN for everything that is not finite."""
    return np.where(np.isfinite(a), a, np.nan).astype(a.dtype)


def layouts(a):
    """Equal arrays with other strides: Fortran order, reversed, every second element, read-only."""
    if a.ndim:
        yield "Fortran order", np.asfortranarray(a)
        yield "reversed", a[::-1].copy()[::-1]
        spaced = np.repeat(a, 2, -1)
        yield "every second element", spaced[..., ::2]
    locked = a.copy()
    locked.setflags(write=False)
    yield "read-only", locked


def check_layouts(cls):
    """The memory layout of the fed arrays does not matter."""
    for arrays, attrs, label in samples_of(cls):
        inputs, feeds, outputs = built(cls, arrays, attrs)
        run = K.function(inputs, outputs)
        want = run(feeds)
        for i, a in enumerate(feeds):
            for layout, same in layouts(a):
                got = run([same if j == i else b for j, b in enumerate(feeds)])
                for x, y in zip(got, want, strict=True):
                    assert_close(x, y, f"{label}, input {i} in layout '{layout}'")


def outcome(function):
    """(results, None), or (None, error) for an error that a call may answer with."""
    try:
        return function(), None
    except (ValueError, IndexError, ZeroDivisionError) as error:
        return None, error


def check_empty(cls):
    """A batch of no samples gives what the reference gives, or an error where it gives one."""
    for arrays, attrs, label in samples_of(cls):
        batch = arrays[0].shape[0] if arrays and arrays[0].ndim else None
        few = [
            a[:0] if a.ndim and a.shape[0] == batch and not is_constant(cls, a) else a
            for a in arrays
        ]
        if batch is None or not fed(cls, few):
            continue
        made, error = outcome(lambda: built(cls, few, attrs))  # noqa: B023
        if error is not None:
            continue
        inputs, feeds, outputs = made
        want, no_want = outcome(lambda: expected(cls, few, attrs, outputs))  # noqa: B023
        got, no_got = outcome(lambda: K.function(inputs, outputs)(feeds))  # noqa: B023
        if (no_want is None) != (no_got is None):
            raise AssertionError(
                f"{label}, empty batch: reference answers {no_want or want!r}, the executed op "
                f"{no_got or got!r}."
            )
        for x, y in zip(got or [], want or [], strict=True):
            assert_close(x, y, f"{label}, empty batch")


def check_sizes(cls):
    """Elementwise ops: sizes that fill no vector register evenly, and several chunks."""
    if cls.kernel != "elementwise":
        return
    for arrays, attrs, label in samples_of(cls):
        if len({a.shape for a in arrays}) > 1:
            continue
        for shape in ((1,), (3, 5), (17,), (37, 2203)):
            grown = [np.resize(a, shape) for a in arrays]
            inputs, feeds, outputs = built(cls, grown, attrs)
            want = expected(cls, grown, attrs, outputs)
            for x, y in zip(K.function(inputs, outputs)(feeds), want, strict=True):
                assert_close(x, y, f"{label}, shape {shape}")


def check_derivatives(cls):
    """First and second derivatives agree with numeric ones, in float64, beside the corners of the
    samples.
    """
    if cls.gradient is None or getattr(cls, "checked_by", None):
        return
    rng = np.random.RandomState(1)
    for arrays, attrs, label in samples_of(cls):
        arrays, attrs = in_float64(arrays, attrs)
        arrays = [
            a + 0.01 * rng.uniform(0.1, 1, a.shape) if a.dtype.kind == "f" else a for a in arrays
        ]

        def function(*tensors):
            tensors = list(tensors)
            every = [as_tensor(a) if is_constant(cls, a) else tensors.pop(0) for a in arrays]  # noqa: B023
            outputs = getattr(F, cls.name)(*every, **attrs)  # noqa: B023
            outputs = outputs if isinstance(outputs, list) else [outputs]
            reserve = getattr(outputs[0].node.op, "reserve", ())
            return [y for i, y in enumerate(outputs) if i not in reserve and y.dtype == "float64"]

        if not any(a.dtype.kind == "f" for a in arrays) or not function(
            *[K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in fed(cls, arrays)]
        ):
            continue
        once = getattr(cls, "differentiable_once", False)
        check_gradients(function, fed(cls, arrays), order=1 if once else 2, name=label)


def check_bad(cls):
    """Each bad call raises the declared error."""
    for i, (sample, kind, pattern) in enumerate(cls.bad):
        arrays, attrs = split(sample)
        label = f"{cls.name}, bad sample {i}"
        try:
            inputs, feeds, outputs = built(cls, arrays, attrs)
            K.function(inputs, outputs)(feeds)
        except kind as error:
            if not re.search(pattern, str(error)):
                raise AssertionError(
                    f"{label}: message must match {pattern!r}, got {str(error)!r}."
                ) from error
        else:
            raise AssertionError(f"{label}: it must raise {kind.__name__}, got a result.")


CHECKS = {
    "declaration": check_declaration,
    "values": check_values,
    "unknown_batch": check_unknown_batch,
    "special": check_special,
    "layouts": check_layouts,
    "empty": check_empty,
    "sizes": check_sizes,
    "derivatives": check_derivatives,
    "bad": check_bad,
}
