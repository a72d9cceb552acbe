"""Profiles time every row of a plan, name its op, and leave the model as it was."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.layers import Dense
from kerastutor.models import Sequential
from kerastutor.runtime import profile


def trained():
    model = Sequential([Dense(8, activation="relu", input_shape=(4,)), Dense(3)])
    model.compile("sgd", "mse")
    x, y = np.ones((16, 4), "float32"), np.ones((16, 3), "float32")
    model.train_on_batch(x, y)
    return model, [x, y, np.ones(16, "float32")]


def test_every_row_is_timed_and_belongs_to_its_job():
    model, inputs = trained()
    made = profile(model.train_function, inputs, repeats=2)
    plan = model.train_function.plan(inputs)
    assert len(made.entries) == len(plan.rows) == len(plan.owners)
    assert all(np.isfinite(e.microseconds) and e.bytes > 0 for e in made.entries)
    assert {e.job for e in made.entries} >= {job for _, _, job in plan.listing}
    products = dict((op, flops) for op, _, _, flops, _ in made.by("op"))
    assert products["dense+relu"] == 2 * 16 * 4 * 8
    assert sum(spent for _, spent, *_ in made.by("phase")) == pytest.approx(made.microseconds)


def test_the_model_stays_as_it_was():
    model, inputs = trained()
    before = model.get_weights()
    profile(model.train_function, inputs, repeats=2)
    for was, now in zip(before, model.get_weights()):
        np.testing.assert_array_equal(was, now)


def test_steps_in_python_are_timed_too():
    x = K.placeholder((4, 4))
    f = K.function([x], [K.ctc_decode(K.reshape(x, (1, 4, 4)), K.constant([4]))[0][0]])
    with pytest.raises(ValueError, match="NumPy references"):
        profile(f, [np.ones((4, 4), "float32")])


def test_rows_of_a_run_of_blocks_belong_to_their_jobs():
    x = K.placeholder((50000,))
    f = K.function([x], [K.exp(x) * 2.0 + 1.0])
    made = profile(f, [np.ones(50000, "float32")], repeats=2)
    assert all(e.op == e.kernel for e in made.entries)
    assert {e.op for e in made.entries} == {"exp", "mul", "add"}


def test_the_table_compares_with_limits():
    model, inputs = trained()
    text = profile(model.train_function, inputs, repeats=1).table("kernel", 100.0, 20.0)
    assert "%" in text and "dense" in text and text.endswith("in all")
