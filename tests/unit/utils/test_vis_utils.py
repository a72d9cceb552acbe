"""plot_model and model_to_dot: the DOT language, and files with and without Graphviz."""

import os
import shutil
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from kerastutor.layers import LSTM, Concatenate, Dense, Dropout, Input, TimeDistributed
from kerastutor.models import Model, Sequential
from kerastutor.utils import model_to_dot, plot_model

SPACE = "{http://www.w3.org/2000/svg}"
HAS_DOT = shutil.which("dot") is not None


@pytest.fixture
def chain():
    return Sequential([Dense(3, input_shape=(4,), name="first"), Dense(2, name="last")])


@pytest.fixture
def nested():
    """Two inputs, a shared layer, a model inside, two outputs."""
    a, b = Input((4,), name="a"), Input((4,), name="b")
    shared = Dense(3, name="shared")
    inner = Sequential([Dense(5, input_shape=(6,), name="d"), Dropout(0.5, name="drop")], name="in")
    both = Concatenate(name="both")([shared(a), shared(b)])
    return Model([a, b], [inner(both), Dense(1, name="aux")(both)], name="outer")


def svg_texts(path):
    tree = ElementTree.parse(path)
    return [element.text.strip() for element in tree.iter(f"{SPACE}text")]


def edges(dot):
    return {(e.get_source().strip('"'), e.get_destination().strip('"')) for e in dot.get_edges()}


def test_dot_has_a_box_for_each_layer(chain):
    dot = model_to_dot(chain)
    text = dot.to_string()
    assert "first: Dense" in text and "first_input: InputLayer" in text
    assert edges(dot) == {("first_input", "first"), ("first", "last")}
    assert dot.get("rankdir") == "TB"


def test_dot_can_show_shapes_and_hide_names(chain):
    text = model_to_dot(chain, show_shapes=True, show_layer_names=False, rankdir="LR").to_string()
    assert "Dense\\n|{input:|output:}|{{(None, 4)}|{(None, 3)}}" in text
    assert "first: " not in text and "rankdir=LR" in text


def test_a_shared_layer_is_one_box(nested):
    dot = model_to_dot(nested)
    assert edges(dot) == {
        ("a", "shared"), ("b", "shared"), ("shared", "both"), ("both", "in"), ("both", "aux"),
    }  # fmt: skip


def test_expanded_models_are_entered_at_their_inputs(nested):
    dot = model_to_dot(nested, expand_nested=True)
    assert ("both", "in/d_input") in edges(dot)
    [frame] = dot.get_subgraphs()
    assert edges(frame) == {("in/d_input", "in/d"), ("in/d", "in/drop")}


def test_special_signs_do_not_break_the_labels():
    model = Sequential([Dense(3, input_shape=(4,), name='a|b{c}<d>"e"')])
    text = model_to_dot(model, show_shapes=True).to_string()
    assert r'a\|b\{c\}\<d\>\"e\": Dense' in text


