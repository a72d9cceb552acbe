"""Recurrent kernels: compiled and plain Python agree, and write nowhere else.

Their values are checked in tests/unit/compiler/test_lower_recurrent.py.
"""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels, rnn
from kerastutor.kernels.joined import joined_size
from kerastutor.kernels.tile import packed_size

rng = np.random.RandomState(0)
B, T, F, H = 3, 4, 5, 6
MASK = np.array([[1, 0, 1, 1], [0, 1, 1, 0], [1, 1, 1, 1]], bool).reshape(-1)
NONE = np.zeros(0, bool)
PLACES = np.array([2, 0, 1, 2, 2, 2, 0, 1, 1, 1, 0, 2], "int32")


def taken(looked_up, width):
    """What has been made of three rows of a table, and the place of each sample and step."""
    return (numbers(3, width), PLACES) if looked_up else (numbers(0, width), PLACES[:0])


@pytest.fixture(params=[False, True], ids=["", "looked up"])
def looked_up(request):
    return request.param


def numbers(*shape, dtype="float32"):
    return (0.5 * rng.randn(*shape)).astype(dtype)


@pytest.mark.parametrize("back", [0, 1])
@pytest.mark.parametrize("mask", [NONE, MASK], ids=["open", "masked"])
@pytest.mark.parametrize("act", range(5))
def test_simple_rnn(act, mask, back, looked_up):
    place = (T, 1, act, rnn.LINEAR, back)
    x, h0, w, u, b = numbers(B * T, F), numbers(B, H), numbers(F, H), numbers(H, H), numbers(H)
    room = nan(packed_size(H, H))
    outputs = [nan(B * T, H), nan(B, H), room, *taken(looked_up, H)]
    h, last = both(kernels["simple_rnn"], [x, h0, w, u, b, mask, *outputs], place)[6:8]
    assert np.array_equal(last, h.reshape(B, T, H)[:, -1])
    g, gh = numbers(B * T, H), numbers(B, H)
    outputs = [nan(B, H), nan(B * T, H), nan(B * T, H), nan(B, H), room]
    both(kernels["simple_rnn_grad"], [g, gh, h, h0, u, mask, *outputs], place)


@pytest.mark.parametrize("place", [(T, 1), (1, B)], ids=["batch first", "time first"])
@pytest.mark.parametrize("back", [0, 1])
@pytest.mark.parametrize("mask", [NONE, MASK], ids=["open", "masked"])
def test_lstm(mask, back, place, looked_up):
    place = (*place, rnn.TANH, rnn.HARD_SIGMOID, back)
    given = [
        numbers(B * T, F),
        numbers(B, H),
        numbers(B, H),
        numbers(F, 4 * H),
        numbers(H, 4 * H),
        numbers(4 * H),
        mask,
    ]
    outputs = [
        nan(B * T, H),
        nan(B, H),
        nan(B, H),
        nan(B * T, H),
        nan(B * T, 4 * H),
        nan(joined_size(F, H, 4 * H)),
        *taken(looked_up, 4 * H),
    ]
    h, _, _, c, gates = both(kernels["lstm"], given + outputs, place)[7:12]
    _, h0, c0, _, u, _, _ = given
    arrived = [numbers(B * T, H), numbers(B, H), numbers(B, H)]
    outputs = [
        nan(B, H),
        nan(B, H),
        nan(B * T, 4 * H),
        nan(B * T, H),
        nan(B, H),
        nan(packed_size(4 * H, H)),
    ]
    both(kernels["lstm_grad"], [*arrived, h, c, gates, h0, c0, u, mask, *outputs], place)


@pytest.mark.parametrize("after", [False, True], ids=["reset before", "reset after"])
@pytest.mark.parametrize("back", [0, 1])
@pytest.mark.parametrize("mask", [NONE, MASK], ids=["open", "masked"])
def test_gru(mask, back, after, looked_up):
    place = (T, 1, rnn.TANH, rnn.SIGMOID, back)
    kept = (4 if after else 3) * H
    x, h0, w, u = numbers(B * T, F), numbers(B, H), numbers(F, 3 * H), numbers(H, 3 * H)
    b = numbers(2 if after else 1, 3 * H)
    rooms = [nan(joined_size(F, H, 2 * H)), nan(joined_size(F, H, H) + 200)]
    outputs = [nan(B * T, H), nan(B, H), nan(B * T, kept), *rooms, *taken(looked_up, 3 * H)]
    h, _, gates = both(kernels["gru"], [x, h0, w, u, b, mask, *outputs], place)[6:9]
    rooms = [nan(packed_size(2 * H, H)), nan(packed_size(H, H))]
    outputs = [
        nan(B, H),
        nan(B * T, kept),
        nan(B * T, H),
        nan(0 if after else B * T, H),
        nan(B, H),
        *rooms,
    ]
    both(
        kernels["gru_grad"],
        [numbers(B * T, H), numbers(B, H), h, gates, h0, u, mask, *outputs],
        place,
    )


def test_a_masked_step_keeps_the_state():
    x, h0, w, u, b = numbers(B * T, F), numbers(B, H), numbers(F, H), numbers(H, H), numbers(H)
    room = nan(packed_size(H, H))
    h = nan(B * T, H)
    outputs = [h, nan(B, H), room, *taken(False, H)]
    kernels["simple_rnn"](x, h0, w, u, b, MASK, *outputs, T, 1, rnn.TANH, rnn.LINEAR, 0)
    h = h.reshape(B, T, H)
    assert (
        np.array_equal(h[0, 1], h[0, 0])
        and np.array_equal(h[1, 0], h0[1])
        and np.array_equal(h[1, 3], h[1, 2])
    )


def test_products_of_the_weights():
    a, g = numbers(7, 5), numbers(7, 9)
    y = both(kernels["weight_grad"], [a.ravel(), g.ravel(), nan(3 * 4)], (3, 4, 7, 5, 9, 4))[2]
    np.testing.assert_allclose(y.reshape(3, 4), a[:, :3].T @ g[:, :4], rtol=1e-4, atol=1e-5)
    a, g = numbers(150, 9), numbers(150, 40)
    for columns in range(1, 10):  # of a, in tiles of six and four; two panels of g, three blocks
        given = [a.ravel(), g.ravel(), nan(columns * 33)]
        y = both(kernels["weight_grad"], given, (columns, 32, 150, 9, 40, 33))[2]
        y = y.reshape(columns, 33)
        np.testing.assert_allclose(y[:, :32], a[:, :columns].T @ g[:, :32], rtol=1e-4, atol=1e-4)
        assert np.isnan(y[:, 32]).all()


def test_sums_of_columns():
    g = numbers(7, 9)
    y = both(kernels["column_sums"], [g.ravel(), nan(4)], (7, 9))[1]
    np.testing.assert_allclose(y, g[:, :4].sum(0), rtol=1e-4, atol=1e-5)
