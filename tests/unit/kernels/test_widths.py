"""Kernels in both their forms: for registers of eight float32, and for wide ones of sixteen.

A machine runs one of them (vector.wide); these tests run both on any machine, for where registers
are short the compiler takes two for one. Each form agrees with plain Python and writes nowhere
else. Both give the same bits, but for Winograd's method: its kernels allow the compiler to reorder
sums, which it does in one form and not in the other.
"""

import copy
import functools

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import (
    build,
    jit,
    kernels,
    machine,
    native,
    processor,
    rnn,
    winograd,
    winograd_grad,
)
from kerastutor.kernels.joined import joined_size
from kerastutor.kernels.tile import DEPTH, packed_size
from kerastutor.kernels.vector import wide

rng = np.random.RandomState(0)
ROWS = [4, 5, 6, 7, 13]  # tiles of six and of four rows, full and not
COLUMNS = 56  # two panels of sixteen side by side, one alone, and half a one
WHOLE = 48  # the same without the half
T, F = 2, 5  # steps, features
H = 93  # units: by sixteen, by eight, and one by one; H, 2 H and 4 H > DEPTH are like COLUMNS
# Which a * b + c of a cell is rounded once is the compiler's choice, the same in both forms here.
SAME_CELLS = processor.system() == processor.SYSTEM


