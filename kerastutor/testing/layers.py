"""Check of a layer: one call runs everything that a layer must be able to do."""

import numpy as np

from kerastutor import backend as K
from kerastutor import config
from kerastutor.layers import Input
from kerastutor.models import Model, Sequential
from kerastutor.testing.compare import assert_close
from kerastutor.testing.gradients import check_gradients


def check_layer(
    layer_cls,
    kwargs=None,
    input_shape=None,
    input_dtype=None,
    input_data=None,
    expected_output=None,
    custom_objects=None,
    train=True,
    gradients=True,
    per_sample=True,
):
    """Raise AssertionError unless a layer does what layers must.

    Checked are: the shape that `compute_output_shape` foretells; the config makes an equal layer;
    weights can be read and set; models with the layer, functional and sequential, survive the
    round trip through their config; a batch gives what its samples give one by one; the model
    trains; the gradient with respect to the input agrees with a numeric one.

    # Arguments
        layer_cls: class of the layer.
        kwargs: arguments of its constructor.
        input_shape: shape of a batch, None for sizes to be left open; a list of shapes for several
            inputs.
        input_dtype: data type of the input, None for `K.floatx()`.
        input_data: batch to use, in place of `input_shape` (or list of them).
        expected_output: what `predict` must give for it, or None.
        custom_objects: dictionary of the names that the configs need.
        train: whether to train for one batch.
        gradients: whether to compare the gradient with a numeric one.
        per_sample: whether every sample must be treated alone.

    # Returns
        The output for the batch.

    # Example
        >>> from kerastutor import layers
        >>> check_layer(layers.Dense, {"units": 3}, input_shape=(2, 4)).shape
        (2, 3)
    """
    kwargs = dict(kwargs or {})
    name = layer_cls.__name__
    objects = {name: layer_cls, **(custom_objects or {})}
    data, shapes = batch_of(input_shape, input_dtype, input_data)
    layer = layer_cls(**kwargs)
    check_layer_config(layer, name)
    model, output = functional(layer, shapes, data)
    result = model.predict(data if len(data) > 1 else data[0])
    check_shapes(layer, name, shapes, output, result)
    if expected_output is not None:
        expected = np.asarray(expected_output).astype(result.dtype)
        assert_close(result, expected, f"{name}: output", 1e-3, 1e-4)
    check_weights(layer, name)
    check_copies(layer, name, model, data, result, objects, sequential=len(data) == 1)
    stateful = getattr(layer, "stateful", False)
    if per_sample and not stateful and len(result) > 1 and all(s[0] is None for s in shapes):
        one = model.predict([x[:1] for x in data] if len(data) > 1 else data[0][:1])
        assert_close(one, result[:1], f"{name}: first sample alone", 1e-3, 1e-5)
    if train:
        check_training(layer, name, model, data, result)
    if gradients and all(x.dtype.kind == "f" for x in data):
        check_input_gradient(layer_cls, kwargs, data, name)
    return result


def batch_of(input_shape, input_dtype, input_data):
    """(list of arrays, list of shapes with open sizes)."""
    if input_data is not None:
        given = input_data if isinstance(input_data, list) else [input_data]
        data = [np.asarray(x) for x in given]
        data = [
            x.astype(input_dtype or (K.floatx() if x.dtype.kind == "f" else x.dtype)) for x in data
        ]
        shapes = input_shape or [x.shape for x in data]
        shapes = shapes if isinstance(shapes, list) else [shapes]
    else:
        if not input_shape:
            raise ValueError("check_layer: input_shape or input_data must be given, got neither.")
        shapes = input_shape if isinstance(input_shape, list) else [input_shape]
        data = []
        for k, shape in enumerate(shapes):
            sizes = [3 if n is None else n for n in shape]
            x = 2 * np.sin(np.arange(np.prod(sizes)) * 12.9898 + k + 0.3).reshape(sizes)
            if input_dtype and not input_dtype.startswith("float"):
                x = np.abs(4 * x)
            data.append(x.astype(input_dtype or K.floatx()))
    return data, [(None, *shape[1:]) for shape in shapes]


def functional(layer, shapes, data):
    """(model, output tensor) of the layer applied to inputs."""
    inputs = [Input(batch_shape=s, dtype=x.dtype.name) for s, x in zip(shapes, data, strict=True)]
    output = layer(inputs if len(inputs) > 1 else inputs[0])
    return Model(inputs, output), output


