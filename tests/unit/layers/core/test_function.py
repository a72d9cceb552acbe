"""Lambda: shapes, masks, arguments, saving."""
import functools

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.functions import func_dump
from kerastutor.layers import Input, Lambda, Masking, deserialize, serialize
from kerastutor.models import Model, Sequential

X = np.arange(12.).reshape(3, 4) - 5
OUTER = 3.


def run(layer, x=X):
    tensor = Input(x.shape[1:])
    return K.function([tensor], [layer(tensor)])([x])[0]


def test_values_and_shape():
    layer = Lambda(lambda x: x ** 2)
    np.testing.assert_allclose(run(layer), X ** 2)
    assert layer.compute_output_shape((None, 4)) == (None, 4)
    assert layer.compute_output_shape((None, 7)) == (None, 7)       # a shape never called on


def antirectifier(x):
    x = x - K.mean(x, axis=1, keepdims=True)
    x = K.l2_normalize(x, axis=1)
    return K.concatenate([K.relu(x), K.relu(-x)], axis=1)


@pytest.mark.parametrize("output_shape", [None, (8,), [8], lambda shape: (shape[0], 8),
                                          lambda shape: [shape[0], 8]])
def test_output_shapes(output_shape):
    model = Sequential([Lambda(antirectifier, output_shape=output_shape, input_shape=(4,))])
    assert model.output_shape == (None, 8)
    assert model.predict(X).shape == (3, 8)


def test_output_shape_function_must_give_a_shape():
    with pytest.raises(ValueError, match="output_shape function must return a tuple"):
        Lambda(lambda x: x, output_shape=lambda shape: 7)(Input((4,)))


def test_several_inputs_and_outputs():
    a, b = Input((4,)), Input((4,))
    total, difference = Lambda(lambda xs: [xs[0] + xs[1], xs[0] - xs[1]])([a, b])
    model = Model([a, b], [total, difference])
    out = model.predict([X, X])
    np.testing.assert_allclose(out[0], 2 * X)
    np.testing.assert_allclose(out[1], 0 * X)


def test_the_function_is_called_once_per_call():
    calls = []
    layer = Lambda(lambda x: calls.append(x) or x * 2)
    layer(Input((4,)))
    assert len(calls) == 1


def test_arguments():
    def scale(x, factor, shift=0.):
        return x * factor + shift

    layer = Lambda(scale, arguments={"factor": 3., "shift": 1.})
    np.testing.assert_allclose(run(layer), 3 * X + 1)
    copy = deserialize(serialize(layer))
    np.testing.assert_allclose(run(copy), 3 * X + 1)


def test_array_arguments_come_back_from_json():
    layer = Lambda(lambda x, table: x + K.constant(table), arguments={"table": np.arange(4.)})
    config = layer.get_config()
    config["arguments"] = {"table": {"type": "ndarray", "value": [0., 1., 2., 3.]}}
    copy = Lambda.from_config(config)
    np.testing.assert_allclose(run(copy), X + np.arange(4))
    assert config["arguments"]["table"]["type"] == "ndarray"        # the config stays as it was


def test_masks():
    x = Masking()(Input((3, 2)))
    assert Lambda(lambda t: t, mask=lambda i, m: m)(x)._keras_history[0].supports_masking
    dropped = Lambda(lambda t: t)
    dropped(x)
    assert dropped.output_mask is None
    seen = []

    def takes_mask(t, mask=None):
        seen.append(mask)
        return t

    layer = Lambda(takes_mask, mask=lambda i, m: m)
    layer(x)
    assert K.dtype(seen[0]) == "bool"
    assert layer.arguments == {}


def test_round_trip_of_a_lambda_with_globals_and_closure():
    inner = 2.
    layer = Lambda(lambda x: x * OUTER + inner, name="f")
    copy = deserialize(serialize(layer))
    np.testing.assert_allclose(run(copy), X * OUTER + inner)
    model = Sequential([Lambda(lambda x: K.square(x) + inner, input_shape=(4,))])
    copy = Sequential.from_config(model.get_config())
    np.testing.assert_allclose(copy.predict(X), X ** 2 + inner)


def test_custom_objects_are_known_to_a_loaded_function():
    layer = Lambda(lambda x: x * undefined_factor)     # noqa: F821
    copy = Lambda.from_config(layer.get_config(), custom_objects={"undefined_factor": 4.})
    np.testing.assert_allclose(run(copy), X * 4)


def foreign_config():
    """A config with byte code that this process did not dump."""
    config = Lambda(lambda x: x + 1, name="plus").get_config()
    code, defaults, closure = func_dump(lambda x: x - 1)
    body = code.strip()
    swapped = body[:-8] + ("B" if body[-8] != "B" else "C") + body[-7:]
    config["function"] = (swapped + "\n", defaults, closure)
    return config


def test_foreign_code_is_refused_and_can_be_replaced_by_name():
    with pytest.raises(ValueError, match="plus: the function of this Lambda layer must be byte code"
                                         ".*custom_objects={'plus': function}"):
        Lambda.from_config(foreign_config())
    copy = Lambda.from_config(foreign_config(), custom_objects={"plus": lambda x: x + 1})
    np.testing.assert_allclose(run(copy), X + 1)


def test_callables_without_code_go_by_name():
    class Double:
        def __call__(self, x):
            return x * 2

    double = Double()
    layer = Lambda(double)
    config = layer.get_config()
    assert config["function"] == "Double" and config["function_type"] == "function"
    copy = Lambda.from_config(config, custom_objects={"Double": double})
    np.testing.assert_allclose(run(copy), X * 2)
    partial = Lambda(functools.partial(K.clip, min_value=0., max_value=1.))
    np.testing.assert_allclose(run(partial), np.clip(X, 0, 1))


@pytest.mark.parametrize("options, message", [
    ({"function": 3}, "function must be a function from tensor to tensor, got 3"),
    ({"function": K.square, "output_shape": 4}, "output_shape must be a tuple, a list or a func")])
def test_bad_arguments(options, message):
    with pytest.raises(TypeError, match=message):
        Lambda(**options)


def test_a_damaged_config():
    config = Lambda(lambda x: x).get_config()
    config["function_type"] = "pickle"
    with pytest.raises(TypeError, match="function_type must be"):
        Lambda.from_config(config)
