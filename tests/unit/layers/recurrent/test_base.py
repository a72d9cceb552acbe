"""RNN: own cells, initial states, constants, stateful layers, weights of the cell."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.layers import (
    GRU,
    LSTM,
    RNN,
    Dense,
    Input,
    Layer,
    LSTMCell,
    SimpleRNN,
    deserialize,
    serialize,
)
from kerastutor.models import Model, Sequential

generator = np.random.RandomState(0)
X = generator.randn(3, 5, 4)


class MinimalCell(Layer):
    """h' = dot(x, kernel) + dot(h, recurrent_kernel)."""

    def __init__(self, units, **kwargs):
        self.units = self.state_size = units
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], self.units),
                                      initializer="uniform", regularizer=regularizers.l2(.1))
        self.recurrent_kernel = self.add_weight(name="recurrent_kernel",
                                                shape=(self.units, self.units),
                                                initializer="uniform")
        self.built = True

    def call(self, inputs, states):
        output = K.dot(inputs, self.kernel) + K.dot(states[0], self.recurrent_kernel)
        return output, [output]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


class ConstantCell(MinimalCell):
    """Adds a constant, too."""

    def build(self, input_shape):
        input_shape, constant_shape = input_shape
        super().build(input_shape)
        self.constant_kernel = self.add_weight(name="constant_kernel",
                                               shape=(constant_shape[-1], self.units),
                                               initializer="uniform")

    def call(self, inputs, states, constants):
        output, _ = super().call(inputs, states)
        output = output + K.dot(constants[0], self.constant_kernel)
        return output, [output]


def minimal_loop(x, kernel, recurrent, h=0, extra=0):
    h = h + np.zeros((len(x), recurrent.shape[0]))
    for t in range(x.shape[1]):
        h = x[:, t] @ kernel + h @ recurrent + extra
    return h


def test_own_cell():
    model = Sequential([RNN(MinimalCell(3), input_shape=(None, 4))])
    np.testing.assert_allclose(model.predict(X), minimal_loop(X, *model.get_weights()), **VALUE)
    copy = Sequential.from_config(model.get_config(), custom_objects={"MinimalCell": MinimalCell})
    copy.set_weights(model.get_weights())
    np.testing.assert_allclose(copy.predict(X), model.predict(X), **VALUE)
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.train_on_batch(X, np.ones((3, 3)))
    assert all((a != b).any() for a, b in zip(model.get_weights(), before, strict=True))


def test_weights_and_losses_are_the_cells():
    layer = RNN(MinimalCell(3))
    layer(Input((5, 4)))
    assert layer.trainable_weights == layer.cell.trainable_weights
    assert len(layer.losses) == 1 and layer.get_losses_for(None) == layer.cell.losses
    layer.trainable = False
    assert layer.trainable_weights == [] and len(layer.non_trainable_weights) == 2


def test_a_cell_that_is_no_layer():
    class Sum:
        state_size = 4

        def call(self, inputs, states):
            return inputs + states[0], [inputs + states[0]]

    layer = RNN(Sum())
    model = Sequential([layer])
    model.build((None, 5, 4))
    np.testing.assert_allclose(model.predict(X), X.sum(1), **VALUE)
    assert layer.weights == [] and layer.losses == []


def test_output_size():
    class Twice(MinimalCell):
        output_size = 6

        def call(self, inputs, states):
            output, states = super().call(inputs, states)
            return K.concatenate([output, 2 * output]), states

    layer = RNN(Twice(3), return_sequences=True, return_state=True)
    x, mask = Input((5, 4)), K.placeholder((None, 5), dtype="bool")
    outs = layer(x, mask=mask)
    assert [K.int_shape(y) for y in outs] == [(None, 5, 6), (None, 3)]
    m = np.array([[1, 0, 1, 1, 0]] * 3, bool)
    outputs, state = K.function([x, mask], outs)([X, m])
    h = minimal_loop(X[:, m[0]], *layer.get_weights())
    np.testing.assert_allclose(state, h, **VALUE)
    np.testing.assert_allclose(outputs[:, -1], np.concatenate([h, 2 * h], 1), **VALUE)


@pytest.mark.parametrize("cell", [3, object(), [LSTMCell(3), 4]])
def test_a_cell_needs_call_and_state_size(cell):
    with pytest.raises(ValueError, match="must have the attributes call and state_size"):
        RNN(cell)


