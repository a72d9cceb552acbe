"""Recurrent layers over an Embedding: each row of the table is multiplied once."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.compiler.rewrite import look_up
from kerastutor.graph import F, gradients, topological
from kerastutor.graph.interpret import interpret
from kerastutor.layers import GRU, LSTM, Bidirectional, Dense, Embedding, SimpleRNN
from kerastutor.models import Sequential
from kerastutor.runtime import Function, set_threads

rng = np.random.RandomState(0)
B, T, H = 4, 6, 3
OPS = {
    "simple_rnn_sequence": (1, 1, {}),
    "lstm_sequence": (2, 4, {}),
    "gru_sequence": (1, 3, {"reset_after": True}),
}


def network(name, rows, width, masked=False):
    """(fed tensors, arrays for them, table, all h) of a recurrent op over rows of a table."""
    states, gates, attrs = OPS[name]
    bias = (2, gates * H) if attrs else (gates * H,)
    shapes = [(B, H)] * states + [(width, gates * H), (H, gates * H), bias]
    table = K.variable(0.5 * rng.randn(rows, width))
    ids = K.placeholder(shape=(None, T), dtype="int32")
    arrays = [0.5 * rng.randn(*shape).astype("float32") for shape in shapes]
    given = [K.placeholder(shape=shape) for shape in shapes]
    mask = [K.not_equal(ids, 0)] * masked
    h = getattr(F, name)(F.gather(table, ids), *given, *mask, **attrs)[0]
    return [ids, *given], arrays, table, h


def names(roots):
    return [node.op.name for node in topological(roots)]


@pytest.mark.parametrize("masked", [False, True], ids=["open", "masked"])
@pytest.mark.parametrize("rows, width", [(5, 4), (60, 4), (60, 200)], ids=str)
@pytest.mark.parametrize("name", OPS)
def test_same_results(name, rows, width, masked):
    inputs, arrays, table, h = network(name, rows, width, masked)
    wanted = [h, *gradients(F.sum(F.square(h)), [table, *inputs[1:]])]
    ids = rng.randint(0, 5, (B, T)).astype("int32")
    plain = interpret(wanted, dict(zip(inputs, [ids, *arrays], strict=True)))
    made = look_up(wanted)
    assert not {"gather", "gather_grad", name} & set(names(made))
    function = Function(inputs, wanted)
    for threads in (1, 2):
        set_threads(threads)
        results = function([ids, *arrays])
        for a, b in zip(results, plain, strict=True):
            np.testing.assert_allclose(a, b, rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize("words", [3, 200], ids=["few words", "many words"])
@pytest.mark.parametrize("back", [False, True], ids=["forwards", "backwards"])
def test_one_sample(words, back):
    model = Sequential([Embedding(200, 5), LSTM(8, go_backwards=back)])
    ids = rng.randint(0, words, (2, 9))
    both = model.predict(ids)
    for i in range(2):
        np.testing.assert_allclose(model.predict(ids[i : i + 1]), both[i : i + 1], atol=1e-6)


def test_a_gradient_that_others_read_stays():
    inputs, _, table, h = network("lstm_sequence", 5, 4)
    x = h.node.inputs[0]
    loss = F.sum(h)
    dx, dtable = gradients(loss, [x, table])
    assert "lstm_sequence_grad" in names(look_up([h, dx]))
    assert "lstm_sequence_grad" in names(look_up([h, dx, dtable]))
    assert "table_sequence_grad" in names(look_up([h, dtable]))


@pytest.mark.parametrize("layer", [
    lambda: SimpleRNN(H), lambda: LSTM(H), lambda: GRU(H), lambda: Bidirectional(LSTM(H)),
    lambda: LSTM(H, go_backwards=True), lambda: LSTM(H, dropout=0.5)])
@pytest.mark.parametrize("trainable", [True, False], ids=["trained", "frozen"])
def test_layers_train(layer, trainable):
    model = Sequential([Embedding(7, 4, input_length=T, mask_zero=True, trainable=trainable),
                        layer(), Dense(1)])
    model.compile("sgd", "mse")
    x, y = rng.randint(0, 7, (B, T)), rng.rand(B, 1)
    before = model.get_weights()
    losses = [model.train_on_batch(x, y) for _ in range(3)]
    assert np.isfinite(losses).all()
    moved = [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]
    assert all(moved[1:]) and moved[0] == trainable


def test_a_wrong_index_is_an_error():
    model = Sequential([Embedding(7, 4, input_length=T), LSTM(H)])
    with pytest.raises(ValueError, match=r"\[0, 7\), got 7"):
        model.predict(np.full((B, T), 7))
