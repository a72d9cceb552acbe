"""Small models and data for one-line tests."""
import numpy as np

from kerastutor import backend as K
from kerastutor.layers import Dense, Dropout, Input
from kerastutor.models import Model, Sequential

R = np.random.RandomState(0)
X, Y = R.normal(size=(32, 4)).astype("float32"), np.eye(3)[R.randint(3, size=32)]
SEQ = R.normal(size=(4, 5, 3)).astype("float32")


def mlp(**compile):
    """A compiled classifier of four features and three classes."""
    model = Sequential([Dense(5, activation="tanh", input_shape=(4,), name="first"),
                        Dropout(0.5), Dense(3, activation="softmax", name="last")])
    model.compile(**{"optimizer": "sgd", "loss": "categorical_crossentropy",
                     "metrics": ["accuracy"], **compile})
    return model


def of(layer, x, phase=None):
    """What one layer gives for an array."""
    t = Input(batch_shape=x.shape, dtype=x.dtype.name)
    out = layer(t)
    outs = out if isinstance(out, list) else [out]
    values = K.function([t, K.learning_phase()], outs)([x, phase or 0])
    return values if isinstance(out, list) else values[0]


def shape(layer, *input_shape):
    """Output shape of a layer for an input shape without the batch."""
    return K.int_shape(layer(Input(input_shape)))


def ev(x):
    """Value of a tensor."""
    return K.eval(x)


def close(a, b, tolerance=1e-5):
    """Whether two arrays are the same up to rounding."""
    return np.allclose(a, b, rtol=tolerance, atol=tolerance)


def raises(kind, part, call):
    """Whether a call raises an error whose text has a part."""
    try:
        call()
    except kind as error:
        assert part in str(error), f"{error}"
        return True
    return False


def chain(x, *layers):
    """The model of layers on an input."""
    y = x
    for layer in layers:
        y = layer(y)
    return Model(x, y)
