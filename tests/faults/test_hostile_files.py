"""Files that want to run code, to read other files or to eat the memory; and damaged files."""

import base64
import json
import marshal
import random
import subprocess
import sys

import h5py
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.layers import Dense
from kerastutor.models import Sequential, load_model

WEIGHT = "model_weights/victim/victim/kernel:0"


@pytest.fixture(autouse=True)
def fresh_names():
    K.clear_session()


@pytest.fixture
def model():
    model = Sequential([Dense(3, input_shape=(4,), name="victim"), Dense(2, name="other")])
    model.compile("sgd", "mse")
    return model


@pytest.fixture
def path(tmp_path, model):
    path = str(tmp_path / "model.h5")
    model.save(path)
    return path


def refuse(path, model, message):
    """Loading raises, the model or its weights, by order or by name, and changes nothing."""
    before = model.get_weights()
    for load in (load_model, model.load_weights, lambda p: model.load_weights(p, by_name=True)):
        with pytest.raises(ValueError, match=message):
            load(path)
    after = model.get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def replaced(path, make):
    with h5py.File(path, "r+") as f:
        del f[WEIGHT]
        make(f)


def test_external_link(path, model, tmp_path):
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as f:
        f["x"] = np.zeros((4, 3), "float32")
    replaced(path, lambda f: f.__setitem__(WEIGHT, h5py.ExternalLink(str(secret), "/x")))
    refuse(path, model, "stored in the file itself, got a link")


def test_soft_link(path, model):
    replaced(path, lambda f: f.__setitem__(WEIGHT, h5py.SoftLink("/optimizer_weights")))
    refuse(path, model, "stored in the file itself, got a link")


def test_links_in_place_of_groups(path, model):
    with h5py.File(path, "r+") as f:
        f.move("model_weights", "elsewhere")
        f["model_weights"] = h5py.SoftLink("/elsewhere")
    with pytest.raises(ValueError, match="link to elsewhere"):
        load_model(path)


def test_external_storage(path, model, tmp_path):
    secret = tmp_path / "secret.bin"
    secret.write_bytes(b"\1" * 48)
    replaced(path, lambda f: f.create_dataset(WEIGHT, (4, 3), "float32",
                                              external=[(str(secret), 0, 48)]))
    refuse(path, model, "stored in another file")


def test_virtual_dataset(path, model, tmp_path):
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as f:
        f["x"] = np.zeros((4, 3), "float32")
    layout = h5py.VirtualLayout((4, 3), "float32")
    layout[...] = h5py.VirtualSource(str(secret), "x", (4, 3))
    replaced(path, lambda f: f.create_virtual_dataset(WEIGHT, layout))
    refuse(path, model, "virtual dataset")


@pytest.mark.parametrize("value", [np.array([b"abc"] * 12), np.zeros(3, "f4,i4")])
def test_other_types(path, model, value):
    replaced(path, lambda f: f.__setitem__(WEIGHT, value))
    refuse(path, model, "plain array of numbers")


def test_objects_and_groups_and_nothing(path, model):
    replaced(path, lambda f: f.create_dataset(WEIGHT, (2,), h5py.string_dtype()))
    refuse(path, model, "plain array of numbers")
    replaced(path, lambda f: f.create_group(WEIGHT))
    refuse(path, model, "got a group")
    replaced(path, lambda f: f.__setitem__(WEIGHT, h5py.Empty("f4")))
    refuse(path, model, "an empty dataset")
    with h5py.File(path, "r+") as f:
        del f[WEIGHT]
    refuse(path, model, "must have a member")


def test_unknown_compression(path, model):
    def make(f):
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_chunk((4, 3))
        properties.set_filter(32768, h5py.h5z.FLAG_OPTIONAL)
        space = h5py.h5s.create_simple((4, 3))
        h5py.h5d.create(f["model_weights/victim/victim"].id, b"kernel:0", h5py.h5t.NATIVE_FLOAT,
                        space, properties)
    replaced(path, make)
    refuse(path, model, "compressed by a plug-in")


def test_a_small_file_with_a_huge_array(path, model):
    replaced(path, lambda f: f.create_dataset(WEIGHT, (2**40, 2**20), "f4", chunks=(512, 512),
                                              compression="gzip", fillvalue=1))
    refuse(path, model, "1099511627776")