@pytest.mark.skipif(not HAS_DOT, reason="no program dot (Debian package graphviz)")
@pytest.mark.parametrize("expand_nested", [False, True])
def test_dot_accepts_what_we_write(nested, tmp_path, expand_nested):
    path = tmp_path / "model.png"
    plot_model(nested, to_file=path, show_shapes=True, expand_nested=expand_nested, dpi=50)
    assert path.read_bytes().startswith(b"\x89PNG")
    odd = Sequential([Dense(3, input_shape=(4,), name='a|b{c}<d>"e"')])
    plot_model(odd, to_file=tmp_path / "model.pdf", show_shapes=True)
    assert (tmp_path / "model.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(not HAS_DOT, reason="no program dot (Debian package graphviz)")
def test_dpi_makes_the_picture_larger(chain, tmp_path):
    sizes = []
    for dpi in (50, 200):
        plot_model(chain, to_file=tmp_path / "m.png", dpi=dpi)
        header = (tmp_path / "m.png").read_bytes()
        sizes.append(int.from_bytes(header[16:20], "big"))
    assert sizes[1] > 3 * sizes[0]


@pytest.mark.skipif(not HAS_DOT, reason="no program dot (Debian package graphviz)")
def test_a_format_that_graphviz_does_not_know(chain, tmp_path):
    with pytest.raises(ValueError, match=r"got \.xyz .*Use \.svg"):
        plot_model(chain, to_file=tmp_path / "m.xyz")
    assert list(tmp_path.iterdir()) == []


def test_png_without_the_program_takes_pygraphviz(chain, tmp_path, monkeypatch):
    pytest.importorskip("pygraphviz")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    plot_model(chain, to_file=tmp_path / "m.png")
    assert (tmp_path / "m.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture
def without_graphviz(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "pygraphviz", None)


def test_png_without_anything_says_what_to_do(chain, tmp_path, without_graphviz):
    with pytest.raises(ImportError, match="model.svg.*pip install pygraphviz"):
        plot_model(chain, to_file=tmp_path / "m.png")
    assert list(tmp_path.iterdir()) == []


def test_svg_needs_nothing(nested, tmp_path, without_graphviz):
    path = tmp_path / "m.svg"
    assert plot_model(nested, to_file=str(path), show_shapes=True, expand_nested=True) is None
    texts = svg_texts(path)
    assert "shared: Dense" in texts and "drop: Dropout" in texts
    assert "output: (None, 5)" in texts
    assert "var(" not in path.read_text()


@pytest.mark.parametrize(("rankdir", "axis", "sign"), [("TB", "y", 1), ("BT", "y", -1),
                                                       ("LR", "x", 1), ("RL", "x", -1)])
def test_svg_in_all_directions(chain, tmp_path, rankdir, axis, sign):
    plot_model(chain, to_file=tmp_path / "m.svg", rankdir=rankdir)
    root = ElementTree.parse(tmp_path / "m.svg").getroot()
    at = {text.text.split(":")[0]: text for text in root.iter(f"{SPACE}text")}
    assert sign * (float(at["last"].get(axis)) - float(at["first"].get(axis))) > 0


def test_wrapped_layers_and_unbuilt_models(tmp_path):
    model = Sequential([LSTM(4, return_sequences=True), TimeDistributed(Dense(3), name="each")])
    plot_model(model, to_file=tmp_path / "m.svg", show_shapes=True)
    texts = svg_texts(tmp_path / "m.svg")
    assert "each: TimeDistributed(Dense)" in texts and texts.count("output: ?") == 2


def test_a_layer_applied_to_its_own_output(tmp_path):
    layer, x = Dense(4, name="again"), Input((4,))
    plot_model(Model(x, layer(layer(x))), to_file=tmp_path / "m.svg", show_shapes=True)
    assert "again: Dense" in svg_texts(tmp_path / "m.svg")


class OfCode(Model):
    def __init__(self):
        super().__init__(name="of_code")
        self.dense = Dense(3)

    def call(self, x):
        return self.dense(x)


@pytest.mark.parametrize("draw", [model_to_dot, plot_model])
def test_what_is_no_graph_is_refused(draw):
    with pytest.raises(ValueError, match="of_code.*Model.inputs, outputs"):
        draw(OfCode())
    with pytest.raises(ValueError, match="Sequential or functional model, got the object int"):
        draw(3)
    assert not os.path.exists("model.png")


def test_wrong_arguments(chain):
    with pytest.raises(ValueError, match="rankdir must be one of TB.*got 'XY'"):
        model_to_dot(chain, rankdir="XY")
    with pytest.raises(ValueError, match="dpi must be a number above 0, got 0"):
        model_to_dot(chain, dpi=0)


def test_a_notebook_gets_the_picture(chain, tmp_path, monkeypatch):
    display = pytest.importorskip("IPython.display")
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: object())
    picture = plot_model(chain, to_file=tmp_path / "m.svg")
    assert isinstance(picture, display.SVG) and "first: Dense" in picture.data
