"""LSTM, GRU and SimpleRNN run whole sequences in one operation, and that equals their steps."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import layers
from kerastutor.graph import topological
from kerastutor.layers import GRU, LSTM, CuDNNGRU, CuDNNLSTM, Input, Masking, SimpleRNN
from kerastutor.layers.recurrent.base import RNN
from kerastutor.models import Model

B, T, D, U = 4, 5, 3, 6
KINDS = {"simple": (SimpleRNN, {}), "relu": (SimpleRNN, {"activation": "relu"}), "lstm": (LSTM, {}),
         "lstm2": (LSTM, {"implementation": 2, "recurrent_activation": "sigmoid"}),
         "no-bias": (LSTM, {"use_bias": False}), "gru": (GRU, {}),
         "after": (GRU, {"reset_after": True, "activation": "linear"}),
         "after-no-bias": (GRU, {"reset_after": True, "use_bias": False}),
         "cudnn-lstm": (CuDNNLSTM, {}), "cudnn-gru": (CuDNNGRU, {})}


@pytest.fixture(autouse=True)
def double():
    K.set_floatx("float64")
    yield
    K.set_floatx("float32")


def ops(tensor):
    return {node.op.name for node in topological([tensor])}


def values(cls, options, masked=False, state=False, **more):
    """(outputs, gradients) of a layer, and the names of its ops."""
    np.random.seed(2)
    K.reset_uids()
    x = Input(batch_shape=(B, T, D))
    inputs, arrays = [x], [np.random.standard_normal((B, T, D))]
    layer = cls(U, return_sequences=True, return_state=True, bias_initializer="uniform",
                **options, **more)
    keywords = {}
    if masked:
        inputs.append(K.placeholder((B, T), dtype="bool"))
        arrays.append(np.random.rand(B, T) > 0.4)
        keywords["mask"] = inputs[-1]
    if state:
        firsts = [Input(batch_shape=(B, U)) for _ in range(1 + ("LSTM" in cls.__name__))]
        inputs += firsts
        arrays += [np.random.standard_normal((B, U)) for _ in firsts]
        keywords["initial_state"] = firsts
    outputs = layer(x, **keywords)
    loss = sum(K.sum(K.sin(y)) for y in outputs)
    gradients = K.gradients(loss, [x, *layer.trainable_weights])
    function = K.function(inputs, [*outputs, *gradients], updates=layer.updates)
    return [function(arrays), function(arrays)], ops(loss)


SITUATIONS = [[], ["masked"], ["state"], ["stateful"], ["go_backwards"],
              ["masked", "go_backwards", "state"]]
CASES = [(kind, names) for kind in KINDS for names in SITUATIONS
         if not ("cudnn" in kind and "go_backwards" in names)]


@pytest.mark.parametrize("kind, situation", CASES, ids=["-".join([k, *s]) for k, s in CASES])
def test_one_operation_equals_the_steps(kind, situation, monkeypatch):
    cls, options = KINDS[kind]
    situation = dict.fromkeys(situation, True)
    whole, names = values(cls, options, **situation)
    assert any(name.endswith("_sequence") for name in names) and "scan" not in names
    monkeypatch.setattr(cls, "_sequence_kernel", RNN._sequence_kernel)
    steps, names = values(cls, options, **situation)
    assert "scan" in names and not any(name.endswith("_sequence") for name in names)
    for one, other in zip(whole, steps, strict=True):
        for a, b in zip(one, other, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11)
    if "stateful" in situation:
        assert (whole[0][0] != whole[1][0]).any()


class OwnLSTM(LSTM):
    cell_class = layers.LSTMCell


class OwnCell(layers.GRUCell):
    """A cell that does something else."""


@pytest.mark.parametrize("layer, whole", [
    (lambda: LSTM(U), True), (lambda: OwnLSTM(U), True), (lambda: LSTM(U, dropout=0.2), False),
    (lambda: GRU(U, recurrent_dropout=0.2), False), (lambda: SimpleRNN(U, unroll=True), False),
    (lambda: SimpleRNN(U, activation="softplus"), False),
    (lambda: LSTM(U, recurrent_activation=lambda x: K.sigmoid(x)), False),
    (lambda: RNN(layers.LSTMCell(U)), False), (lambda: RNN(OwnCell(U)), False)],
    ids=["lstm", "own-lstm", "dropout", "recurrent-dropout", "unroll", "softplus", "lambda", "rnn",
         "own-cell"])
def test_when_there_is_one_operation(layer, whole):
    names = ops(layer()(Input((T, D))))
    assert any(name.endswith("_sequence") for name in names) == whole


def test_another_cell_in_a_built_in_layer():
    layer = GRU(U)
    layer.cell = OwnCell(U)
    assert "scan" in ops(layer(Input((T, D))))


def test_masking_layer_and_second_derivative():
    x = Input((None, D))
    y = LSTM(U)(Masking()(x))
    assert "lstm_sequence" in ops(y)
    array = np.random.RandomState(0).standard_normal((B, T, D))
    longer = np.concatenate([array, np.zeros((B, 2, D))], 1)
    model = Model(x, y)
    np.testing.assert_allclose(model.predict(longer), model.predict(array), rtol=1e-9)
    [g] = K.gradients(K.sum(K.square(y)), [x])
    [second] = K.gradients(K.sum(K.square(g)), [x])
    function = K.function([x], [K.sum(K.square(g)), second])
    direction = np.random.RandomState(1).standard_normal(array.shape)
    ends = [function([array + sign * 1e-6 * direction])[0] for sign in (1, -1)]
    slope = np.sum(function([array])[1] * direction)
    assert slope == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5)
