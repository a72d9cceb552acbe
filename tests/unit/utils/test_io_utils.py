"""kerastutor.utils.io_utils and hdf5: H5Dict, HDF5Matrix, the question before overwriting."""

import builtins
import gc
import io
import sys
import types

import h5py
import numpy as np
import pytest

from kerastutor.utils import hdf5
from kerastutor.utils.io_utils import H5Dict, HDF5Matrix, ask_to_proceed_with_overwrite, h5dict


@pytest.fixture
def matrix_file(tmp_path):
    path = str(tmp_path / "data.h5")
    with h5py.File(path, "w") as f:
        f["rows"] = np.arange(200.).reshape(100, 2)
    return path


def test_matrix_looks_like_an_array(matrix_file):
    x = HDF5Matrix(matrix_file, "rows", start=10, end=60)
    rows = np.arange(200.).reshape(100, 2)[10:60]
    assert x.shape == (50, 2) and len(x) == 50 and x.ndim == 2 and x.size == 100
    assert x.dtype == np.float64
    assert np.array_equal(x[0], rows[0]) and np.array_equal(x[-1], rows[-1])
    assert np.array_equal(x[:5], rows[:5]) and np.array_equal(x[-5:], rows[-5:])
    assert np.array_equal(x[0:10:3], rows[0:10:3])
    assert np.array_equal(x[[4, 1, 1, 40]], rows[[4, 1, 1, 40]])
    assert np.array_equal(x[np.array([4, 1])], rows[[4, 1]])
    assert np.array_equal(x[range(3)], rows[:3])


@pytest.mark.parametrize("key", [50, -51, slice(0, 51), [49, 50], np.array([1000]), range(50, 52)])
def test_matrix_rows_out_of_range(matrix_file, key):
    with pytest.raises(IndexError, match="within 50 rows"):
        HDF5Matrix(matrix_file, "rows", start=10, end=60)[key]


def test_matrix_normalizer_may_change_shape_and_type(matrix_file):
    x = HDF5Matrix(matrix_file, "rows", normalizer=lambda r: r.sum(-1).astype("int32"))
    assert x.shape == (100,) and x.dtype == np.int32 and x[2:4].tolist() == [9, 13]


def test_matrices_share_the_file_while_it_is_in_use(matrix_file):
    a, b = HDF5Matrix(matrix_file, "rows"), HDF5Matrix(matrix_file, "rows", end=5)
    assert a.data.file.id == b.data.file.id
    del a, b
    gc.collect()
    with h5py.File(matrix_file, "r+") as f:     # nobody holds it open any more
        f["rows"][0] = -1
    assert HDF5Matrix(matrix_file, "rows")[0][0] == -1


def kinds_of_storage(tmp_path):
    return [{}, str(tmp_path / "d.h5"), h5py.File(tmp_path / "e.h5", "w").create_group("inside")]


def test_h5dict_is_the_same_over_file_group_and_dictionary(tmp_path):
    assert h5dict is H5Dict
    for path in kinds_of_storage(tmp_path):
        d = H5Dict(path, "a")
        d["text"] = b"abc"
        d["names"] = ["a", "bc"]
        d["group"]["array"] = np.arange(3.)
        d["group"]["deeper"]["scalar"] = np.float32(2)
        assert "text" in d and "group" in d and "nothing" not in d
        assert d.get("nothing", 5) == 5 and "nothing" not in d
        assert [n if isinstance(n, str) else n.decode() for n in d["names"]] == ["a", "bc"]
        assert d["group"]["array"].tolist() == [0, 1, 2]
        assert d["group"]["deeper"]["scalar"] == 2
        assert set(d.iter()) == set(d) and len(d) == len(list(d))
        d.update({"more": 1})
        assert d["more"] == 1
        d.close()


def test_h5dict_on_a_file_can_be_read_again(tmp_path):
    path = tmp_path / "d.h5"
    d = H5Dict(path, "w")
    d["x"]["y"] = np.ones((2, 0))
    d.close()
    d = H5Dict(path, "r")
    assert d["x"]["y"].shape == (2, 0)
    for change in (lambda: d.__setitem__("z", 1), lambda: d["x"]["new"], lambda: d["new"]):
        with pytest.raises(ValueError, match="mode"):
            change()
    d.close()


def test_h5dict_modes_and_errors(tmp_path):
    assert H5Dict({"old": 1}, "w").data == {"_is_group": True}
    with pytest.raises(TypeError, match="path must be"):
        H5Dict(5)
    d = H5Dict(str(tmp_path / "d.h5"), "w")
    d["a"] = np.zeros(2)
    with pytest.raises(KeyError, match="must be new"):
        d["a"] = np.zeros(2)
    with pytest.raises(RuntimeError, match="64512"):
        d["names"] = ["x" * 70000]
    d.close()


def test_long_lists_of_names_are_cut_and_joined_again():
    f = h5py.File(io.BytesIO(), "w")
    names = [f"layer_{'x' * 100}_{i}" for i in range(2000)]
    hdf5.write_names(f, "layer_names", names)
    assert set(f.attrs) == {f"layer_names{i}" for i in range(4)}
    assert hdf5.read_names(f, "layer_names") == names
    d = H5Dict(f, "r")
    assert d["layer_names"] == names
    hdf5.write_names(f, "few", ["a", "ü"])
    assert hdf5.read_names(f, "few") == ["a", "ü"] and "few" in f.attrs
    hdf5.write_names(f, "none", [])
    assert hdf5.read_names(f, "none") == [] and hdf5.read_names(f, "missing") is None


def test_texts():
    f = h5py.File(io.BytesIO(), "w")
    hdf5.write_text(f, "a", "ä" * 100000)
    assert hdf5.read_text(f, "a") == "ä" * 100000
    f.attrs["b"] = "plain str"
    f.attrs["c"] = np.bytes_(b"fixed")
    assert hdf5.read_text(f, "b") == "plain str" and hdf5.read_text(f, "c") == "fixed"
    f.attrs["d"] = 5
    with pytest.raises(ValueError, match="must be a text"):
        hdf5.read_text(f, "d")
    with pytest.raises(ValueError, match="list of names"):
        hdf5.read_names(f, "d")
    assert hdf5.read_text(f, "missing") is None


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_overwrite_is_refused_when_nobody_can_answer(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(FileExistsError, match="no terminal to ask.*overwrite=True"):
        ask_to_proceed_with_overwrite("model.h5")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(FileExistsError, match="no terminal to ask"):
        ask_to_proceed_with_overwrite("model.h5")
    monkeypatch.setattr("sys.stdin", Terminal(""))          # a terminal, but at its end
    with pytest.raises(FileExistsError, match="no terminal to ask"):
        ask_to_proceed_with_overwrite("model.h5")


@pytest.mark.parametrize(("typed", "answer"), [("y\n", True), ("maybe\nN\n", False)])
def test_overwrite_is_asked_in_a_terminal(monkeypatch, capsys, typed, answer):
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert ask_to_proceed_with_overwrite("model.h5") is answer
    assert "model.h5 already exists" in capsys.readouterr().out


def test_overwrite_is_asked_in_a_notebook(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr(builtins, "input", lambda prompt="": "y")
    assert ask_to_proceed_with_overwrite("model.h5") is True


def test_overwrite_is_asked_where_six_is_patched(monkeypatch):
    moves = types.SimpleNamespace(input=lambda text: "n")
    monkeypatch.setitem(sys.modules, "six.moves", moves)
    assert ask_to_proceed_with_overwrite("model.h5") is False
