"""Compiled loops over time equal the interpreter, with the same bits for any number of threads."""
import numpy as np
import pytest
from helpers import lowered

from kerastutor import backend as K
from kerastutor.compiler import loop as loops
from kerastutor.engine.base_layer import Layer
from kerastutor.graph import F
from kerastutor.kernels import kernels
from kerastutor.layers import RNN, GRUCell, Input, LSTMCell, SimpleRNNCell
from kerastutor.ops.scan import scan
from kerastutor.runtime.function import use_interpreter
from kerastutor.runtime.pool import set_threads

B, T, D, U = 6, 5, 3, 4


@pytest.fixture(autouse=True)
def double():
    K.set_floatx("float64")
    yield
    K.set_floatx("float32")


@pytest.fixture
def fine_cuts():
    """Cut everything as finely as it goes."""
    with lowered.finely_cut():
        yield


def numbers(*shape, seed=0):
    return np.random.RandomState(seed).standard_normal(shape)


def jobs(function, arrays):
    plan = function.plan(arrays)
    assert plan is not None, "the interpreter runs"
    return [job for _, _, job in plan.listing if job.node.op.name == "scan"]


def fresh(inputs, outputs):
    """Function whose random numbers begin with the first ones."""
    function = K.function(inputs, outputs)
    for counter in function.counters:
        counter.value[...] = 0
    return function


def both(inputs, outputs, arrays, compiled=True):
    """Values of the outputs, compiled; checked against the interpreter."""
    function = fresh(inputs, outputs)
    if compiled:
        found = jobs(function, arrays)
        assert found and not any(job.host for job in found)
    got = function(arrays)
    use_interpreter()
    try:
        expected = fresh(inputs, outputs)(arrays)
    finally:
        use_interpreter(False)
    for a, b in zip(got, expected, strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11)
    return got


def chunks(function, arrays):
    """Number of chunks of each loop."""
    return [len(group.cuts) - 1 for _, group, job in function.plan(arrays).listing if job.loops]


def derivatives(outputs, sources):
    """The outputs, their gradients, and the gradients of these."""
    loss = sum(K.sum(K.sin(y * (i + 1))) for i, y in enumerate(outputs))
    first = [g for g in K.gradients(loss, sources) if g is not None]
    second = K.gradients(sum(K.sum(K.square(g)) for g in first), sources)
    return [*outputs, *first, *(g for g in second if g is not None)]


class ConstantCell(Layer):
    """Cell with a constant, two states of different sizes, and an output that is no state."""

    state_size = (U, 2)
    output_size = 2 * U

    def build(self, input_shape):
        features = input_shape[0][-1] if isinstance(input_shape, list) else input_shape[-1]
        self.w = self.add_weight(shape=(features, U), name="w", initializer="glorot_uniform")
        self.u = self.add_weight(shape=(U, U), name="u", initializer="orthogonal")
        self.built = True

    def call(self, inputs, states, constants=None):
        h, few = states
        h = K.tanh(K.dot(inputs, self.w) + K.dot(h, self.u))
        if constants:
            h = h * K.sigmoid(constants[0])
        few = few * 0.5 + h[:, :2]
        return K.concatenate([h, K.square(h)]), [h, few]


CELLS = {"simple": lambda: SimpleRNNCell(U), "gru": lambda: GRUCell(U),
         "gru2": lambda: GRUCell(U, implementation=2, reset_after=True),
         "lstm": lambda: LSTMCell(U), "lstm2": lambda: LSTMCell(U, implementation=2),
         "stack": lambda: [LSTMCell(U), GRUCell(2)], "own": ConstantCell}
OPTIONS = [[], ["go_backwards"], ["masked"], ["masked", "go_backwards"]]
CASES = [(cell, names) for cell in CELLS for names in OPTIONS] + [("own", ["constant"])]