@pytest.mark.parametrize("name", ["/optimizer_weights/x", "../x", "a//b", "./x", ""])
def test_names_that_point_elsewhere(path, model, name):
    with h5py.File(path, "r+") as f:
        f["model_weights/victim"].attrs["weight_names"] = [name.encode(), b"victim/bias:0"]
    refuse(path, model, "relative path|must have a member")


def test_attributes_of_other_types(path, model):
    with h5py.File(path, "r+") as f:
        f["model_weights"].attrs["layer_names"] = 5.
    refuse(path, model, "list of names")


def change_config(path, change, attribute="model_config"):
    with h5py.File(path, "r+") as f:
        config = json.loads(f.attrs[attribute])
        change(config)
        f.attrs[attribute] = json.dumps(config)


@pytest.mark.parametrize("class_name", [
    "os.system", "subprocess.Popen", "builtins.eval", "eval", "func_load", "deserialize",
    "__import__", "K", "kerastutor.functions.func_load", "_Merge", "globals", "numpy.load",
])
def test_configs_cannot_name_what_is_no_layer(path, class_name):
    def change(config):
        config["config"]["layers"][1]["class_name"] = class_name
        config["config"]["layers"][1]["config"] = {"code": "echo ran", "name": "other"}
    change_config(path, change)
    with pytest.raises(ValueError, match="Unknown layer"):
        load_model(path)


@pytest.mark.parametrize(("key", "value"), [
    ("activation", "os.system"), ("activation", "__builtins__"), ("activation", "K"),
    ("kernel_initializer", {"class_name": "eval", "config": {"source": "1/0"}}),
    ("kernel_regularizer", {"class_name": "K", "config": {}}),
    ("kernel_constraint", {"class_name": "open", "config": {"file": "/tmp/x"}}),
])
def test_configs_cannot_name_foreign_functions(path, key, value):
    change_config(path, lambda c: c["config"]["layers"][1]["config"].update({key: value}))
    with pytest.raises(ValueError, match="Unknown|Could not interpret"):
        load_model(path)


@pytest.mark.parametrize("change", [
    lambda c: c["optimizer_config"].update(class_name="os.system"),
    lambda c: c.update(loss="eval"), lambda c: c.update(metrics=["__import__"]),
])
def test_training_configs_cannot_either(path, change):
    change_config(path, change, "training_config")
    with pytest.raises(ValueError, match="Unknown"):
        load_model(path)
    assert load_model(path, compile=False).optimizer is None


def test_a_lambda_with_code_is_refused_and_never_run(path, capfd):
    code = compile("__import__('os').system('echo ran')", "", "eval")
    text = base64.encodebytes(marshal.dumps(code)).decode()

    def change(config):
        config["config"]["layers"][1] = {"class_name": "Lambda", "config": {
            "name": "other", "trainable": True, "function_type": "lambda",
            "function": [text, None, None], "output_shape_type": "raw", "output_shape": None,
            "arguments": {}}}
    change_config(path, change)
    with pytest.raises(ValueError, match="safe_mode=False"):
        load_model(path)
    assert "ran" not in capfd.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "5", "[" * 5000, '{"class_name": 5}',
                                  '{"class_name": "Sequential"}',
                                  '{"class_name": "Model", "config": {"layers": 5}}'])
def test_damaged_configs(path, text):
    with h5py.File(path, "r+") as f:
        f.attrs["model_config"] = text
    with pytest.raises((ValueError, TypeError, KeyError)):
        load_model(path)


DAMAGE = """
import random, sys
from kerastutor.models import load_model
path = sys.argv[1]
with open(path, "rb") as f:
    whole = f.read()
dice, outcomes = random.Random(int(sys.argv[2])), []
for n in range(int(sys.argv[3])):
    data = bytearray(whole)
    if n % 3 == 0:
        data = data[:dice.randrange(len(data))]
    for _ in range(dice.choice([1, 10, 200])):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)
    with open(path + "x", "wb") as f:
        f.write(data)
    try:
        load_model(path + "x")
        outcomes.append("loaded")
    except Exception as error:
        outcomes.append(type(error).__name__)
print("survived", sorted(set(outcomes)))
"""


def test_damaged_files_never_end_the_process(path):
    seed = random.Random(0).randrange(1000)
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", DAMAGE, path, str(seed), "120"],
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith("survived") and "OSError" in done.stdout
    assert "MemoryError" not in done.stdout
