"""The entry of the shape inspector: what it takes, what it leaves alone, what it shows."""

import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.layers import LSTM, Add, Concatenate, Conv2D, Dense, Flatten, Input, Layer
from kerastutor.models import Model, Sequential
from kerastutor.widgets import inspect_shapes
from kerastutor.widgets.shapes import last_error
from kerastutor.widgets.shapes.picture import trace_graph


@pytest.fixture(autouse=True)
def names_from_one():
    K.reset_uids()


def wrong():
    return [LSTM(8, input_shape=(10, 3)), LSTM(4), Dense(1)]


def table(view):
    """Return {name: what stands in its row of the text}."""
    rows = str(view).split("\n\n")[1].splitlines()
    return {row[2:].split()[0]: row for row in rows}


def test_a_right_model_shows_each_shape_and_its_parameters():
    model = Sequential([Dense(32, activation="relu", input_shape=(64,)), Dense(10)])
    assert str(inspect_shapes(model)) == (
        "Layers: 2   Parameters: 2,410\n\n"
        "  dense_1_input  InputLayer       (None, 64)\n"
        "  dense_1        Dense(32, relu)  (None, 32)\n"
        "  dense_2        Dense(10)        (None, 10)\n\n"
        "All shapes fit."
    )
    assert inspect_shapes(model).error is None


def test_a_list_of_layers_stays_unused():
    layers = wrong()
    view = inspect_shapes(layers)
    assert [step.mark for step in view.trace.steps] == ["", "", "failed", "unknown"]
    assert not any(layer.built or layer._inbound_nodes for layer in layers)
    assert "ndim=3" in str(view.error)


def test_a_function_is_followed_and_its_error_shown():
    view = inspect_shapes(lambda: Sequential(wrong()))
    assert "✗ lstm_2 (LSTM) cannot take this input." in str(view)


def test_other_errors_of_a_function_are_its_own():
    with pytest.raises(ZeroDivisionError):
        inspect_shapes(lambda: 1 / 0)


def test_a_block_goes_on_after_the_failure(capsys):
    with inspect_shapes() as view:
        a, b = Input((8,), name="a"), Input((4,), name="b")
        both = Add(name="add")([a, b])
        c = Dense(3, name="c")(both)
        d = Concatenate(name="d")([c, Dense(2, name="side")(a)])
        Model([a, b], d)
    rows = table(view)
    assert list(rows) == ["a", "b", "add", "c", "side", "d"]
    assert rows["add"].startswith("✗") and rows["c"].endswith("?")
    assert "(None, 2)" in rows["side"] and "from c, side" in rows["d"]
    assert capsys.readouterr().out == f"{view}\n"


def test_a_block_of_a_right_model_leaves_it_usable(capsys):
    with inspect_shapes():
        model = Sequential([Dense(3, input_shape=(4,))])
    assert model.predict(np.zeros((2, 4))).shape == (2, 3)
    assert "All shapes fit." in capsys.readouterr().out


def test_other_errors_leave_a_block(capsys):
    with pytest.raises(ZeroDivisionError):
        with inspect_shapes():
            raise ZeroDivisionError
    assert capsys.readouterr().out == ""
    assert Dense(2)(Input((3,))).shape == (None, 2)


def test_a_model_that_was_built_wrong_says_so_when_it_is_used(capsys):
    with inspect_shapes():
        model = Sequential()
        for layer in wrong():
            model.add(layer)
    with pytest.raises(ValueError, match="lstm_2.*ndim=3"):
        model.predict(np.zeros((2, 10, 3)))


def test_layers_that_come_later_are_seen_from_an_exception():
    with pytest.raises(ValueError) as caught:
        Sequential([Conv2D(3, 3, input_shape=(28, 28)), Flatten(), Dense(3)])
    view = inspect_shapes(caught.value)
    assert list(table(view)) == ["conv2d_1_input", "conv2d_1", "flatten_1", "dense_1"]
    assert "input_shape=(28, 28, 1)" in str(view)