def build(cell, go_backwards=False, masked=False, constant=False):
    """(inputs, outputs, arrays, weights) of an RNN."""
    np.random.seed(1)
    x, mask = Input((T, D)), K.placeholder((None, T), dtype="bool")
    layer = RNN(CELLS[cell](), return_sequences=True, return_state=True, go_backwards=go_backwards)
    inputs, arrays, keywords = [x], [numbers(B, T, D)], {}
    if masked:
        inputs.append(mask)
        arrays.append(numbers(B, T, seed=3) > -0.5)
        keywords["mask"] = mask
    if constant:
        inputs.append(Input((U,)))
        arrays.append(numbers(B, U, seed=4))
        keywords["constants"] = inputs[-1]
    outputs = layer(x, **keywords)
    return inputs, outputs, arrays, layer.trainable_weights


@pytest.mark.parametrize("cell, options", CASES, ids=["-".join([c, *o]) for c, o in CASES])
def test_cells_with_derivatives(cell, options):
    inputs, outputs, arrays, weights = build(cell, **dict.fromkeys(options, True))
    both(inputs, derivatives(outputs, [inputs[0], *weights[:2]]), arrays)


@pytest.mark.parametrize("cell", ["lstm", "simple", "own"])
def test_same_bits_for_any_number_of_threads(cell, fine_cuts):
    options = {"masked": True, "constant": cell == "own"}
    inputs, outputs, arrays, weights = build(cell, **options)
    wanted = [*outputs, *K.gradients(K.sum(K.square(outputs[0])), [inputs[0], *weights])]
    results = []
    for threads in (1, 2, 3):
        set_threads(threads)
        results.append(K.function(inputs, wanted)(arrays))
    set_threads(2)
    for other in results[1:]:
        for a, b in zip(results[0], other, strict=True):
            np.testing.assert_array_equal(a, b)
    both(inputs, wanted, arrays)
    cut = chunks(K.function(inputs, wanted), arrays)
    assert len(cut) == 2 and (cell == "lstm" or min(cut) > 1)


def test_several_batch_sizes_and_one_step():
    x = Input((None, D))
    y = RNN(LSTMCell(U), return_sequences=True)(x)
    [g] = K.gradients(K.sum(K.square(y)), [x])
    for shape in [(1, 4, D), (1, 1, D), (7, 1, D), (2, 3, D)]:
        both([x], [y, g], [numbers(*shape)])


def test_map_and_folds_with_derivatives(fine_cuts):
    x, w = K.placeholder((None, D)), K.variable(numbers(D, D))
    outputs = [
        K.map_fn(lambda row: K.tanh(K.dot(K.expand_dims(row, 0), w))[0], x),
        K.foldl(lambda a, row: K.sigmoid(a) + row, x),
        K.foldr(lambda a, row: a * row, x, initializer=K.ones((D,))),
        K.foldl(lambda a, row: (a[0] + row[0] * a[1], a[1] * row[1]), [x, x * 0.5],
                initializer=(K.zeros((D,)), K.ones((D,))))[0],
    ]
    assert len(jobs(K.function([x], outputs), [numbers(8, D)])) == 4
    both([x], derivatives(outputs, [x, w]), [numbers(8, D)])


def steps(step, states, shape=(T, 2), **options):
    """(inputs, outputs and last states, arrays) of a loop over rows of (T, 2) or (B, T, 2)."""
    x = K.placeholder((None,) * (len(shape) - 1) + shape[-1:])
    starts = [K.constant(s) for s in states]
    outs, last = scan(step, [x], starts, **options)
    return [x], [*outs, *last], [numbers(*shape)]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("step", [
    lambda x, s: ([s[0]], [s[1], s[0] + x[0]]),                       # exchanged
    lambda x, s: ([s[0] * s[1]], [s[1], s[2], s[0]]),                 # handed round
    lambda x, s: ([s[2]], [x[0], s[0], s[1]]),                        # a register of old values
    lambda x, s: ([x[0], x[0], s[0]], [s[0]]),                        # nothing is computed
    lambda x, s: ([K.ones((2,)), s[0]], [K.constant([1., 2.])]),      # constants
    lambda x, s: ([s[0] + x[0]] * 2, [s[0] + x[0], s[0] - x[0]]),
    lambda x, s: ([], [K.tanh(s[0] + 1) * s[0] + x[0], s[0]]),
    lambda x, s: ([K.tanh(s[0])], [K.tanh(s[0])] * 2),                # one tensor, three places
], ids=range(8))
def test_states_that_swap_and_share(step, reverse):
    for count in (1, 2, 3):
        states = [numbers(2, seed=i) for i in range(count)]
        try:
            made = steps(step, states, reverse=reverse)
        except (IndexError, ValueError):              # another number of states
            continue
        inputs, outputs, arrays = made
        both(inputs, outputs, arrays)
        both(inputs, derivatives(outputs, inputs), arrays)


