"""Arguments of the networks: weights, shapes, tops, channels."""

import numpy as np
import pytest

from kerastutor import applications
from kerastutor import backend as K
from kerastutor.applications import mobilenet, mobilenet_v2, nasnet, parts, pretrained, vgg16
from kerastutor.layers import Conv2D, Input
from kerastutor.models import clone_model

SMALL = {"weights": None, "alpha": 0.25, "input_shape": (32, 32, 3)}
IMAGES = np.random.default_rng(0).uniform(-1, 1, (2, 32, 32, 3)).astype("float32")


@pytest.fixture
def channels_first():
    K.set_image_data_format("channels_first")
    yield
    K.set_image_data_format("channels_last")


# what there is to say wrongly

@pytest.mark.parametrize("kwargs, error, message", [
    ({"weights": "no/such.h5"}, ValueError, "weights must be None"),
    ({"weights": "imagenet", "classes": 10}, ValueError, "classes must be 1000"),
    ({"weights": None, "pooling": "mean"}, ValueError, "pooling must be None, 'avg' or 'max'"),
    ({"weights": None, "nb_class": 3}, TypeError, "got 'nb_class'"),
    ({"weights": None, "input_shape": (64, 64)}, ValueError, "three integers"),
    ({"weights": None, "input_shape": (31, 64, 3)}, ValueError, "at least 32x32"),
    ({"weights": None, "input_shape": (None, None, 3)}, ValueError, "must be static"),
    ({"weights": "imagenet", "input_shape": (64, 64, 3)}, ValueError,
     r"must be \(224, 224, 3\) with weights='imagenet'"),
    ({"weights": "imagenet", "include_top": False, "input_shape": (64, 64, 1)}, ValueError,
     "3 channels"),
    ({"weights": None, "input_tensor": np.ones((1, 32, 32, 3))}, ValueError, "symbolic tensor"),
])
def test_bad_arguments(kwargs, error, message):
    with pytest.raises(error, match=message):
        applications.ResNet50(**kwargs)


@pytest.mark.parametrize("name, side", [("InceptionV3", 75), ("InceptionResNetV2", 75),
                                        ("Xception", 71), ("NASNetMobile", 32)])
def test_least_sizes(name, side):
    with pytest.raises(ValueError, match=f"{name}: input_shape must be at least {side}x{side}"):
        getattr(applications, name)(weights=None, input_shape=(side - 1, side, 3))


def test_unusual_channels_warn():
    with pytest.warns(UserWarning, match="has 2 channels"):
        model = applications.MobileNet(**{**SMALL, "input_shape": (32, 32, 2)})
    assert model.input_shape == (None, 32, 32, 2)


@pytest.mark.parametrize("module, name", [(mobilenet, "MobileNet"), (mobilenet_v2, "MobileNetV2")])
def test_official_mobile_weights_exist_for_some_arguments(module, name):
    make = getattr(module, name)
    for kwargs, message in (({"depth_multiplier": 2}, "depth_multiplier must be 1"),
                            ({"alpha": 0.3}, "alpha must be one of"),
                            ({"include_top": False, "input_shape": (100, 100, 3)}, "square")):
        with pytest.raises(ValueError, match=message):
            make(weights="imagenet", **kwargs)


def test_open_shape_and_imagenet_nasnet():
    with pytest.raises(ValueError, match="must be static with weights='imagenet'"):
        applications.NASNetMobile(input_shape=(None, None, 3), include_top=False)


# tops and shapes

def test_tops():
    top = applications.MobileNet(classes=7, **SMALL)
    assert top.output_shape == (None, 7)
    np.testing.assert_allclose(top.predict(IMAGES).sum(1), 1, rtol=1e-5)
    maps = applications.MobileNet(include_top=False, weights=None, alpha=0.25)
    assert maps.output_shape == (None, None, None, 256)
    assert maps.predict(np.ones((1, 64, 96, 3))).shape == (1, 2, 3, 256)
    for pooling, reduce in (("avg", np.mean), ("max", np.max)):
        pooled = applications.MobileNet(include_top=False, pooling=pooling, **SMALL)
        assert pooled.output_shape == (None, 256)
        pooled.set_weights(maps.get_weights())
        np.testing.assert_allclose(pooled.predict(IMAGES), reduce(maps.predict(IMAGES), (1, 2)),
                                   rtol=1e-4, atol=1e-6)


def test_depth_multiplier_and_dropout():
    model = applications.MobileNet(depth_multiplier=2, dropout=0.3, **SMALL)
    assert model.get_layer("dropout").rate == 0.3
    assert model.get_layer("conv_dw_1").output_shape == (None, 16, 16, 16)


@pytest.mark.parametrize("alpha, filters, last", [(0.35, 16, 1280), (1.4, 48, 1792)])
def test_mobilenet_v2_rounds_channels_to_eights(alpha, filters, last):
    model = applications.MobileNetV2(weights=None, alpha=alpha, input_shape=(96, 96, 3))
    assert model.name == f"mobilenetv2_{alpha:.2f}_96"
    assert model.get_layer("Conv1").filters == filters
    assert model.get_layer("Conv_1").filters == last


