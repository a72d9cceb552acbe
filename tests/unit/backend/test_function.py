"""K.function, gradients, printing."""

import numpy as np
import pytest

from kerastutor import backend as K


def test_function():
    x, y = K.placeholder((None, 2)), K.placeholder((None, 2))
    f = K.function([x, y], [x + y, K.sum(x)])
    assert isinstance(f, K.Function)
    for n in (3, 1, 3):  # another batch size is another run of the same f
        a, b = np.ones((n, 2)), np.full((n, 2), 2.0)
        total, s = f([a, b])
        assert total.dtype == np.float32 and total.shape == (n, 2) and s == 2 * n
    assert K.function((x,), (x,))(([[1, 2]],))[0].tolist() == [[1, 2]]
    assert K.function([], [K.constant(1.0), K.constant(2.0)])([]) == [1, 2]


def test_intermediate_tensor_as_input():
    x = K.placeholder((None, 2))
    h = x * 2
    y = h + 1
    assert K.function([h], [y])([[[1, 1]]])[0].tolist() == [[2, 2]]


def test_learning_phase_input():
    x = K.placeholder((1,))
    y = K.in_train_phase(x * 2, x)
    f = K.function([x, K.learning_phase()], [y])
    assert [f([[1.0], phase])[0].tolist() for phase in (1, 0, 1.0, 0.0, True, False)] == [
        [2],
        [1],
        [2],
        [1],
        [2],
        [1],
    ]
    assert K.function([x], [y])([[1.0]])[0].tolist() == [1]  # not fed: testing
    assert f([[1.0]])[0].tolist() == [1]  # left out: testing


def test_none_leaves_an_input_unfed():
    x, y = K.placeholder((1,)), K.placeholder((1,), name="needed")
    f = K.function([x, y], [x * 3])
    assert f([[1.0], None])[0].tolist() == [3]
    g = K.function([x, y], [x + y])
    with pytest.raises(ValueError, match="needed"):
        g([[1.0], None])


def test_tensor_as_value():
    x = K.placeholder((2,))
    v = K.variable([1.0, 2.0])
    f = K.function([x], [x * 10])
    assert f([v])[0].tolist() == [10, 20] and f([v + 1])[0].tolist() == [20, 30]


def test_feed_dict_and_fetches():
    x, y, v = K.placeholder((1,)), K.placeholder((1,)), K.variable(0.0)
    f = K.function(
        [x], [x + y], feed_dict={y: [5.0]}, fetches=[x * 2, K.update_add(v, 1.0)], name="f"
    )
    assert len(f([[1.0]])) == 1 and f([[1.0]])[0].tolist() == [6]
    assert K.get_value(v) == 2
    f.feed_dict[y] = [7.0]
    assert f([[1.0]])[0].tolist() == [8]
    single = K.function([x], [x], fetches=K.update_add(v, 1.0), options=None, run_metadata=None)
    single([[0.0]])
    assert K.get_value(v) == 4


X = K.placeholder((None, 2), name="x_in")


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: K.function(X, [X]), TypeError, "inputs must be a list"),
        (lambda: K.function([X], X), TypeError, "outputs must be a list"),
        (lambda: K.function([1.0], [X]), TypeError, r"inputs\[0\] must be a placeholder"),
        (lambda: K.function([X], [None]), TypeError, r"outputs\[0\] must be a tensor"),
        (lambda: K.function([X], [X], bad=1), ValueError, "keyword arguments must be among"),
        (lambda: K.function([X], [X])(np.ones((1, 2))), TypeError, "inputs must be a list"),
        (
            lambda: K.function([X], [X])([]),
            ValueError,
            r"inputs must hold 1 arrays \(for x_in:0\), got 0",
        ),
        (lambda: K.function([X], [X])([np.ones((1, 2))] * 2), ValueError, "got 2"),
        (
            lambda: K.function([X], [X])([np.ones((1, 3))]),
            ValueError,
            r"x_in:0: .*shape \(None, 2\), got \(1, 3\)",
        ),
        (lambda: K.function([X], [X])([np.ones(2)]), ValueError, "got"),
        (lambda: K.function([X], [X])([[["a", "b"]]]), TypeError, "real numbers"),
        (lambda: K.gradients(X, [3.0]), TypeError, "variables must hold tensors"),
        (lambda: K.gradients(None, [X]), TypeError, "loss must hold tensors"),
    ],
)
def test_errors(call, error, words):
    with pytest.raises(error, match=words):
        call()


# ---- gradients -----------------------------------------------------------------------
def test_gradients():
    x, y = K.variable([1.0, 2.0, 3.0]), K.variable(4.0)
    loss = K.sum(K.square(x)) * y
    gx, gy = (K.eval(g) for g in K.gradients(loss, [x, y]))
    np.testing.assert_allclose(gx, [8, 16, 24])
    assert gy == 14
    assert K.gradients(loss, x)[0].shape == (3,)
    assert K.gradients(x, [y]) == [None]
    assert K.gradients(K.argmax(x), [x]) == [None]
    np.testing.assert_allclose(K.eval(K.gradients([loss, K.sum(x)], [x])[0]), [9, 17, 25])


def test_second_order_and_mixed_gradients():
    x = K.variable([0.5, -1.0, 2.0])
    (first,) = K.gradients(K.sum(K.pow(x, 3) + K.exp(x)), [x])
    (second,) = K.gradients(K.sum(first), [x])
    (third,) = K.gradients(K.sum(second), [x])
    value = K.get_value(x)
    np.testing.assert_allclose(K.eval(second), 6 * value + np.exp(value), rtol=1e-5)
    np.testing.assert_allclose(K.eval(third), 6 + np.exp(value), rtol=1e-5)
    (penalty,) = K.gradients(K.sum(K.square(first)), [x])  # gradient penalty
    np.testing.assert_allclose(
        K.eval(penalty), 2 * (3 * value**2 + np.exp(value)) * (6 * value + np.exp(value)), rtol=1e-5
    )


def test_gradient_of_a_vector_is_that_of_its_sum():
    x = K.placeholder((None, 2))
    (g,) = K.gradients(x * x, [x])
    assert K.function([x], [g])([[[1, 2], [3, 4]]])[0].tolist() == [[2, 4], [6, 8]]


def test_stop_gradient():
    x = K.variable([2.0, 3.0])
    assert K.eval(K.gradients(K.sum(K.stop_gradient(x) * x), [x])[0]).tolist() == [2, 3]
    assert K.gradients(K.sum(K.stop_gradient(x)), [x]) == [None]
    both = K.stop_gradient([x, x * 2])
    assert isinstance(both, list) and K.eval(both[1]).tolist() == [4, 6]


def test_print_tensor(capfd):
    x = K.placeholder((2,))
    f = K.function([x], [K.print_tensor(x, message="here:") + 1])
    assert f([[1.0, 2.0]])[0].tolist() == [2, 3]
    out, err = capfd.readouterr()
    assert "here: [1. 2.]" in err and out == ""


def test_feed_dict_is_read_at_every_call():
    x, y = K.placeholder(()), K.placeholder(())
    fixed = {y: 3.0}
    f = K.function([x], [x + y], feed_dict=fixed)
    assert f([1.0])[0] == 4
    fixed[y] = 5.0
    assert f([1.0])[0] == 6