def test_states_of_samples_that_swap(fine_cuts):
    inputs, outputs, arrays = steps(
        lambda x, s: ([s[0] - x[0], s[1]], [s[1], s[0] * x[0]]),
        [numbers(B, 2), numbers(B, 2, seed=1)], (B, T, 2), axis=1)
    both(inputs, derivatives(outputs, inputs), arrays)
    assert chunks(K.function(inputs, outputs), arrays)[0] > 1


def test_samples_that_mix_are_not_cut(fine_cuts):
    inputs, outputs, arrays = steps(
        lambda x, s: ([s[0]], [s[0] + x[0] - K.mean(x[0], axis=0, keepdims=True)]),
        [numbers(B, 2)], (B, T, 2), axis=1)
    both(inputs, derivatives(outputs, inputs), arrays)
    assert chunks(K.function(inputs, outputs), arrays) == [1]


def test_a_state_that_is_drawn_for_all_samples_at_once(fine_cuts):
    inputs, outputs, arrays = steps(
        lambda x, s: ([s[0] + x[0], K.ones((B, 2)) * K.sum(K.ones((B, 2)), axis=0, keepdims=True)],
                      [K.random_uniform((B, 2), seed=4)]),
        [numbers(B, 2)], (B, T, 2), axis=1)
    both(inputs, outputs, arrays)
    assert chunks(K.function(inputs, outputs), arrays)[0] > 1


def test_other_types():
    x = K.placeholder((None, 2), dtype="int32")

    def step(items, states):
        count, seen = states
        seen = F.logical_or(seen, K.greater(items[0], 0))
        count = count + K.cast(items[0], "int64")
        return [K.cast(seen, "int32"), count], [count, seen]

    outs, last = scan(step, [x], [K.constant([0, 1], "int64"), K.constant([0, 0], "bool")])
    both([x], [*outs, *last], [np.array([[0, 2], [-1, 3], [4, 0]], "int32")])


def inner_sum(row, w):
    return K.foldl(lambda a, e: a * w + e, row)


@pytest.mark.parametrize("reverse", [False, True])
def test_loops_in_loops(reverse):
    x, w = K.placeholder((None, None, 3)), K.variable(0.7)

    def step(items, states):
        rows = K.map_fn(lambda row: inner_sum(row, w) * row + states[0], items[0])
        return [rows], [K.tanh(inner_sum(rows, w) + states[0])]

    outs, last = scan(step, [x], [K.zeros((3,))], reverse=reverse)
    array = numbers(4, 2, 3)
    both([x], [*outs, *last], [array])
    both([x], [*outs, *K.gradients(K.sum(outs[0]) + K.sum(K.square(last[0])), [x, w])], [array])


def test_loops_in_loops_by_samples(fine_cuts):
    x = K.placeholder((None, 4, 3))

    def step(items, states):
        inner, _ = scan(lambda rows, held: ([], [K.tanh(held[0] + rows[0] * items[0])]), [x],
                        [states[0]], axis=1)[1], None
        return [items[0] + inner[0]], [inner[0]]

    outs, last = scan(step, [x], [x[:, 0]], axis=1)
    both([x], [*outs, *last], [numbers(6, 4, 3)])
    assert chunks(K.function([x], outs), [numbers(6, 4, 3)])[0] > 1


def test_random_numbers_differ_from_step_to_step():
    x = K.placeholder((None, 100))
    inside = K.map_fn(lambda row: K.dropout(row, 0.5, seed=3), x)
    got, again = (both([x], [inside], [np.ones((3, 100))])[0] for _ in range(2))
    np.testing.assert_array_equal(got, again)        # two functions of one model start alike
    assert set(np.unique(got).tolist()) == {0.0, 2.0}
    assert (got[0] != got[1]).any() and (got[1] != got[2]).any()
    function = K.function([x], [inside])
    assert (function([np.ones((3, 100))])[0] != function([np.ones((3, 100))])[0]).any()


