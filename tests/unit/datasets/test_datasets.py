"""The loaders read small files in the formats of the real ones."""

import gzip
import json
import os
import pickle
import tarfile

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import datasets
from kerastutor.datasets import (
    boston_housing,
    cifar,
    cifar10,
    cifar100,
    fashion_mnist,
    imdb,
    mnist,
    pickles,
    reuters,
)

DRAW = np.random.RandomState(0)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    os.makedirs(tmp_path / "datasets")
    return tmp_path / "datasets"


def serve(monkeypatch, module, path):
    """Lets a loader find a file, and returns what it asked `get_file` for."""
    asked = []

    def get_file(fname, origin, **kwargs):
        asked.append((fname, origin.rsplit("/", 1)[-1], kwargs))
        return str(path)
    monkeypatch.setattr(module, "get_file", get_file)
    return asked


def lists(*rows):
    return np.fromiter(rows, dtype=object, count=len(rows))


def cifar_bytes(count, **labels):
    data = DRAW.randint(0, 256, (count, 3072)).astype("uint8")
    content = {b"data": data, b"batch_label": b"batch", b"filenames": [b"a.png"] * count,
               **{name.encode(): DRAW.randint(0, 10, count).tolist() for name in labels}}
    return content, pickle.dumps(content, protocol=2)


def test_all_seven_are_there():
    assert len(datasets.__all__) == 7


def test_mnist(tmp_path, monkeypatch):
    arrays = {f"{a}_{b}": DRAW.randint(0, 256, (5, 28, 28) if a == "x" else 5).astype("uint8")
              for a in "xy" for b in ("train", "test")}
    np.savez(tmp_path / "m.npz", **arrays)
    asked = serve(monkeypatch, mnist, tmp_path / "m.npz")
    (x, y), (x_test, y_test) = mnist.load_data("own.npz")
    for found, name in ((x, "x_train"), (y, "y_train"), (x_test, "x_test"), (y_test, "y_test")):
        np.testing.assert_array_equal(found, arrays[name])
    assert asked == [("own.npz", "mnist.npz", {"file_hash": "8a61469f7ea1b51cbae51d4f78837e45"})]


def test_a_file_with_another_hash_is_not_read(home, monkeypatch):
    np.savez(home / "mnist.npz", x_train=[0])
    monkeypatch.setattr("kerastutor.utils.data_utils.urlretrieve", _no_net)
    with pytest.raises(OSError, match="put the file at .*mnist.npz by hand"):
        mnist.load_data()


def _no_net(url, filename, reporthook=None):
    raise OSError("no net")


def test_fashion_mnist(home):
    os.makedirs(home / "fashion-mnist")
    parts = {}
    for part, count in (("train", 4), ("t10k", 2)):
        images = DRAW.randint(0, 256, (count, 28, 28)).astype("uint8")
        labels = DRAW.randint(0, 10, count).astype("uint8")
        for name, array in (("images-idx3", images), ("labels-idx1", labels)):
            head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
            with gzip.open(home / "fashion-mnist" / f"{part}-{name}-ubyte.gz", "wb") as file:
                file.write(head + array.tobytes())
        parts[part] = images, labels
    for (x, y), part in zip(fashion_mnist.load_data(), ("train", "t10k")):
        np.testing.assert_array_equal(x, parts[part][0])
        np.testing.assert_array_equal(y, parts[part][1])
    with gzip.open(home / "fashion-mnist" / "train-labels-idx1-ubyte.gz", "wb") as file:
        file.write(b"<html>")
    with pytest.raises(ValueError, match="must be an idx file of bytes with 1 axes"):
        fashion_mnist.load_data()


@pytest.mark.parametrize("layout", ["channels_last", "channels_first"])
def test_cifar10(home, layout):
    contents = {}
    with tarfile.open(home / "cifar-10-batches-py.tar.gz", "w:gz") as archive:
        for name in [f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]:
            contents[name], data = cifar_bytes(3, labels=10)
            (home.parent / name).write_bytes(data)
            archive.add(home.parent / name, f"cifar-10-batches-py/{name}")
    K.set_image_data_format(layout)
    try:
        (x, y), (x_test, y_test) = cifar10.load_data()
    finally:
        K.set_image_data_format("channels_last")
    assert y.shape == (15, 1) and y.dtype == "uint8" and y_test.shape == (3, 1)
    assert y[4, 0] == contents["data_batch_2"][b"labels"][1]
    first = x[4] if layout == "channels_first" else x[4].transpose(2, 0, 1)
    np.testing.assert_array_equal(first.ravel(), contents["data_batch_2"][b"data"][1])
    assert x_test.shape == ((3, 3, 32, 32) if layout == "channels_first" else (3, 32, 32, 3))


def test_cifar100(home):
    os.makedirs(home / "cifar-100-python")
    for name in ("train", "test"):
        content, data = cifar_bytes(4, fine_labels=100, coarse_labels=20)
        (home / "cifar-100-python" / name).write_bytes(data)
    (_, _), (x, fine) = cifar100.load_data()
    _, (_, coarse) = cifar100.load_data("coarse")
    assert x.shape == (4, 32, 32, 3)
    assert fine.ravel().tolist() == content[b"fine_labels"]
    assert coarse.ravel().tolist() == content[b"coarse_labels"]
    with pytest.raises(ValueError, match="'fine' or 'coarse', got 'both'"):
        cifar100.load_data("both")


