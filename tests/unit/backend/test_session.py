"""Session, learning phase."""

import numpy as np
import pytest

from kerastutor import backend as K


def test_get_and_set():
    session = K.get_session()
    assert K.get_session() is session
    other = K.Session()
    K.set_session(other)
    assert K.get_session() is other
    with K.Session() as inner:
        assert K.get_session() is inner
        with session.as_default() as outermost:
            assert K.get_session() is outermost is session
        assert K.get_session() is inner
    assert K.get_session() is other
    K.clear_session()
    assert K.get_session() is not other


def test_run():
    session = K.get_session()
    x, v = K.placeholder((2,)), K.variable(1.0)
    assert session.run(x * 2, {x: [1, 2]}).tolist() == [2, 4]
    assert session.run(x * 2, feed_dict={x: [2, 2]}).tolist() == [4, 4]
    both = session.run({"a": v, "b": [v + 1, (v + 2,)]})
    assert both["a"] == 1 and both["b"][0] == 2 and both["b"][1][0] == 3
    assert session.run([K.update_add(v, 1.0), v * 1])[0] == 2 and K.get_value(v) == 2
    assert session.list_devices()
    with pytest.raises(TypeError, match="fetches must be tensors"):
        session.run("x")
    session.close()
    with pytest.raises(RuntimeError, match="closed"):
        session.run(v)


def test_session_remembers_a_bounded_number_of_functions():
    session = K.get_session()
    for i in range(70):
        session.run(K.constant(float(i)))
    assert len(session._functions) == 64


def test_manual_variable_initialization():
    K.manual_variable_initialization(True)
    assert K.get_value(K.variable(3.0)) == 3
    K.manual_variable_initialization(False)


def test_learning_phase():
    phase = K.learning_phase()
    assert phase is K.learning_phase() and K.dtype(phase) == "bool" and K.int_shape(phase) == ()
    assert not K.eval(phase * 1 if False else phase)
    K.set_learning_phase(1)
    assert K.learning_phase() == 1 and isinstance(K.learning_phase(), int)
    K.set_learning_phase(False)
    assert K.learning_phase() == 0
    K.clear_session()
    assert K.is_tensor(K.learning_phase()) and K.learning_phase() is not phase


@pytest.mark.parametrize("value", [2, -1, 0.5, "train", None])
def test_wrong_learning_phase(value):
    with pytest.raises(ValueError, match="value must be 0 or 1"):
        K.set_learning_phase(value)
    assert K.is_tensor(K.learning_phase())


def test_clear_session():
    K.get_uid("dense")
    first = K.variable(1.0, name="w")
    assert K.variable(1.0, name="w").name == "w_1:0"
    K.clear_session()
    assert K.get_uid("dense") == 1
    assert K.variable(1.0, name="w").name == first.name == "w:0"
    np.testing.assert_array_equal(K.get_value(first), 1.0)


def test_names_that_programs_of_the_time_ask_for():
    assert K._BACKEND == K.backend() == "tensorflow"
    assert all("gpu" in name.lower() for name in K._get_available_gpus())