def check_layer_config(layer, name):
    """The config gives a layer of equal config."""
    layer_config = layer.get_config()
    copy = type(layer).from_config(layer_config).get_config()
    if not same_config(copy, layer_config):
        raise AssertionError(
            f"{name}: from_config(get_config()) must give an equal config, got {copy}, not "
            f"{layer_config}. Does get_config return every argument of the constructor?"
        )


def same_config(a, b):
    """Whether two configs are equal, arrays included."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_config(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(same_config(p, q) for p, q in zip(a, b, strict=True))
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.array_equal(a, b)
    return bool(a == b)


def check_shapes(layer, name, shapes, output, result):
    """The static shape, `compute_output_shape` and the result agree."""
    foretold = layer.compute_output_shape(shapes if len(shapes) > 1 else shapes[0])
    for what, shape in (
        ("compute_output_shape", foretold),
        ("the symbolic output", K.int_shape(output)),
    ):
        fits = len(shape) == result.ndim and all(
            n is None or n == m for n, m in zip(shape, result.shape, strict=True)
        )
        if not fits:
            raise AssertionError(
                f"{name}: shape by {what} must fit the result {result.shape}, got {tuple(shape)}."
            )


def check_weights(layer, name):
    """Weights can be read and set, and arrays that do not fit are refused with nothing changed."""
    values = layer.get_weights()
    layer.set_weights(values)
    for a, b in zip(layer.get_weights(), values, strict=True):
        assert_close(a, b, f"{name}: weights after set_weights(get_weights())")
    if not values:
        return
    wrong = [v + 1 for v in values[:-1]] + [np.zeros((*values[-1].shape, 2), values[-1].dtype)]
    for arrays in (values[:-1], wrong):
        try:
            layer.set_weights(arrays)
        except ValueError:
            pass
        else:
            raise AssertionError(f"{name}: set_weights must refuse arrays that do not fit.")
    for a, b in zip(layer.get_weights(), values, strict=True):
        assert_close(a, b, f"{name}: weights after set_weights refused others")


def check_copies(layer, name, model, data, result, objects, sequential):
    """Models made from configs, with the same weights, give the same output."""
    feed = data if len(data) > 1 else data[0]
    copies = {"Model": Model.from_config(model.get_config(), custom_objects=objects)}
    if sequential:
        layer_config = layer.get_config()
        layer_config["batch_input_shape"] = (None, *data[0].shape[1:])
        plain = Sequential([type(layer).from_config(layer_config)])
        copies["Sequential"] = Sequential.from_config(plain.get_config(), custom_objects=objects)
    for kind, copy in copies.items():
        copy.set_weights(model.get_weights())
        if kind == "Sequential" and data[0].dtype.name != K.floatx():
            continue  # the layer's own dtype decides there
        assert_close(
            copy.predict(feed),
            result,
            f"{name}: output of a {kind} made from its config",
            1e-3,
            1e-5,
        )


def check_training(layer, name, model, data, result):
    """One training step has a finite loss and a gradient for every trainable weight."""
    model.compile("rmsprop", "mse")
    target = np.zeros_like(result, K.floatx())
    loss = model.train_on_batch(data if len(data) > 1 else data[0], target)
    if not np.isfinite(loss):
        raise AssertionError(f"{name}: loss of one training step must be finite, got {loss}.")
    if layer.trainable_weights:
        grads = K.gradients(K.sum(K.square(model.output)), layer.trainable_weights)
        missing = [w.name for w, g in zip(layer.trainable_weights, grads, strict=True) if g is None]
        if missing:
            raise AssertionError(
                f"{name}: the output must depend on every trainable weight through differentiable "
                f"functions, got no gradient for {', '.join(missing)}."
            )


def check_input_gradient(layer_cls, kwargs, data, name):
    """The gradient with respect to the inputs, in float64, agrees with a numeric one."""
    before = config.floatx()
    config.set_floatx("float64")
    try:
        layer = layer_cls(**kwargs)

        def function(*tensors):
            output = layer(list(tensors) if len(tensors) > 1 else tensors[0])
            outputs = output if isinstance(output, list) else [output]
            return [y for y in outputs if K.dtype(y) == "float64"]

        check_gradients(function, data, order=1, name=name)
    finally:
        config.set_floatx(before)