def test_boston_housing(tmp_path, monkeypatch):
    x, y = DRAW.normal(size=(10, 13)), np.arange(10.0)
    np.savez(tmp_path / "b.npz", x=x, y=y)
    serve(monkeypatch, boston_housing, tmp_path / "b.npz")
    (x_train, y_train), (x_test, y_test) = boston_housing.load_data(test_split=0.3, seed=4)
    order = np.random.RandomState(4).permutation(10)
    np.testing.assert_array_equal(y_train, y[order[:7]])
    np.testing.assert_array_equal(x_test, x[order[7:]])
    assert len(x_train) == 7 and len(y_test) == 3
    with pytest.raises(ValueError, match="from 0 to below 1, got 1"):
        boston_housing.load_data(test_split=1)


@pytest.fixture
def reviews(tmp_path, monkeypatch):
    rows = {"train": [[1, 2, 3], [4, 5], [6, 7, 8, 9, 1]], "test": [[2, 2], [9]]}
    np.savez(tmp_path / "i.npz", x_train=lists(*rows["train"]), y_train=np.array([1, 0, 1]),
             x_test=lists(*rows["test"]), y_test=np.array([0, 1]))
    return serve(monkeypatch, imdb, tmp_path / "i.npz")


def test_imdb_order_and_numbers(reviews):
    (x, y), (x_test, y_test) = imdb.load_data(seed=3, num_words=11)
    draw = np.random.RandomState(3)
    order = np.arange(3)
    draw.shuffle(order)
    coded = [[1, 4, 5, 6], [1, 7, 8], [1, 9, 10, 2, 2, 4]]       # 11 and more are unknown
    assert list(x) == [coded[i] for i in order] and x.dtype == object
    assert y.tolist() == [[1, 0, 1][i] for i in order]
    order = np.arange(2)
    draw.shuffle(order)
    assert list(x_test) == [[[1, 5, 5], [1, 2]][i] for i in order]
    assert y_test.tolist() == order.tolist()


def test_imdb_drops_long_reviews_and_fills_up_the_training_data(reviews):
    (x, y), (x_test, _) = imdb.load_data(maxlen=4)
    assert sorted(map(len, x)) == [2, 3, 3] and len(x_test) == 0 and len(y) == 3
    with pytest.raises(ValueError, match="use a larger maxlen"):
        imdb.load_data(maxlen=1)


def test_imdb_arguments(reviews):
    (x, _), _ = imdb.load_data(start_char=None, index_from=0, oov_char=None, skip_top=3)
    assert sorted(x) == [[3], [4, 5], [6, 7, 8]]                    # 9, the largest, is left out
    with pytest.warns(UserWarning, match="num_words=5"):
        (x, _), _ = imdb.load_data(nb_words=5)
    assert sorted(x)[0] == [1, 2, 2]
    with pytest.raises(TypeError, match="got words"):
        imdb.load_data(words=3)
    assert reviews[0][2] == {"file_hash": "599dadb1135973df5b59232a0e9a887c"}


def test_lists_of_one_length_stay_lists(tmp_path, monkeypatch):
    np.savez(tmp_path / "r.npz", x=lists([1, 2], [3, 4], [5, 6], [7, 8]), y=np.arange(4))
    serve(monkeypatch, reuters, tmp_path / "r.npz")
    (x, y), (x_test, y_test) = reuters.load_data(test_split=0.5)
    assert x.shape == (2,) and isinstance(x[0], list) and len(x_test) == len(y_test) == 2
    order = np.random.RandomState(113).permutation(4)
    assert y.tolist() == order[:2].tolist()


@pytest.mark.parametrize("module", [imdb, reuters])
def test_word_index(module, tmp_path, monkeypatch):
    (tmp_path / "w.json").write_text(json.dumps({"the": 1, "caf\u00e9": 2}))
    asked = serve(monkeypatch, module, tmp_path / "w.json")
    assert module.get_word_index() == {"the": 1, "caf\u00e9": 2}
    assert asked[0][0] == f"{module.__name__.rpartition('.')[2]}_word_index.json"


class Evil:
    def __reduce__(self):
        return os.mkdir, ("evil",)


def test_nothing_in_a_file_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "batch").write_bytes(pickle.dumps({b"data": Evil(), b"labels": []}))
    with pytest.raises(ValueError, match="asks for posix.mkdir|asks for nt.mkdir"):
        cifar.load_batch(tmp_path / "batch")
    np.savez(tmp_path / "x.npz", x=lists([Evil()]))
    with pytest.raises(ValueError, match="delete it"):
        pickles.load_npz(tmp_path / "x.npz")
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_of_all_protocols(protocol, tmp_path):
    value = {"a": [1, 2.5, None, True, b"bytes", "text"], "b": np.arange(6).reshape(2, 3),
             "c": np.float32(3)}
    (tmp_path / "p").write_bytes(pickle.dumps(value, protocol=protocol))
    with open(tmp_path / "p", "rb") as file:
        found = pickles.load_pickle(file)
    found = {k.decode() if isinstance(k, bytes) else k: v for k, v in found.items()}
    assert found["a"] == value["a"] and found["c"] == value["c"]
    np.testing.assert_array_equal(found["b"], value["b"])


def test_arrays_of_all_layouts(tmp_path):
    arrays = {"c": np.arange(6.0).reshape(2, 3), "f": np.asfortranarray(np.arange(6).reshape(2, 3)),
              "scalar": np.array(3), "empty": np.zeros((0, 2)), "text": np.array(["a", "bc"])}
    np.savez_compressed(tmp_path / "x.npz", **arrays)
    found = pickles.load_npz(tmp_path / "x.npz")
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype and found[name].flags.writeable