# ---- initial states and constants -------------------------------------------------------------

@pytest.mark.parametrize("cls, count", [(SimpleRNN, 1), (GRU, 1), (LSTM, 2)])
def test_initial_state_continues_a_sequence(cls, count):
    layer = cls(3, return_state=True)
    x = Input((None, 4))
    _, *states = layer(x)
    x2 = Input((None, 4))
    given = [Input((3,)) for _ in range(count)]
    whole = Model(x, layer.get_output_at(0))
    rest = Model([x2, *given], layer(x2, initial_state=given))
    last, *middle = whole.predict(X[:, :2])
    expected = whole.predict(X)
    found = rest.predict([X[:, 2:], *middle])
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, **VALUE)
    assert len(layer.input_spec) == 1


def test_a_model_with_initial_state_survives_its_config():
    x, h, c = Input((5, 4)), Input((3,)), Input((3,))
    model = Model([x, h, c], LSTM(3)(x, initial_state=[h, c]))
    copy = Model.from_config(model.get_config())
    copy.set_weights(model.get_weights())
    data = [X, generator.randn(3, 3), generator.randn(3, 3)]
    np.testing.assert_allclose(copy.predict(data), model.predict(data), **VALUE)


def test_initial_state_of_plain_tensors():
    layer = SimpleRNN(3)
    x = Input((5, 4))
    y = layer(x, initial_state=K.ones((3, 3)))
    found = K.function([x], [y])([X])[0]
    z = layer(x)
    assert not np.allclose(found, K.function([x], [z])([X])[0])


def test_initial_state_gets_a_gradient():
    h = K.variable(np.ones((3, 3)))
    x = Input((5, 4))
    [gradient] = K.gradients(K.sum(SimpleRNN(3)(x, initial_state=h)), [h])
    assert abs(K.function([x], [gradient])([X])[0]).max() > 0


def test_constants():
    x, c = Input((5, 4)), Input((2,))
    layer = RNN(ConstantCell(3))
    model = Model([x, c], layer(x, constants=c))
    constant = generator.randn(3, 2)
    kernel, recurrent, constant_kernel = model.get_weights()
    expected = minimal_loop(X, kernel, recurrent, extra=constant @ constant_kernel)
    np.testing.assert_allclose(model.predict([X, constant]), expected, **VALUE)
    copy = Model.from_config(model.get_config(), custom_objects={"ConstantCell": ConstantCell})
    copy.set_weights(model.get_weights())
    np.testing.assert_allclose(copy.predict([X, constant]), expected, **VALUE)
    again = model([x, c])          # the model as a layer: new tensors for the constants
    np.testing.assert_allclose(K.function([x, c], [again])([X, constant])[0], expected, **VALUE)


def test_constants_and_initial_state():
    x, h, c = Input((5, 4)), Input((3,)), Input((2,))
    layer = RNN(ConstantCell(3))
    model = Model([x, h, c], layer(x, initial_state=h, constants=c))
    state, constant = generator.randn(3, 3), generator.randn(3, 2)
    kernel, recurrent, constant_kernel = model.get_weights()
    expected = minimal_loop(X, kernel, recurrent, state, constant @ constant_kernel)
    np.testing.assert_allclose(model.predict([X, state, constant]), expected, **VALUE)
    copy = deserialize(serialize(layer), {"ConstantCell": ConstantCell})
    x, h, c = Input((5, 4)), Input((3,)), Input((2,))
    model = Model([x, h, c], copy([x, h, c]))
    copy.set_weights([kernel, recurrent, constant_kernel])
    np.testing.assert_allclose(model.predict([X, state, constant]), expected, **VALUE)


@pytest.mark.parametrize("call, message", [
    (lambda x: LSTM(3)(x, initial_state=[Input((3,))]), r"initial_state must be 2 states.*got 1"),
    (lambda x: LSTM(3)(x, initial_state=[Input((3,)), Input((4,))]), r"sizes \[3, 3\]"),
    (lambda x: LSTM(3)(x, initial_state=[Input((3,)), K.zeros((3, 3))]), "got a mix"),
    (lambda x: LSTM(3)([x, Input((3,)), Input((3,))], initial_state=[K.zeros((3, 3))] * 2),
     "Pass them one way only"),
    (lambda x: RNN(MinimalCell(3))(x, constants=Input((2,))), "does not support constants"),
])
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call(Input((5, 4)))


