"""The networks have the layers of Keras 2.2.4, and predict the same with the same weights."""

import io
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest

from kerastutor import applications
from kerastutor import backend as K
from tests.parity import store
from tests.parity.cases import applications as cases

DATA = Path(__file__).parent / "data"
GOLDEN = store.load(DATA / "applications.npz")

# "Parameters" in the table of networks of the documents
PARAMETERS = {
    "Xception": 22910480, "VGG16": 138357544, "VGG19": 143667240, "ResNet50": 25636712,
    "InceptionV3": 23851784, "InceptionResNetV2": 55873736, "MobileNet": 4253864,
    "DenseNet121": 8062504, "DenseNet169": 14307880, "DenseNet201": 20242984,
}


@pytest.fixture(params=GOLDEN)
def name(request):
    K.clear_session()
    yield request.param
    K.set_image_data_format("channels_last")
    K.clear_session()


def small(name, shape):
    model = getattr(applications, name)(weights=None, input_shape=shape, classes=cases.CLASSES)
    cases.fill(model, cases.NETWORKS[name][1])
    return model


def test_no_network_is_missing():
    assert set(cases.NETWORKS) == set(GOLDEN)
    found = {n for n in vars(applications) if isinstance(getattr(applications, n), type(small))}
    assert set(cases.NETWORKS) <= found and len(cases.NETWORKS) == 13


def contents(path):
    """{place in a file: [type, shape, bytes] of a dataset, or attributes of a group}."""
    found = {}

    def see(place, item):
        for key, value in item.attrs.items():
            found[place, key] = np.asarray(value).astype("U").tolist()
        if isinstance(item, h5py.Dataset):
            found[place] = [item.dtype.str, item.shape, item[()].tobytes()]
    with h5py.File(path, "r") as file:
        see("", file)
        file.visititems(see)
    return found


def test_weight_file_of_keras(tmp_path):
    """A weight file that Keras 2.2.4 has written, read in order and by name, and written again."""
    with zipfile.ZipFile(DATA / "application_weights.zip") as archive:
        archive.extract("mobilenet.h5", tmp_path)
        expected = np.load(io.BytesIO(archive.read("prediction.npy")))
    path, again = tmp_path / "mobilenet.h5", tmp_path / "again.h5"
    assert np.abs(np.diff(expected, axis=0)).max() > 0.01
    for by_name in (False, True):
        K.clear_session()
        model = applications.MobileNet(input_shape=(32, 32, 3), alpha=0.25, include_top=False,
                                       pooling="avg", weights=None)
        model.load_weights(str(path), by_name=by_name)
        np.testing.assert_allclose(model.predict(cases.images(32)), expected, rtol=0, atol=1e-4)
    model.save_weights(str(again))
    ours, theirs = contents(again), contents(path)
    assert len(theirs) > 200 and ours == theirs


def test_layers_and_predictions(name):
    side = cases.NETWORKS[name][0]
    arrays, facts = GOLDEN[name]
    model = small(name, (side, side, 3))
    assert model.name == facts["name"]
    found = store.plain(cases.layer_facts(model, K.int_shape))
    for layer, known in zip(found, facts["layers"], strict=True):
        assert layer == known
    expected = arrays["prediction"]
    assert np.abs(np.diff(expected, axis=0)).max() > 0.01       # it does tell images apart
    np.testing.assert_allclose(model.predict(cases.images(side)), expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize("name", PARAMETERS, indirect=True)
def test_number_of_parameters(name):
    model = getattr(applications, name)(weights=None)
    assert model.count_params() == PARAMETERS[name]


@pytest.mark.parametrize("name", ["ResNet50", "InceptionV3", "DenseNet121"], indirect=True)
def test_channels_first_predicts_the_same(name):
    K.set_image_data_format("channels_first")
    side = cases.NETWORKS[name][0]
    model = small(name, (3, side, side))
    found = model.predict(np.moveaxis(cases.images(side), -1, 1))
    np.testing.assert_allclose(found, GOLDEN[name][0]["prediction"], rtol=0, atol=1e-4)
