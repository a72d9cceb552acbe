"""`keras.utils.test_utils`: random data, and the check that Keras 2 ran over every layer."""

import numpy as np

from kerastutor import backend as K
from kerastutor.engine import Input, Model
from kerastutor.functions import has_arg

__all__ = ["get_test_data", "layer_test"]


def get_test_data(num_train=1000, num_test=500, input_shape=(10,), output_shape=(2,),
                  classification=True, num_classes=2):
    """Makes random data that something can be learnt from: the mean of x depends on y.

    # Arguments
        num_train: Number of samples for training.
        num_test: Number of samples for testing.
        input_shape: Shape of one x.
        output_shape: Shape of one y, for regression.
        classification: Whether y is a class number (else an array of `output_shape`).
        num_classes: Number of classes.

    # Returns
        Two pairs `(x, y)`.
    """
    samples = num_train + num_test
    if classification:
        y = centre = np.random.randint(0, num_classes, size=(samples,))
    else:
        centre = np.random.random((samples,))
        y = np.random.normal(_column(centre, output_shape), 0.7,
                             (samples,) + tuple(output_shape)).astype(np.float32)
    x = np.random.normal(_column(centre, input_shape), 0.7,
                         (samples,) + tuple(input_shape)).astype(np.float32)
    return (x[:num_train], y[:num_train]), (x[num_train:], y[num_train:])


def layer_test(layer_cls, kwargs={}, input_shape=None,          # noqa: B006 (Keras's signature)
               input_dtype=None, input_data=None, expected_output=None,
               expected_output_dtype=None, fixed_batch_size=False):
    """Checks a layer with one input and one output in a model.

    Weights can be read and set, static and real shapes agree, the model comes back from its
    configuration with the same predictions, it trains, and the layer comes back from its own one.

    # Arguments
        layer_cls: Class of the layer.
        kwargs: Arguments of its constructor.
        input_shape: Shape with batch; Nones are drawn. Default: that of `input_data`.
        input_dtype: Type of the input.
        input_data: Array; default: random.
        expected_output: Array that must come out.
        expected_output_dtype: Type that must come out; default: that of the input.
        fixed_batch_size: Whether the model knows its batch size.

    # Returns
        The output, an array.

    # Raises
        AssertionError: naming what does not hold.
    """
    if input_data is None:
        if not input_shape:
            raise ValueError("layer_test: input_shape or input_data must be given, got neither. "
                             "Pass input_shape=(None, 3), for example.")
        input_dtype = input_dtype or K.floatx()
        shape = [np.random.randint(1, 4) if n is None else n for n in input_shape]
        input_data = (10 * np.random.random(shape)).astype(input_dtype)
    input_shape = input_data.shape if input_shape is None else input_shape
    input_dtype = input_dtype or input_data.dtype
    layer = _with_weights(layer_cls, kwargs)
    x = (Input(batch_shape=input_shape, dtype=input_dtype) if fixed_batch_size
         else Input(shape=input_shape[1:], dtype=input_dtype))
    static_shape = layer.compute_output_shape(input_shape)
    y = layer(x)
    wanted = np.dtype(expected_output_dtype or input_dtype)
    assert np.dtype(K.dtype(y)) == wanted, f"output type is {K.dtype(y)}, expected {wanted}"
    model = Model(x, y)
    output = model.predict(input_data)
    assert all(a is None or a == b for a, b in zip(static_shape, output.shape, strict=False)), \
        f"compute_output_shape says {static_shape}, the output has {output.shape}"
    if expected_output is not None:
        np.testing.assert_allclose(output, expected_output, rtol=1e-3)
    _check_config(model, input_data, output)
    if has_arg(layer.call, "training"):
        model.compile("rmsprop", "mse")
        model.train_on_batch(input_data, output)
    type(layer).from_config({**layer.get_config(), "batch_input_shape": input_shape})
    return output


def _with_weights(layer_cls, kwargs):
    layer = layer_cls(**kwargs)
    weights = layer.get_weights()
    layer.set_weights(weights)
    if weights and has_arg(layer_cls.__init__, "weights"):
        layer = layer_cls(**{**kwargs, "weights": weights})
    return layer


def _check_config(model, data, output):
    again = type(model).from_config(model.get_config())
    if model.weights:
        again.set_weights(model.get_weights())
        np.testing.assert_allclose(again.predict(data), output, rtol=1e-3)


def _column(values, shape):
    return values.reshape((-1,) + (1,) * len(shape))