def form(made, dtype, is_wide):
    """A kernel in one of its forms, and the object code without its name."""
    name, level = jit.full_name(made, (dtype,)), processor.level()
    symbol = "form_%d_%s" % (is_wide, name.replace("-", "_"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine, "is_wide", lambda level: is_wide)
        code = build.object_code(made, (dtype,), symbol, [level])[level]
    other = copy.copy(made)
    other._addresses = {(dtype,): native.install(code, symbol)}
    return other, code.replace(symbol.encode(), b"")


@functools.cache
def forms(made, dtype):
    """Both forms of a kernel. Compiling takes seconds, so it is done once."""
    (narrow, code), (broad, other) = (form(made, dtype, is_wide) for is_wide in (False, True))
    assert code != other, f"{made.name} must have two forms"
    return narrow, broad


def alike(name, arrays, scalars, same_bits=True, ulps=200):
    """`both` holds for both forms of a kernel, and they give the same bits where they should."""
    dtype = arrays[0].dtype.name
    narrow, broad = (both(made, arrays, scalars, ulps) for made in forms(kernels[name], dtype))
    for a, b in zip(narrow, broad, strict=True):
        assert not same_bits or np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def numbers(*shape, dtype="float32"):
    return (0.5 * rng.randn(*shape)).astype(dtype)


def test_levels_with_wide_registers():
    assert {level: machine.is_wide(level) for level in processor.LEVELS} == {
        "x86-64-v4": True,
        "x86-64-v3": False,
    }


def _say(y):
    y[0] = 2.0 if wide() else 1.0


def test_the_level_decides_what_wide_says():
    said = nan(2)
    for i, made in enumerate(forms(jit.Kernel(_say, "T y[N]", ()), "float32")):
        made(said[i : i + 1])
    assert said.tolist() == [1, 2]


@pytest.mark.parametrize("m", ROWS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_product(dtype, m):
    n = COLUMNS
    for k, width in ((9, n), (DEPTH + 4, 32)):  # all at a time, or some rows and columns
        a, b = numbers(m * k, dtype=dtype), numbers(k * n, dtype=dtype)
        outputs = [nan(m * (n + 2), dtype=dtype), nan(packed_size(k, width), dtype=dtype)]
        alike("product", [a, b, *outputs], (m, n, k, k, n, n + 2, 0, width))


@pytest.mark.parametrize("m", ROWS)
def test_weight_grad(m):
    k, n = 150, WHOLE  # blocks of 64 rows
    arrays = [numbers(k * 13), numbers(k * (n + 1)), nan(m * (n + 2))]
    alike("weight_grad", arrays, (m, n, k, 13, n + 1, n + 2))


@pytest.mark.parametrize("back", [0, 1])
def test_conv_direct(back):
    steps = (1, 1 if back else 2, 1, 1, 1, 1, 0, 1)  # strides, dilation, padding
    x, w = numbers(2, 2, 5, 5, 3), numbers(2, 3, 3, 3 * COLUMNS)
    y, padded = nan(2, 3, 3 if back else 2, 5, COLUMNS), nan(4 * 5 * 7 * 3)
    for width in (COLUMNS, 32):  # filters at a time
        arrays = [x, w, y, nan(packed_size(54, width)), padded]
        alike("conv_direct", arrays, (back, 0, COLUMNS, *steps))


@pytest.mark.parametrize("packed", [0, 1])
def test_conv_direct_filter(packed):
    steps = (1, 1, 1, 1, 1, 0, 1, 1)
    x, g = numbers(2, 1, 5, 6, 3), numbers(2, 1, 5, 6, WHOLE)
    arrays = [x, g, nan(27, WHOLE), nan(packed_size(12, WHOLE) * packed), nan(7 * 8 * 3)]
    alike("conv_direct_filter", arrays, (0, 2, 6, 1, 3, 3, *steps))


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("near", [winograd.NEAR, 0], ids=["at once", "in pieces"])
def test_conv_winograd(near, back, monkeypatch):
    monkeypatch.setattr(winograd, "NEAR", near)
    monkeypatch.setattr(winograd, "DEPTH", 16)
    x, y = (5, 9, 24), (5, 9, WHOLE)  # tiles of four lines and of one
    *blocks, u, padded, v, m, room = winograd.sizes(x, y, (1, 1), 2, WHOLE, back)
    arrays = [numbers(2, *x), numbers(9 * 24 * WHOLE), nan(2, *y)]
    arrays += [nan(n) for n in (u, padded, v, m, room)]
    alike("conv_winograd", arrays, (back, 0, WHOLE, 1, 1, *blocks), False, 400)


def test_winograd_sums():
    x, y = (5, 9, 24), (5, 9, WHOLE)
    group, tiles, *room = winograd_grad.sizes(x, y, (1, 1), 2, 24)
    arrays = [numbers(2, *x), numbers(2, *y), nan(24, 36, WHOLE)] + [nan(n) for n in room]
    alike("winograd_sums", arrays, (0, 1, 1, group, tiles), False, 400)


CASES = pytest.mark.parametrize(
    "batch, place",
    [
        (13, (T, 1, rnn.TANH, rnn.SIGMOID, 0)),
        (11, (T, 1, rnn.RELU, rnn.HARD_SIGMOID, 1)),
    ],
    ids=["forwards", "backwards"],
)
LOOKED_UP = pytest.mark.parametrize("looked_up", [0, 1], ids=["", "looked up"])
AFTER = pytest.mark.parametrize("after", [0, 1], ids=["reset before", "reset after"])


def mask(batch):
    return rng.rand(batch * T) < 0.7


def table(looked_up, batch, width):
    """Four rows of a table, and the place of each sample and step where it is used."""
    return numbers(4, width), rng.randint(4, size=batch * T * looked_up).astype("int32")


@CASES
@LOOKED_UP
def test_lstm(batch, place, looked_up):
    rows, g = batch * T, 4 * H
    arrays = [numbers(rows, F), numbers(batch, H), numbers(batch, H)]
    arrays += [numbers(F, g), numbers(H, g) / 4, numbers(g), mask(batch)]
    arrays += [nan(rows, H), nan(batch, H), nan(batch, H), nan(rows, H), nan(rows, g)]
    arrays += [nan(joined_size(F, H, g)), *table(looked_up, batch, g)]
    alike("lstm", arrays, place, SAME_CELLS)


@CASES
def test_lstm_grad(batch, place):
    rows, g = batch * T, 4 * H
    states = [(rows, H), (batch, H), (batch, H), (rows, H), (rows, H), (rows, g)]
    states += [(batch, H), (batch, H), (H, g)]
    outputs = [(batch, H), (batch, H), (rows, g), (rows, H), (batch, H), (packed_size(g, H),)]
    arrays = [*(numbers(*s) for s in states), mask(batch), *(nan(*s) for s in outputs)]
    alike("lstm_grad", arrays, place, SAME_CELLS)


@CASES
@LOOKED_UP
@AFTER
def test_gru(batch, place, looked_up, after):
    rows, v = batch * T, 3 * H
    arrays = [numbers(rows, F), numbers(batch, H), numbers(F, v), numbers(H, v) / 4]
    arrays += [numbers(1 + after, v), mask(batch)]
    arrays += [nan(rows, H), nan(batch, H), nan(rows, v + after * H)]
    arrays += [nan(joined_size(F, H, 2 * H)), nan(joined_size(F, H, H) + 200)]
    alike("gru", [*arrays, *table(looked_up, batch, v)], place, SAME_CELLS)


@CASES
@AFTER
def test_gru_grad(batch, place, after):
    rows, kept = batch * T, (3 + after) * H
    states = [(rows, H), (batch, H), (rows, H), (rows, kept), (batch, H), (H, 3 * H)]
    outputs = [(batch, H), (rows, kept), (rows, H), ((1 - after) * rows, H), (batch, H)]
    outputs += [(packed_size(2 * H, H),), (packed_size(H, H),)]
    arrays = [*(numbers(*s) for s in states), mask(batch), *(nan(*s) for s in outputs)]
    alike("gru_grad", arrays, place, SAME_CELLS)
