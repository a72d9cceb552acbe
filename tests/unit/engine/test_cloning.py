"""clone_model: same layers, other weights."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.engine import Input, Model
from kerastutor.engine.cloning import clone_model
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Add, Dense

X = np.random.RandomState(0).rand(5, 3).astype("float32")


def functional():
    a, b = Input((3,), name="a"), Input((3,), name="b")
    shared = Dense(3)
    inner = Sequential([Dense(3, input_shape=(3,))])
    return Model([a, b], inner(Add()([shared(shared(a)), shared(b)])), name="net")


def test_functional_copy_has_weights_of_its_own():
    model = functional()
    copy = clone_model(model)
    assert copy.get_config() == model.get_config()
    assert not set(copy.weights) & set(model.weights)
    copy.set_weights(model.get_weights())
    np.testing.assert_array_equal(copy.predict([X, X]), model.predict([X, X]))
    copy.set_weights([w + 1 for w in model.get_weights()])
    assert np.abs(copy.predict([X, X]) - model.predict([X, X])).max() > 0


def test_sequential_copy():
    model = Sequential([Dense(2, input_shape=(3,)), Dense(1)], name="chain")
    copy = clone_model(model)
    assert isinstance(copy, Sequential) and copy.get_config() == model.get_config()
    late = Sequential([Dense(2)])
    assert clone_model(late).inputs is None
    late.build((None, 3))
    assert clone_model(late).input_shape == (None, 3)


def test_copies_on_other_inputs():
    x = Input((3,), name="mine")
    copy = clone_model(Sequential([Dense(2, input_shape=(3,))]), input_tensors=x)
    assert copy.input_names == ["mine"]
    copy = clone_model(functional(), input_tensors=[x, Input((3,))])
    assert copy.input_names[0] == "mine"
    raw = clone_model(Sequential([Dense(2, input_shape=(3,))]), input_tensors=K.ones((4, 3)))
    assert raw.predict(None, steps=1).shape == (4, 2)
    raw = clone_model(functional(), input_tensors=[K.ones((4, 3)), K.ones((4, 3))])
    assert raw.predict(None, steps=1).shape == (4, 3)


def test_what_cannot_be_copied():
    with pytest.raises(ValueError, match="must be a Model"):
        clone_model(Dense(2))
    with pytest.raises(ValueError, match="own call"):
        clone_model(Model())
    x = Input((3,))
    with pytest.raises(ValueError, match="one tensor, got 2"):
        clone_model(Sequential([Dense(2, input_shape=(3,))]), [x, x])
    with pytest.raises(ValueError, match="must come from Input"):
        clone_model(Sequential([Dense(2, input_shape=(3,))]), Dense(3)(x))
    with pytest.raises(ValueError, match="list of 2 tensors"):
        clone_model(functional(), [x])