def test_the_last_error(monkeypatch):
    monkeypatch.delattr(sys, "last_value", raising=False)
    with pytest.raises(ValueError, match="there must be an error"):
        last_error()
    with pytest.raises(ValueError) as caught:
        Sequential(wrong())
    monkeypatch.setattr(sys, "last_value", caught.value, raising=False)
    assert "lstm_2 (LSTM)" in str(last_error())
    monkeypatch.setattr(sys, "last_value", KeyError("x"), raising=False)
    with pytest.raises(ValueError, match="must come from a layer"):
        last_error()


def test_unbuilt_layers_have_unknown_shapes():
    view = inspect_shapes([Dense(3), Dense(4)])
    assert "Write input_shape=(...) in dense_1" in str(view)
    assert view.error is None
    assert "There are no layers." in str(inspect_shapes([]))


def test_data_that_fits_and_data_that_does_not():
    model = Sequential([Dense(5, activation="softmax", input_shape=(4,))])
    model.compile("adam", "sparse_categorical_crossentropy")
    assert not inspect_shapes(model, np.zeros((9, 4)), np.zeros(9)).trace.problems
    [problem] = inspect_shapes(model, np.zeros((9, 3)), np.zeros(9)).trace.problems
    assert (problem.have, problem.need) == ((9, 3), (None, 4))


def test_data_of_several_inputs_and_outputs():
    a, b = Input((4,), name="a"), Input((3,), name="b")
    c = Concatenate()([a, b])
    model = Model([a, b], [Dense(1, name="one")(c), Dense(2, name="two")(c)])
    model.compile("adam", {"one": "mse", "two": "categorical_crossentropy"})
    view = inspect_shapes(model, {"a": np.zeros((3, 4)), "b": np.zeros((3, 4))},
                          [np.zeros(3), np.zeros(3)])
    assert [p.args["name"] for p in view.trace.problems] == ["b", "two"]


@pytest.mark.parametrize("value", [Dense, Dense(3), 42, "dense"])
def test_what_is_no_model_is_refused(value):
    with pytest.raises(ValueError, match="inspect_shapes: model must be a model, a list"):
        inspect_shapes(value)


def test_a_model_of_code_is_refused():
    class Code(Model):
        def call(self, x):
            return x

    with pytest.raises(ValueError, match="whose call.. is code"):
        inspect_shapes(Code())


def test_a_layer_of_the_learners_own():
    class Broken(Layer):
        def call(self, x):
            raise RuntimeError("no such thing: <b>")

    view = inspect_shapes([Dense(3, input_shape=(4,)), Broken(name="mine"), Dense(1)])
    assert "mine (Broken)" in str(view) and "no such thing: <b>" in str(view)
    root = ElementTree.fromstring(view.svg())
    assert root.find(".//{http://www.w3.org/2000/svg}b") is None


def test_shared_layers_and_inner_models():
    shared, inner = Dense(4, name="shared"), Sequential([Dense(2, input_shape=(4,))], name="in")
    x = Input((4,), name="x")
    view = inspect_shapes(Model(x, inner(shared(shared(x)))))
    assert [step.name for step in view.trace.steps] == ["x", "shared", "shared", "in"]
    assert "Layers: 2   Parameters: 30" in str(view)


def test_a_long_model_is_folded_in_the_picture_only():
    layers = [Dense(4, input_shape=(4,)), *(Dense(4) for _ in range(300)), LSTM(3)]
    view = inspect_shapes(layers)
    graph = trace_graph(view.trace, "en", most=30)
    assert len(graph.boxes) < 40
    assert view.trace.problems[0].step in [box.key for box in graph.boxes]
    assert any("more layers, all in the text" in line for box in graph.boxes for line in box.lines)
    assert str(view).count("Dense(4)") == 301


def test_the_bundle_has_text_html_and_svg():
    bundle = inspect_shapes(wrong())._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/svg+xml"}
    assert "<svg" in bundle["text/html"] and "var(--jp" in bundle["text/html"]
    assert "var(" not in bundle["image/svg+xml"]
    assert "data-kerastutor-view" not in bundle["text/html"]
