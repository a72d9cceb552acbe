"""Function: feeding, outputs, updates, plans, errors."""

import numpy as np
import pytest

from kerastutor.graph import F, Placeholder, Pulled, Variable
from kerastutor.ops.random import random_uniform
from kerastutor.runtime import Function
from kerastutor.runtime import function as functions


def test_updates_read_old_values():
    a, b = Variable(np.array([1.0], "float32")), Variable(np.array([2.0], "float32"))
    f = Function([], [a + b], [(a, b), (b, a)])
    assert f([])[0][0] == 3.0
    assert (a.value[0], b.value[0]) == (2.0, 1.0)


def test_outputs_are_copies():
    v = Variable(np.zeros(3, "float32"))
    f = Function([], [v], [(v, v + 1.0)])
    first = f([])[0]
    second = f([])[0]
    assert first.tolist() == [0, 0, 0] and second.tolist() == [1, 1, 1]
    first[:] = 7
    assert v.value.tolist() == [2, 2, 2]


def test_one_plan_per_shape_and_a_bound_on_their_number(monkeypatch):
    monkeypatch.setattr(functions, "_MAX_PLANS", 3)
    x = Placeholder((None, 2), "float32")
    f = Function([x], [F.sum(x)])
    for n in (1, 2, 1, 3, 4, 5):
        assert f([np.ones((n, 2))])[0] == 2 * n
    assert len(f._plans) == 3


@pytest.mark.parametrize(
    "fed, error, message",
    [
        ([], ValueError, "there must be 1 inputs"),
        ([np.zeros((2, 3))], ValueError, r"must have shape \(None, 2\), got \(2, 3\)"),
        ([np.zeros(2)], ValueError, "must have shape"),
        ([np.array([[object(), 1]])], TypeError, "real numbers"),
        ([[[1, 2], [3]]], TypeError, "rectangular"),
        ([["a", "b"]], TypeError, "real numbers"),
    ],
)
def test_bad_arrays(fed, error, message):
    x = Placeholder((None, 2), "float32", name="features")
    with pytest.raises(error, match=message):
        Function([x], [F.sum(x)])(fed)


def test_bad_label_changes_nothing():
    x, t = Placeholder((None, 3), "float32"), Placeholder((None,), "int64")
    w = Variable(np.eye(3, dtype="float32"))
    loss = F.mean(F.sparse_categorical_crossentropy(t, F.softmax(F.matmul(x, w))))
    f = Function([x, t], [loss], [(w, w - 1.0)])
    before = w.value.copy()
    with pytest.raises(ValueError, match="labels must lie in"):
        f([np.ones((2, 3)), np.array([0, 3])])
    np.testing.assert_array_equal(w.value, before)
    f([np.ones((2, 3)), np.array([0, 2])])
    assert (w.value != before).all()


def test_nan_in_nan_out():
    x = Placeholder((None, 4), "float32")
    y = F.softmax(F.tanh(F.relu(x)) + F.sigmoid(F.exp(x)))
    out = Function([x], [y, F.sum(x), F.max(x)])([np.array([[np.nan, 1, 2, 3], [1, 2, 3, 4]])])
    assert np.isnan(out[0][0]).all() and np.isfinite(out[0][1]).all()
    assert np.isnan(out[1]) and np.isnan(out[2])


def test_shape_error_names_the_line_that_built_it():
    x, y = Placeholder((None, 2), "float32"), Placeholder((None, 2), "float32")
    z = x + y
    with pytest.raises(ValueError, match="test_function.py, line"):
        Function([x, y], [z])([np.zeros((2, 2)), np.zeros((3, 2))])


def test_empty_batch():
    x = Placeholder((None, 2), "float32")
    w = Variable(np.ones((2, 3), "float32"))
    out = Function([x], [F.relu(F.matmul(x, w)), F.sum(x)])([np.zeros((0, 2))])
    assert out[0].shape == (0, 3) and out[1] == 0


def test_explain_lists_every_job():
    x = Placeholder((None, 2), "float32")
    w, b = Variable(np.ones((2, 3), "float32")), Variable(np.ones(3, "float32"))
    text = Function([x], [F.relu(F.matmul(x, w) + b)]).explain([np.zeros((4, 2))])
    assert "dense+relu" in text and "4x3" in text and "test_function.py" in text


def test_result_whose_shape_depends_on_data_still_runs():
    n = Placeholder((), "int32")
    out = Function([n], [F.arange(np.int32(0), n, np.int32(1)) * 2])([np.array(4)])[0]
    assert out.tolist() == [0, 2, 4, 6]


def test_a_source_gives_one_element_per_run():
    class Counting:
        n = 0

        def pull(self):
            self.n += 1
            return self.peek(0)

        def peek(self, ahead=1):
            n = self.n + ahead
            return [np.full((n, 2), n, "float32"), np.float32(n)]

    source = Counting()
    x, y = Pulled(source, 0, (None, 2), "float32"), Pulled(source, 1, (), "float32")
    function = Function([], [F.mul(x, 2.0), y])
    assert function([])[0].tolist() == [[2, 2]]
    a, b = function([])
    assert a.tolist() == [[4, 4]] * 2 and b == 2
    assert "mul" in function.explain([]) and source.n == 2
    assert Function([y], [F.add(y, 1.0)])([5.0])[0] == 6 and source.n == 2   # fed: not pulled


def test_explain_without_inputs_shows_the_last_plan():
    x = Placeholder((None, 2), "float32")
    function = Function([x], [F.exp(x)], name="mine")
    with pytest.raises(ValueError, match="mine: inputs must be given to explain.*before the first"):
        function.explain()
    function([np.ones((2, 2))])
    function([np.ones((5, 2))])
    assert "5x2" in function.explain()


def test_a_bad_index_names_its_table():
    x = Placeholder((None,), "int32")
    table, other = Variable(np.ones((4, 2)), name="words/table"), Variable(np.ones((4, 2)))
    with pytest.raises(ValueError, match=r"^words: indices must lie in \[0, 4\), got 9.*built in"):
        Function([x], [F.gather(table, x)])([[0, 9]])
    both = Function([x], [F.gather(table, x), F.gather(other, x)])
    with pytest.raises(ValueError, match=r"^gather: indices"):
        both([[9]])


@pytest.mark.parametrize("shape, low, high, seed, step", [
    ((), 0.0, 1.0, 3, 0), ((7,), -2.5, 1e-3, -4, 1), ((16, 16), -0.3, 0.3, 2**62 + 5, 7),
    ((3, 5, 4), 1e5, -1e5, 0, 2)])
def test_first_weights_of_the_kernel_are_those_of_the_reference(shape, low, high, seed, step):
    x = random_uniform(shape, low, high, seed=seed)
    counter = x.node.op.counter
    counter.value[...] = step
    want = x.node.op.reference(np.array(shape, "int32"), counter.value)
    np.testing.assert_array_equal(functions.evaluate(x), want)
    assert counter.value == step + 1


def test_without_kernels_at_hand_small_tensors_are_interpreted(monkeypatch):
    x = random_uniform((4, 5), seed=9)
    want = x.node.op.reference(np.array((4, 5), "int32"), x.node.op.counter.value)
    monkeypatch.setattr(functions, "_at_hand", lambda made, types: False)
    np.testing.assert_array_equal(functions.evaluate(x), want)