def test_the_gradient_sees_the_random_numbers_of_its_step():
    x = K.placeholder((None, 50))
    y = K.map_fn(lambda row: K.dropout(row, 0.5, seed=3), x)
    [g] = K.gradients(K.sum(y), [x])
    values, slopes = both([x], [y, g], [np.ones((4, 50))])
    np.testing.assert_array_equal(values, slopes)


def test_random_numbers_in_loops_in_loops():
    x = K.placeholder((None, 3, 40))
    y = K.map_fn(lambda rows: K.map_fn(lambda row: K.dropout(row, 0.5, seed=1), rows), x)
    [got] = both([x], [y], [np.ones((3, 3, 40))])
    masks = {row.tobytes() for rows in got for row in rows}
    assert len(masks) == 9


def test_shapes_of_the_step_that_depend_on_the_batch():
    x = K.placeholder((None, None, 3))

    def step(items, states):
        rows = K.shape(items[0])[0]
        flat = K.reshape(items[0], (rows * 3,))
        return [K.reshape(flat * 2, (rows, 3))], [states[0] + K.cast(rows, "float64")]

    outs, last = scan(step, [x], [K.constant(0.)], axis=1)
    assert both([x], [*outs, *last], [numbers(4, 2, 3)])[1] == 8


def test_bad_index_in_a_step():
    table, x = K.variable(numbers(3, 2)), K.placeholder((None, 2), dtype="int32")
    y = K.map_fn(lambda row: K.gather(table, row), x)
    both([x], [y], [np.array([[0, 1], [2, 2]])])
    with pytest.raises(ValueError, match="indices must lie in"):
        K.function([x], [y])([np.array([[0, 1], [2, 3]])])


def test_a_step_without_kernels_runs_on_the_reference():
    x = K.placeholder((None, 3), dtype="float16")
    y = K.map_fn(lambda row: row * 2, x)
    function = K.function([x], [y])
    assert [job.host for job in jobs(function, [np.ones((2, 3))])] == [True]
    np.testing.assert_array_equal(function([np.ones((2, 3))])[0], np.full((2, 3), 2, "float16"))


def test_no_steps():
    x = K.placeholder((None, 3))
    function = K.function([x], [K.map_fn(lambda row: row * 2, x)])
    assert function([np.zeros((0, 3))])[0].shape == (0, 3)


def test_rows_of_loops_are_verified(monkeypatch):
    real = loops.Table.extremes

    def shifted(table):
        found = [rows.copy() for rows in real(table)]
        found[-1][0, 1] += 1 << 40
        return found
    x = K.placeholder((None, 3))
    function = K.function([x], [K.map_fn(lambda row: K.tanh(row), x)])
    monkeypatch.setattr(loops.Table, "extremes", shifted)
    with pytest.raises(RuntimeError, match="must lie inside the plan's memory"):
        function([np.ones((4, 3))])


def test_extremes_are_the_first_and_the_last_step():
    made = kernels["copy"]

    def emit(addresses):
        return [made.row(("float32",), addresses, [8, 8], [1] * 5 + [8] + [0] * 5 + [1])]
    table = loops.Table([loops.Piece(emit, [(1000, 32), (5000, -32)])], 4)
    first, last = table.extremes()
    assert first[0, 1:3].tolist() == [1000, 5000] and last[0, 1:3].tolist() == [1096, 4904]
    assert len(table.changes) == 2


def test_addresses_that_do_not_follow_from_the_first_steps():
    made = kernels["copy"]
    calls = []

    def emit(addresses):
        calls.append(1)
        return [made.row(("float32",), [a + len(calls) ** 2 for a in addresses], [8, 8],
                         [1] * 5 + [8] + [0] * 5 + [1])]
    with pytest.raises(RuntimeError, match="same distance apart"):
        loops.Table([loops.Piece(emit, [(1000, 32), (5000, 32)])], 4)
