"""Loops made smaller: what is left of them, with the same values."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.compiler import optimize
from kerastutor.graph import F, topological
from kerastutor.ops.scan import scan
from kerastutor.runtime.function import use_interpreter

B, T, D, U = 3, 4, 2, 5


def loops(outputs, phase=None):
    """Loops of the rewritten graph, in order."""
    roots = optimize(outputs, phase, K.learning_phase() if phase is not None else None)
    return [node for node in topological(roots) if node.op.name == "scan"]


def check(inputs, outputs, arrays):
    """Compiled values equal those of the interpreter, which runs the graph as it was built."""
    got = K.function(inputs, outputs)(arrays)
    use_interpreter()
    try:
        expected = K.function(inputs, outputs)(arrays)
    finally:
        use_interpreter(False)
    for a, b in zip(got, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-5, atol=2e-5)


def numbers(*shape):
    return np.random.RandomState(0).standard_normal(shape).astype("float32")


def recurrent():
    """(x, weights, last output) of h' = tanh(x w + b + h u)."""
    x = K.placeholder((None, T, D))
    w, u, b = (K.variable(numbers(*shape)) for shape in ((D, U), (U, U), (U,)))

    def step(inputs, states):
        h = K.tanh(K.dot(inputs, w) + b + K.dot(states[0], u))
        return h, [h]

    last, _, _ = K.rnn(step, x, [K.zeros((K.shape(x)[0], U))])
    return x, [w, u, b], last


def test_products_of_inputs_come_before_the_loop():
    x, _, last = recurrent()
    [loop] = loops([last])
    assert len(loop.op.items) == 1 and tuple(loop.inputs[0].shape)[2:] == (U,)
    inside = [node.op.name for node in topological([*loop.op.outs, *loop.op.news])]
    assert inside.count("matmul") == 1 and not loop.op.outs and not loop.op.records
    check([x], [last], [numbers(B, T, D)])


def test_sums_over_time_come_after_the_loop():
    x, weights, last = recurrent()
    gradients = K.gradients(K.sum(K.square(last)), [x, *weights])
    forward, back = loops([last, *gradients])
    assert [len(node.op.held) for node in (forward, back)] == [1, 1]
    assert len(forward.op.records) == 1 and not back.op.records
    wide = {tuple(t.shape)[1:] for t in back.outputs}
    assert (D, U) not in wide and (U, U) not in wide
    inside = [node.op.name for node in topological([*back.op.outs, *back.op.news])]
    assert inside.count("matmul") == 1                       # of the state's gradient with u
    check([x], [last, *gradients], [numbers(B, T, D)])


def test_a_second_derivative_keeps_what_it_needs():
    x, weights, last = recurrent()
    [g] = K.gradients(K.sum(K.square(last)), weights[:1])
    second = K.gradients(K.sum(K.square(g)), [x, *weights])
    check([x], [g, *second], [numbers(B, T, D)])


def test_a_loop_of_one_product_is_no_loop():
    w, v, b = K.variable(numbers(D, U)), K.variable(numbers(D, U) + 1), K.variable(numbers(U))

    def step(items, states):
        return [F.relu(F.matmul(items[0], w) + b), F.matmul(items[0], v)], []

    many = K.placeholder((None, None, D))
    for axis in (0, 1):
        outs, _ = scan(step, [many], [], axis=axis)
        assert not loops(outs)
        check([many], outs, [numbers(T, B, D)])
        [g] = K.gradients(K.sum(K.square(outs[0])), [w])
        check([many], [g], [numbers(T, B, D)])


def test_what_nobody_needs_goes():
    x, y = K.placeholder((None, D)), K.placeholder((None, D))

    def step(items, states):
        a, b, c = states
        return [a + b, c], [a + items[0], a * b, c * items[1]]

    outs, last = scan(step, [x, y], [K.zeros((D,)), K.ones((D,)), K.ones((D,))])
    [loop] = loops([last[0]])
    assert loop.inputs[0] is x and (len(loop.inputs), loop.op.nout) == (2, 2)
    [loop] = loops([outs[0]])                 # needs both of the first two states
    assert (len(loop.op.held), len(loop.op.outs)) == (2, 1)
    [loop] = loops([last[2]])
    assert loop.inputs[0] is y
    check([x, y], [outs[0], last[2]], [numbers(T, D), numbers(T, D)])


def test_the_number_of_steps_is_kept():
    x = K.placeholder((None, D))
    _, last = scan(lambda items, states: ([], [states[0] * 2]), [x], [K.ones((1,))])
    [loop] = loops(last)
    assert loop.inputs[0] is x
    check([x], last, [numbers(T, D)])


@pytest.mark.parametrize("rest", [False, True])
@pytest.mark.parametrize("start", [0.0, 2.0])
def test_sums_that_move_in_part(rest, start):
    x, w = K.placeholder((None, B, D)), K.variable(numbers(D, U))

    def step(items, states):
        g = F.tanh(F.matmul(items[0], w))
        more = F.matmul(items[0], g, ta=True)
        total = states[0] + (more + F.exp(w) if rest else more)
        return [], [total, states[1] + F.sum_to(g, w[0])]

    firsts = [K.zeros_like(w) + start, K.zeros_like(w[0])]
    _, last = scan(step, [x], firsts, reverse=True)
    [loop] = loops(last)
    assert len(loop.op.held) == int(rest)
    check([x], last, [numbers(T, B, D)])


def test_a_sum_that_the_step_reads_stays():
    x, w = K.placeholder((None, B, D)), K.variable(numbers(D, D))

    def step(items, states):
        total = states[0] + F.matmul(items[0], items[0], ta=True)
        return [F.matmul(items[0], states[0])], [total]

    outs, last = scan(step, [x], [w])
    [loop] = loops([*outs, *last])
    assert len(loop.op.held) == 1
    check([x], [*outs, *last], [numbers(T, B, D)])


def test_the_learning_phase_is_known_inside():
    x = K.placeholder((None, T, D))

    def step(inputs, states):
        h = K.in_train_phase(inputs * 2 + states[0], inputs)
        return h, [h]

    last, _, _ = K.rnn(step, x, [K.zeros_like(x[:, 0])])
    for phase, states in ((1, 1), (0, 0)):
        [loop] = loops([last], phase)
        assert len(loop.op.held) == 1 and not loop.op.captures
        inside = topological([*loop.op.outs, *loop.op.news])
        assert "switch" not in [node.op.name for node in inside]
        reads = {t for node in inside for t in node.inputs} | set(loop.op.news)
        assert len(reads & set(loop.op.held)) == states
    function = K.function([x, K.learning_phase()], [last])
    ones = np.ones((1, T, D))
    assert function([ones, 1])[0][0, 0] == 2 * T and function([ones, 0])[0][0, 0] == 1


def test_loops_in_loops():
    x, w = K.placeholder((None, None, D)), K.variable(numbers(D, U))
    y = K.map_fn(lambda rows: K.map_fn(lambda row: K.dot(K.expand_dims(row, 0), w)[0], rows), x)
    [g] = K.gradients(K.sum(K.square(y)), [w])
    check([x], [y, g], [numbers(T, B, D)])


def test_graphs_without_loops_are_left_alone():
    x = K.placeholder((None, D))
    roots = optimize([K.tanh(x)])
    assert optimize(roots)[0].node.op.name == "tanh"
