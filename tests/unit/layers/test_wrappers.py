"""TimeDistributed and Bidirectional."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.layers import (
    GRU,
    LSTM,
    BatchNormalization,
    Bidirectional,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    Masking,
    SimpleRNN,
    TimeDistributed,
    Wrapper,
)
from kerastutor.models import Model, Sequential
from kerastutor.testing import check_layer
from kerastutor.utils.generic_utils import object_list_uid

generator = np.random.RandomState(0)
X = generator.randn(3, 5, 4)


# ---- TimeDistributed --------------------------------------------------------------------------

@pytest.mark.parametrize("layer, shape", [
    (Dense(2), (3, 5, 4)), (Dense(2), (3, None, 4)), (Conv2D(2, 3), (2, 4, 6, 5, 1)),
    (Flatten(), (2, 3, 4, 2)), (SimpleRNN(2), (2, 3, 4, 2))])
def test_checker(layer, shape):
    check_layer(TimeDistributed, {"layer": layer}, input_shape=shape, gradients=False)


@pytest.mark.parametrize("batch, time", [(None, 5), (None, None), (3, 5), (3, None)])
def test_each_step_by_itself(batch, time):
    dense = Dense(2, activation="tanh", bias_initializer="normal")
    model = Sequential([TimeDistributed(dense, batch_input_shape=(batch, time, 4))])
    kernel, bias = model.get_weights()
    np.testing.assert_allclose(model.predict(X), np.tanh(X @ kernel + bias), **VALUE)
    assert model.output_shape == (batch, time, 2)
    assert model.count_params() == dense.count_params() == 10


def test_documented_shapes():
    model = Sequential([TimeDistributed(Dense(8), input_shape=(10, 16)),
                        TimeDistributed(Dense(32))])
    assert model.output_shape == (None, 10, 32)
    conv = TimeDistributed(Conv2D(64, 3))
    assert conv.compute_output_shape((None, 10, 299, 299, 3)) == (None, 10, 297, 297, 64)


def test_a_model_inside():
    inner = Sequential([Dense(6, activation="relu", input_shape=(4,)), Dropout(.5), Dense(2)])
    model = Sequential([TimeDistributed(inner, input_shape=(5, 4))])
    expected = inner.predict(X.reshape(15, 4)).reshape(3, 5, 2)
    np.testing.assert_allclose(model.predict(X), expected, **VALUE)
    assert model.outputs[0]._uses_learning_phase
    copy = Sequential.from_config(model.get_config())
    copy.set_weights(model.get_weights())
    np.testing.assert_allclose(copy.predict(X), expected, **VALUE)


def test_losses_updates_and_penalties():
    norm = BatchNormalization()
    model = Sequential([TimeDistributed(norm, input_shape=(5, 4))])
    assert len(model.updates) == 2
    model.compile("sgd", "mse")
    model.train_on_batch(X, X)
    np.testing.assert_allclose(norm.get_weights()[2], .01 * X.reshape(15, 4).mean(0), rtol=1e-4)
    model = Sequential([TimeDistributed(
        Dense(2, kernel_regularizer=regularizers.l2(.1), activity_regularizer=regularizers.l1(.5),
              kernel_initializer="ones"), input_shape=(5, 4))])
    model.compile("sgd", "mse")
    y = X.sum(-1, keepdims=True).repeat(2, -1)
    expected = (y ** 2).mean() + .1 * 8 + .5 * abs(y).sum()
    np.testing.assert_allclose(model.evaluate(X, 0 * y, verbose=0), expected, rtol=1e-5)


def test_masks():
    words = np.array([[[1, 2, 0], [3, 0, 0]], [[4, 1, 2], [0, 0, 0]]])
    x = Input((2, 3), dtype="int32")
    embedded = Embedding(5, 4, mask_zero=True)(x)
    inner = SimpleRNN(3)
    layer = TimeDistributed(inner)
    y = layer(embedded)
    out, mask = K.function([x], [y, layer.output_mask])([words])
    np.testing.assert_array_equal(mask, [[True, True], [True, False]])
    table, *weights = [w for w in Model(x, y).get_weights()]
    plain = Sequential([SimpleRNN(3, input_shape=(None, 4))])
    plain.set_weights(weights)
    np.testing.assert_allclose(out[0, 0], plain.predict(table[[[1, 2]]])[0], **VALUE)
    np.testing.assert_allclose(out[0, 1], plain.predict(table[[[3]]])[0], **VALUE)


def test_mask_of_steps_passes_through():
    x = Input((5, 4))
    layer = TimeDistributed(Dense(2))
    layer(Masking()(x))
    data = X.copy()
    data[0, 2] = 0
    np.testing.assert_array_equal(K.function([x], [layer.output_mask])([data])[0],
                                  (data != 0).any(-1))


def test_training_argument():
    x = Input((50, 40))
    layer = TimeDistributed(Dropout(.5))
    always, never = layer(x, training=True), layer(x, training=False)
    a, b = K.function([x], [always, never])([np.ones((2, 50, 40))])
    assert (a == 0).any() and (b == 1).all()


def test_trainable_is_the_layers():
    dense = Dense(2, trainable=False)
    layer = TimeDistributed(dense)
    layer(Input((5, 4)))
    assert not layer.trainable and layer.trainable_weights == []
    layer.trainable = True
    assert dense.trainable and len(layer.trainable_weights) == 2


def test_time_distributed_errors():
    with pytest.raises(ValueError, match="must have a time axis and at least one more"):
        TimeDistributed(Dense(2))(Input((4,)))
    with pytest.raises(TypeError, match="TimeDistributed: layer must be a layer, got 3"):
        TimeDistributed(3)
    with pytest.raises(TypeError, match="Wrapper: layer must be a layer"):
        Wrapper(Dense)


# ---- Bidirectional ----------------------------------------------------------------------------

MODES = {"sum": lambda a, b: a + b, "mul": lambda a, b: a * b, "ave": lambda a, b: (a + b) / 2,
         "concat": lambda a, b: np.concatenate([a, b], -1)}


def one_way(cls, weights, backwards, sequences):
    model = Sequential([cls(3, go_backwards=backwards, return_sequences=sequences,
                            input_shape=(5, 4))])
    model.set_weights(weights)
    out = model.predict(X)
    return out[:, ::-1] if backwards and sequences else out


@pytest.mark.parametrize("cls", [SimpleRNN, GRU, LSTM])
@pytest.mark.parametrize("mode", [*MODES, None])
@pytest.mark.parametrize("sequences", [False, True])
def test_merge_modes(cls, mode, sequences):
    layer = Bidirectional(cls(3, return_sequences=sequences, bias_initializer="normal"),
                          merge_mode=mode)
    x = Input((5, 4))
    y = layer(x)
    found = K.function([x], y if mode is None else [y])([X])
    weights = layer.get_weights()
    half = len(weights) // 2
    a = one_way(cls, weights[:half], False, sequences)
    b = one_way(cls, weights[half:], True, sequences)
    expected = [a, b] if mode is None else [MODES[mode](a, b)]
    for p, q in zip(found, expected, strict=True):
        np.testing.assert_allclose(p, q, **VALUE)
    shapes = layer.compute_output_shape((None, 5, 4))
    shapes = shapes if mode is None else [shapes]
    assert shapes == [(None, *q.shape[1:]) for q in expected]


@pytest.mark.parametrize("mode", ["concat", None])
def test_return_state(mode):
    layer = Bidirectional(LSTM(3, return_state=True), merge_mode=mode)
    x = Input((5, 4))
    outs = layer(x)
    first = 1 if mode else 2
    assert len(outs) == first + 4
    values = K.function([x], outs)([X])
    merged = values[0] if mode else np.concatenate(values[:2], -1)
    np.testing.assert_allclose(merged, np.concatenate([values[first], values[first + 2]], -1),
                               **VALUE)
    assert layer.compute_output_shape((None, 5, 4))[first:] == [(None, 3)] * 4


@pytest.mark.parametrize("options", [{}, {"merge_mode": "sum"}])
def test_bidirectional_checker(options):
    check_layer(Bidirectional, {"layer": LSTM(3, return_sequences=True), **options},
                input_shape=(2, 4, 3), gradients=False)


def test_weights_argument():
    weights = [generator.randn(*shape) for shape in [(4, 3), (3, 3), (3,)] * 2]
    layer = Bidirectional(SimpleRNN(3), weights=weights, input_shape=(5, 4))
    Sequential([layer])
    for a, b in zip(layer.get_weights(), weights, strict=True):
        np.testing.assert_allclose(a, b, **VALUE)
    with pytest.raises(ValueError, match="weights must be arrays of the shapes"):
        layer.set_weights(weights[:4])


def test_names_and_directions():
    layer = Bidirectional(LSTM(3, name="r", go_backwards=True))
    assert layer.forward_layer.name == "forward_r" and layer.backward_layer.name == "backward_r"
    assert layer.forward_layer.go_backwards and not layer.backward_layer.go_backwards
    assert layer.layer.name == "r"
    layer(Input((5, 4)))
    assert [w.name.split("/")[-2] for w in layer.weights] == ["forward_r"] * 3 + ["backward_r"] * 3


def test_stateful():
    model = Sequential([Bidirectional(LSTM(3, stateful=True), batch_input_shape=(3, 5, 4))])
    first = model.predict(X, batch_size=3)
    assert not np.allclose(model.predict(X, batch_size=3), first)
    model.reset_states()
    np.testing.assert_allclose(model.predict(X, batch_size=3), first, **VALUE)


def test_initial_state():
    x = Input((5, 4))
    states = [Input((3,)) for _ in range(4)]
    layer = Bidirectional(LSTM(3))
    model = Model([x, *states], layer(x, initial_state=states))
    zeros = [np.zeros((3, 3))] * 4
    plain = Model(x, layer(x))
    np.testing.assert_allclose(model.predict([X, *zeros]), plain.predict(X), **VALUE)
    values = [generator.randn(3, 3) for _ in range(4)]
    out = model.predict([X, *values])
    assert not np.allclose(out[:, :3], plain.predict(X)[:, :3])
    copy = Model.from_config(model.get_config())
    copy.set_weights(model.get_weights())
    np.testing.assert_allclose(copy.predict([X, *values]), out, **VALUE)
    with pytest.raises(ValueError, match="must hold the states of the forward layer and then"):
        layer(x, initial_state=states[:3])
    with pytest.raises(ValueError, match="got a mix"):
        layer(x, initial_state=[*states[:3], K.zeros((3, 3))])


def test_masks_and_trainable():
    x = Input((5, 4))
    masked = Masking()(x)
    layer = Bidirectional(LSTM(3, return_sequences=True))
    layer(masked)
    data = X.copy()
    data[0, 2] = 0
    np.testing.assert_array_equal(K.function([x], [layer.output_mask])([data])[0],
                                  (data != 0).any(-1))
    assert Bidirectional(LSTM(3)).compute_mask(x, masked) is None
    layer.trainable = False
    assert layer.trainable_weights == [] and len(layer.non_trainable_weights) == 6
    assert not layer.forward_layer.trainable
    assert Bidirectional(LSTM(3), trainable=False).trainable_weights == []


def test_dropout_follows_the_learning_phase():
    x = Input((5, 4))
    assert Bidirectional(LSTM(3, dropout=.5))(x)._uses_learning_phase
    assert not Bidirectional(LSTM(3))(x)._uses_learning_phase


def test_penalties():
    layer = Bidirectional(SimpleRNN(3, kernel_regularizer="l2", activity_regularizer="l1"))
    layer(Input((5, 4)))
    assert len(layer.losses) == 3       # two kernels, one output


def test_bidirectional_errors():
    with pytest.raises(ValueError, match="merge_mode must be 'concat', 'sum'.*got 'min'"):
        Bidirectional(LSTM(3), merge_mode="min")
    with pytest.raises(ValueError, match="layer must be a recurrent layer"):
        Bidirectional(Dense(3))


def test_inner_inputs_are_found_by_the_uid_of_the_wrappers_inputs():
    x = Input((10, 2))
    layer = TimeDistributed(BatchNormalization())
    layer(x)
    [uid] = layer._input_map
    assert uid == object_list_uid([x]) and K.int_shape(layer._input_map[uid]) == (None, 2)
