"""`multi_gpu_model` on virtual GPUs: the numbers of the single model, names, saving, errors."""
import numpy as np
import pytest

import kerastutor
from kerastutor import backend as K
from kerastutor.layers import Dense, Embedding, Input, SimpleRNN, add
from kerastutor.models import Model, Sequential, load_model
from kerastutor.parallel import BatchPart, multi_gpu_model
from kerastutor.testing import check_layer

RANDOM = np.random.RandomState(0)
X, Y = RANDOM.rand(22, 4).astype("float32"), RANDOM.rand(22, 2).astype("float32")


@pytest.fixture(autouse=True)
def four_virtual_gpus(monkeypatch):
    monkeypatch.setenv("KERASTUTOR_VIRTUAL_GPUS", "4")


def template():
    return Sequential([Dense(5, activation="tanh", input_shape=(4,)), Dense(2)])


def same(one, two):
    for a, b in zip(one.get_weights(), two.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("gpus", [2, 3, None, [0, 2], (3, 1, 0)])
@pytest.mark.parametrize("cpu_merge", [True, False])
def test_equals_the_single_model(gpus, cpu_merge):
    model = template()
    single = template()
    single.set_weights(model.get_weights())
    parallel = multi_gpu_model(model, gpus, cpu_merge=cpu_merge)
    np.testing.assert_allclose(parallel.predict(X, batch_size=7), single.predict(X), rtol=1e-5)
    for each in (parallel, single):
        each.compile("adam", "mse", metrics=["mae"])
    one, two = (each.fit(X, Y, batch_size=8, epochs=3, shuffle=False, verbose=0).history
                for each in (parallel, single))
    for a, b in zip(one.values(), two.values(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4)
    same(model, single)
    np.testing.assert_allclose(parallel.evaluate(X, Y, verbose=0), single.evaluate(X, Y, verbose=0),
                               rtol=1e-4)


def test_fewer_samples_than_gpus():
    model = template()
    parallel = multi_gpu_model(model, 4)
    np.testing.assert_allclose(parallel.predict(X[:3]), model.predict(X[:3]), rtol=1e-5)


def test_several_inputs_and_outputs_keep_their_names():
    a, b = Input((4,), name="a"), Input((4,), name="b")
    inner = Sequential([Dense(3, input_shape=(4,)), Dense(1)], name="inner")
    one, two = inner(a), inner(b)
    model = Model([a, b], [add([one, two], name="total"), one, two])
    parallel = multi_gpu_model(model, 2)
    assert parallel.output_names == ["total", "inner_1", "inner_2"]
    assert parallel.input_names == ["a", "b"]
    for got, expected in zip(parallel.predict([X, X[::-1]]), model.predict([X, X[::-1]])):
        np.testing.assert_allclose(got, expected, rtol=1e-5)


def test_masks_and_states():
    steps, state = Input((4,), dtype="int32"), Input((3,))
    embedded = Embedding(9, 3, mask_zero=True)(steps)
    model = Model([steps, state], SimpleRNN(3)(embedded, initial_state=state))
    data = [RANDOM.randint(0, 9, (10, 4)), RANDOM.rand(10, 3)]
    np.testing.assert_allclose(multi_gpu_model(model, 3).predict(data), model.predict(data),
                               rtol=1e-5)


def test_template_and_parallel_model_can_be_saved(tmp_path):
    model = template()
    parallel = multi_gpu_model(model, 2)
    parallel.compile("sgd", "mse")
    parallel.fit(X, Y, verbose=0)
    expected = parallel.predict(X)
    model.save(tmp_path / "template.h5")
    parallel.save(tmp_path / "parallel.h5")
    K.clear_session()
    for name in ("template", "parallel"):
        loaded = load_model(tmp_path / f"{name}.h5", compile=name == "parallel")
        np.testing.assert_allclose(loaded.predict(X), expected, rtol=1e-5)


def test_relocation_trains_a_copy():
    model = template()
    before = model.get_weights()
    parallel = multi_gpu_model(model, 2, cpu_relocation=True)
    np.testing.assert_allclose(parallel.predict(X), model.predict(X), rtol=1e-5)
    parallel.compile("sgd", "mse")
    parallel.fit(X, Y, verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_parts_as_a_layer():
    check_layer(BatchPart, {"index": 0, "parts": 1}, input_shape=(6, 3))


@pytest.mark.parametrize(("gpus", "message"), [
    (1, "number of at least 2.*got gpus=1"), ([0], "at least 2 numbers"), ("2", "got gpus='2'"),
    (5, "no /gpu:4"), ([0, 7], r"only \['/cpu:0', '/gpu:0'.*no /gpu:7"), ([], "at least 2"),
])
def test_wrong_gpus(gpus, message):
    with pytest.raises(ValueError, match=message):
        multi_gpu_model(template(), gpus)


def test_without_gpus(monkeypatch):
    monkeypatch.delenv("KERASTUTOR_VIRTUAL_GPUS")
    for gpus in (None, 2):
        with pytest.raises(ValueError, match=r"this machine has .*\['/cpu:0'\]"):
            multi_gpu_model(template(), gpus)
    monkeypatch.setenv("KERASTUTOR_VIRTUAL_GPUS", "many")
    with pytest.raises(ValueError, match="number from 0 to 64, got 'many'"):
        multi_gpu_model(template(), 2)


def test_a_model_without_inputs():
    with pytest.raises(ValueError, match="must know its inputs"):
        multi_gpu_model(Sequential([Dense(2)]), 2)


def test_names_of_keras():
    assert kerastutor.utils.multi_gpu_model is multi_gpu_model
    names = kerastutor.utils.multi_gpu_utils._get_available_devices()
    normal = map(kerastutor.utils.multi_gpu_utils._normalize_device_name, names)
    assert list(normal) == ["/cpu:0", "/gpu:0", "/gpu:1", "/gpu:2", "/gpu:3"]
    assert len(K.tensorflow_backend._get_available_gpus()) == 4
    device = K.get_session().list_devices()[1]
    assert device == device.name == "/device:GPU:0" and device.device_type == "GPU"
