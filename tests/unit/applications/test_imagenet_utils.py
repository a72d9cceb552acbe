"""Images before, class names after."""

import json

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.applications import (
    densenet,
    imagenet_utils,
    inception_v3,
    mobilenet_v2,
    resnet50,
    xception,
)
from kerastutor.applications.imagenet_utils import decode_predictions, preprocess_input
from kerastutor.layers import Input, Lambda
from kerastutor.models import Model
from tests.tolerances import VALUE

MEAN = np.array([0.485, 0.456, 0.406])
STD = np.array([0.229, 0.224, 0.225])
BGR_MEAN = np.array([103.939, 116.779, 123.68])
BY_HAND = {
    "caffe": lambda x: x[..., ::-1] - BGR_MEAN,
    "tf": lambda x: x / 127.5 - 1,
    "torch": lambda x: (x / 255 - MEAN) / STD,
}


@pytest.fixture
def images():
    return np.random.default_rng(0).uniform(0, 255, (2, 5, 4, 3)).astype("float32")


@pytest.mark.parametrize("mode", BY_HAND)
@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_arrays_and_tensors(images, mode, single, data_format):
    x = images[0] if single else images
    expected = BY_HAND[mode](x.astype("float64"))
    if data_format == "channels_first":
        x, expected = np.moveaxis(x, -1, -3), np.moveaxis(expected, -1, -3)
    symbolic = K.eval(preprocess_input(K.constant(x), data_format, mode))
    np.testing.assert_allclose(symbolic, expected, rtol=1e-4, atol=1e-4)
    whole = preprocess_input(x.astype("int32"), data_format, mode)
    assert whole.dtype == "float32"
    found = preprocess_input(x.copy(), data_format, mode)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_float_arrays_are_overwritten_and_read_only_ones_are_not(images):
    x = images.copy()
    assert np.shares_memory(preprocess_input(x, mode="tf"), x)
    assert x.max() <= 1
    images.flags.writeable = False
    assert preprocess_input(images, mode="torch").max() < 3 < images.max()


def test_in_a_lambda_layer(images):
    image = Input((5, 4, 3))
    model = Model(image, Lambda(preprocess_input)(image))
    np.testing.assert_allclose(model.predict(images), BY_HAND["caffe"](images), rtol=1e-5,
                               atol=1e-4)


def test_each_module_knows_its_mode(images):
    for module, mode in ((resnet50, "caffe"), (densenet, "torch"), (inception_v3, "tf"),
                         (xception, "tf")):
        np.testing.assert_allclose(module.preprocess_input(images.copy()), BY_HAND[mode](images),
                                   rtol=1e-4, atol=1e-4)
    x = inception_v3.preprocess_input(images[:, :3], data_format="channels_first")
    assert x.shape == (2, 3, 4, 3)


def test_mobilenet_v2_divides_by_128(images):
    expected = images / 128. - 1
    whole = mobilenet_v2.preprocess_input((images).astype("uint8"))
    assert whole.dtype == "float32" and whole.max() <= 1
    np.testing.assert_allclose(K.eval(mobilenet_v2.preprocess_input(K.constant(images))), expected,
                               **VALUE)
    np.testing.assert_allclose(mobilenet_v2.preprocess_input(images), expected, **VALUE)
    with pytest.raises(TypeError, match="must be a NumPy array or a tensor"):
        mobilenet_v2.preprocess_input([1, 2])


@pytest.mark.parametrize("call, error, message", [
    (lambda x: preprocess_input(x, mode="keras"), ValueError, "mode must be one of"),
    (lambda x: preprocess_input(x, "channels"), ValueError, "data_format"),
    (lambda x: preprocess_input(x[..., :2]), ValueError, "3 channels on axis 3"),
    (lambda x: preprocess_input(x[0, 0]), ValueError, "3 or 4 axes"),
    (lambda x: preprocess_input(x.tolist()), TypeError, "NumPy array or a tensor"),
    (lambda x: preprocess_input(x, size=3), TypeError, "got 'size'"),
])
def test_bad_images(images, call, error, message):
    with pytest.raises(error, match=message):
        call(images)


@pytest.fixture
def class_file(tmp_path, monkeypatch):
    """A class index in the format of the real one; the list of how it was asked for."""
    path = tmp_path / "imagenet_class_index.json"
    path.write_text(json.dumps({str(i): [f"n{i:08}", f"thing {i}"] for i in range(1000)}))
    asked = []

    def get_file(name, origin, **kwargs):
        asked.append((name, origin, kwargs))
        return str(path)
    monkeypatch.setattr(imagenet_utils.data_utils, "get_file", get_file)
    monkeypatch.setattr(imagenet_utils, "_class_index", {})
    return asked


def test_decode_predictions(class_file):
    x = np.zeros((2, 1000), "float32")
    x[0, 372], x[0, 5], x[1, 999] = 0.75, 0.25, 1
    first, second = decode_predictions(x, top=2)
    assert first == [("n00000372", "thing 372", 0.75), ("n00000005", "thing 5", 0.25)]
    assert second[0] == ("n00000999", "thing 999", 1.)
    assert [len(row) for row in resnet50.decode_predictions(x)] == [5, 5]
    assert class_file == [("imagenet_class_index.json", imagenet_utils.CLASS_INDEX_PATH, {
        "cache_subdir": "models", "file_hash": "c2c37ea517e94d9795004a39431a14cb"})]


def test_bad_predictions(class_file):
    for x in (np.ones((2, 100)), np.ones(1000)):
        with pytest.raises(ValueError, match=r"shape \(samples, 1000\), got shape"):
            decode_predictions(x)
    with pytest.raises(ValueError, match="top must be a positive integer, got 0"):
        decode_predictions(np.ones((2, 1000)), top=0)
    assert not class_file