# ---- stateful ---------------------------------------------------------------------------------

@pytest.mark.parametrize("cls", [SimpleRNN, GRU, LSTM])
def test_stateful_continues_until_reset(cls):
    layer = cls(3, stateful=True, batch_input_shape=(3, None, 4))
    model = Sequential([layer])
    plain = Sequential([cls(3, input_shape=(None, 4))])
    plain.set_weights(model.get_weights())
    model.predict(X[:, :2], batch_size=3)
    np.testing.assert_allclose(model.predict(X[:, 2:], batch_size=3), plain.predict(X), **VALUE)
    model.reset_states()
    np.testing.assert_allclose(model.predict(X, batch_size=3), plain.predict(X), **VALUE)
    layer.reset_states()
    assert all((K.get_value(s) == 0).all() for s in layer.states)


def test_training_moves_the_state_too():
    model = Sequential([LSTM(3, stateful=True, batch_input_shape=(3, 5, 4))])
    model.compile("sgd", "mse")
    model.train_on_batch(X, np.ones((3, 3)))
    assert abs(K.get_value(model.layers[0].states[0])).max() > 0


def test_reset_states_to_values():
    layer = LSTM(3, stateful=True, batch_input_shape=(3, 5, 4))
    Sequential([layer])
    values = [generator.randn(3, 3), generator.randn(3, 3)]
    layer.reset_states(values)
    for variable, value in zip(layer.states, values, strict=True):
        np.testing.assert_allclose(K.get_value(variable), value, **VALUE)
    layer.reset_states(tuple(values))
    with pytest.raises(ValueError, match=r"states must be 2 arrays of the shapes \[\(3, 3\), "):
        layer.reset_states(values[:1])
    with pytest.raises(ValueError, match="states must be 2 arrays"):
        layer.reset_states([values[0], np.zeros((3, 4))])
    np.testing.assert_allclose(K.get_value(layer.states[0]), values[0], **VALUE)


def test_stateful_needs_a_batch_size():
    with pytest.raises(ValueError, match="must know its batch size, got None.*batch_input_shape"):
        LSTM(3, stateful=True)(Input((5, 4)))
    with pytest.raises(AttributeError, match="must be stateful to have states to reset"):
        LSTM(3).reset_states()
    assert LSTM(3).states == [None, None]


def test_a_frozen_stateful_layer_still_moves_its_state():
    layer = SimpleRNN(3, stateful=True, trainable=False, batch_input_shape=(3, None, 4))
    model = Sequential([layer])
    model.predict(X, batch_size=3)
    assert abs(K.get_value(layer.states[0])).max() > 0


# ---- masks ------------------------------------------------------------------------------------

def test_output_masks():
    x, mask = Input((5, 4)), K.placeholder((None, 5), dtype="bool")
    assert LSTM(3).compute_mask(x, mask) is None
    assert LSTM(3, return_sequences=True).compute_mask(x, mask) is mask
    assert LSTM(3, return_sequences=True, return_state=True).compute_mask(x, mask) == [
        mask, None, None]
    assert LSTM(3, return_state=True).compute_mask(x, [mask, None, None]) == [None] * 3


def test_next_layer_complains_when_sequences_are_missing():
    model = Sequential([LSTM(3, input_shape=(5, 4))])
    with pytest.raises(ValueError, match="ndim"):
        model.add(LSTM(3))
        model.add(Dense(1))
        model.build()


def test_a_whole_sequence_kernel_is_used_when_there_is_one():
    class Fast(SimpleRNN):
        def _sequence_kernel(self, inputs, initial_state, mask, training):
            if mask is not None:
                return None
            outputs = K.concatenate([inputs, inputs])[..., :self.units]
            return outputs[:, -1], outputs, [outputs[:, -1]]

    x = Input((5, 4))
    layer = Fast(3, return_sequences=True, return_state=True)
    y, state = K.function([x], layer(x))([X])
    np.testing.assert_allclose(y, X[..., :3], **VALUE)
    np.testing.assert_allclose(state, X[:, -1, :3], **VALUE)
