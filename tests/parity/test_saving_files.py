"""Model and weight files of other Keras 2 versions load, predict the same and go on training."""

import io
import json
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.models import load_model, model_from_json
from tests.tolerances import TRAINED, VALUE

DATA = Path(__file__).parent / "data"
ARCHIVES = {"2.2.4": "saving_2_2_4.zip", "later": "saving_later.zip"}
MODELS = ["dense", "recurrent", "images", "nested"]


@pytest.fixture(params=[(version, model) for version in ARCHIVES for model in MODELS],
                ids=lambda p: "-".join(p))
def stored(request, tmp_path):
    """Folder with a model file and a weight file, name of the model, its arrays by label."""
    version, model = request.param
    with zipfile.ZipFile(DATA / ARCHIVES[version]) as archive:
        archive.extractall(tmp_path, [f"{model}.h5", f"{model}_weights.h5"])
        arrays = np.load(io.BytesIO(archive.read("arrays.npz")))
    labels = ("x", "y", "prediction", "later")
    return tmp_path, model, {
        label: [arrays[f"{model}_{label}{i}"] for i in range(20)
                if f"{model}_{label}{i}" in arrays] for label in labels}


def predictions(model, x):
    found = model.predict(x)
    return found if isinstance(found, list) else [found]


def assert_close(found, expected, tolerance):
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, **tolerance)


def test_model_file_with_optimizer_state(stored):
    folder, name, arrays = stored
    model = load_model(str(folder / f"{name}.h5"))
    assert_close(predictions(model, arrays["x"]), arrays["prediction"], VALUE)
    model.train_on_batch(arrays["x"], arrays["y"])
    weights = [K.get_value(w) for w in model.trainable_weights]
    assert_close(weights, arrays["later"], TRAINED)


def test_weight_file_into_the_architecture(stored):
    folder, name, arrays = stored
    with h5py.File(folder / f"{name}.h5", "r") as f:
        config = f.attrs["model_config"]
    assert json.loads(config)["class_name"] in ("Model", "Sequential", "Functional")
    for by_name in (False, True):
        model = model_from_json(config)
        model.load_weights(str(folder / f"{name}_weights.h5"), by_name=by_name)
        assert_close(predictions(model, arrays["x"]), arrays["prediction"], VALUE)


@pytest.mark.parametrize("stored", [("2.2.4", model) for model in MODELS], indirect=True,
                         ids=MODELS)
def test_written_again_it_has_the_same_layout(stored):
    """What 2.2.4 wrote and we write again differs in nothing but the names of optimizer weights."""
    folder, name, _ = stored
    K.clear_session()                               # the names start again with _1
    first, second = folder / f"{name}.h5", folder / "again.h5"
    load_model(str(first)).save(str(second))
    with h5py.File(first, "r") as old, h5py.File(second, "r") as new:
        assert set(new.attrs) == set(old.attrs) and set(new) == set(old)
        for key in old.attrs:
            same(old.attrs[key], new.attrs[key])
        for layer in old["model_weights"]:
            same(*(f[f"model_weights/{layer}"].attrs["weight_names"] for f in (old, new)))
        same(*(f["model_weights"].attrs["layer_names"] for f in (old, new)))
        a, b = (len(f["optimizer_weights"].attrs["weight_names"]) for f in (old, new))
        assert a == b


def same(old, new):
    """Attributes are equal: JSON in any order, names as bytes or texts."""
    if isinstance(old, str) and old.startswith("{"):
        assert json.loads(new) == json.loads(old)
    elif isinstance(old, np.ndarray):
        a, b = ([n.decode() if isinstance(n, bytes) else n for n in names.tolist()]
                for names in (old, new))
        assert a == b
    else:
        assert new == old