def test_input_tensor_of_layers_before():
    image = Input((40, 40, 1))
    x = Conv2D(3, 3, padding="same")(image)
    model = applications.MobileNet(input_tensor=x, include_top=False, pooling="avg", weights=None,
                                   alpha=0.25)
    assert model.input_shape == (None, 40, 40, 1)
    assert model.predict(np.ones((2, 40, 40, 1))).shape == (2, 256)


def test_input_tensor_that_no_layer_made():
    x = K.placeholder((None, 32, 32, 3))
    model = applications.MobileNet(input_tensor=x, **SMALL)
    assert model.input_shape == (None, 32, 32, 3)
    with pytest.raises(ValueError, match="must come from a Keras layer"):
        applications.MobileNetV2(input_tensor=K.placeholder((None, 32, 32, 3)), **SMALL)


def test_mobilenet_v2_takes_its_size_from_the_tensor():
    model = applications.MobileNetV2(weights=None, alpha=0.35, input_tensor=Input((96, 96, 3)))
    assert model.name == "mobilenetv2_0.35_96"
    with pytest.raises(ValueError, match="must have the input_shape"):
        applications.MobileNetV2(weights=None, input_shape=(96, 96, 3),
                                 input_tensor=Input((64, 64, 3)))


def test_keras_hands_its_modules_down():
    @parts.keras_modules_injection
    def base(a, backend, layers, models, utils):
        return a, backend.floatx(), layers.Dense, models.Model, utils.to_categorical
    assert base(1)[0] == 1
    model = applications.MobileNet(backend=K, layers=None, **SMALL)
    assert model.name == "mobilenet_0.25_32"


# data formats

@pytest.mark.parametrize("name", ["MobileNet", "MobileNetV2", "Xception", "NASNetMobile"])
def test_some_networks_are_channels_last_only(name, channels_first):
    with pytest.warns(UserWarning, match=f"{name}: is there for the data format 'channels_last'"):
        model = getattr(applications, name)(weights=None, include_top=False)
    assert model.input_shape == (None, None, None, 3)
    assert K.image_data_format() == "channels_first"


def test_the_data_format_comes_back_after_an_error(channels_first):
    with pytest.raises(ValueError), pytest.warns(UserWarning):
        applications.MobileNet(weights=None, input_shape=(8, 8, 3))
    assert K.image_data_format() == "channels_first"


def test_channels_first(channels_first):
    model = applications.VGG16(weights=None, include_top=False)
    assert model.input_shape == (None, 3, None, None)
    assert model.output_shape == (None, 512, None, None)
    with pytest.raises(ValueError, match="at least 32x32"):
        applications.VGG16(weights=None, input_shape=(3, 8, 64))


# weight files

def test_a_weight_file_and_a_copy(tmp_path):
    model = applications.MobileNet(**SMALL)
    expected = model.predict(IMAGES)
    path = tmp_path / "weights.h5"
    model.save_weights(str(path))
    again = applications.MobileNet(**{**SMALL, "weights": path})
    np.testing.assert_array_equal(again.predict(IMAGES), expected)
    copy = clone_model(model)
    copy.load_weights(str(path), by_name=True)
    np.testing.assert_array_equal(copy.predict(IMAGES), expected)


def test_imagenet_asks_for_the_official_file(tmp_path, monkeypatch):
    path, asked = tmp_path / "official.h5", []
    source = applications.VGG16(weights=None, include_top=False)
    source.save_weights(str(path))

    def get_file(name, origin, **kwargs):
        asked.append((name, origin.rsplit("/", 1), kwargs))
        return str(path)
    monkeypatch.setattr(pretrained.data_utils, "get_file", get_file)
    model = applications.VGG16(include_top=False)
    for found, expected in zip(model.get_weights(), source.get_weights(), strict=True):
        np.testing.assert_array_equal(found, expected)
    name = "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"
    folder = "https://github.com/fchollet/deep-learning-models/releases/download/v0.1"
    assert asked == [(name, [folder, name], {
        "cache_subdir": "models", "file_hash": "6d6bbae143d832006294945121d1f1fc"})]


def test_names_of_official_files(monkeypatch):
    monkeypatch.setattr(pretrained.data_utils, "get_file",
                        lambda name, origin, **kwargs: (name, origin.rsplit("/", 1)[1]))
    assert vgg16.OFFICIAL.path(True)[0] == "vgg16_weights_tf_dim_ordering_tf_kernels.h5"
    assert mobilenet.official(0.75, 160).path(False)[0] == "mobilenet_7_5_160_tf_no_top.h5"
    assert mobilenet_v2.official(1, 96).path(True)[0] == \
        "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_96.h5"
    assert nasnet.LARGE.path(False) == ("nasnet_large_no_top.h5", "NASNet-large-no-top.h5")
