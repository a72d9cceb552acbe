"""kerastutor.saving.layout: weights by order and by name, all or nothing."""

import h5py
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.layers import LSTM, Conv2D, Dense, Dropout, Input
from kerastutor.models import Model, Sequential
from kerastutor.saving.layout import unique_names


def random(*shape):
    return np.random.RandomState(1).normal(size=shape).astype("float32")


def net(*names, units=3, last=2):
    model = Sequential()
    model.add(Dense(units, input_shape=(4,), name=names[0]))
    model.add(Dropout(0.1))
    model.add(Dense(last, name=names[1]))
    return model


def equal(a, b):
    return len(a) == len(b) and all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@pytest.fixture(autouse=True)
def fresh_names():
    K.clear_session()


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "w.h5")


def test_by_order_names_do_not_matter(path):
    a, b = net("one", "two"), net("uno", "due")
    a.save_weights(path)
    b.load_weights(path)
    assert equal(a.get_weights(), b.get_weights())


def test_a_model_file_is_a_weight_file_too(path):
    a, b = net("one", "two"), net("uno", "due")
    a.save(path)
    b.load_weights(path)
    assert equal(a.get_weights(), b.get_weights())
    with h5py.File(path, "r") as f:
        b.set_weights([w * 0 for w in b.get_weights()])
        b.load_weights(f)
        assert equal(a.get_weights(), b.get_weights())
        b.load_weights(f["model_weights"])


def test_by_name_only_what_matches(path):
    a = net("one", "two")
    a.save_weights(path)
    b = net("one", "other", last=7)
    before = b.get_weights()
    b.load_weights(path, by_name=True)
    assert equal(b.get_weights(), a.get_weights()[:2] + before[2:])


def test_by_name_with_mismatch(path):
    a, b = net("one", "two"), net("one", "two", last=7)
    a.save_weights(path)
    before = b.get_weights()
    with pytest.raises(ValueError, match=r"two: .*\(3, 7\).*\(3, 2\)"):
        b.load_weights(path, by_name=True)
    assert equal(b.get_weights(), before)                   # also the layer that would fit
    with pytest.warns(UserWarning, match="Skipping loading of weights for layer two") as caught:
        b.load_weights(path, by_name=True, skip_mismatch=True)
    assert len(caught) == 2                                 # kernel and bias
    assert equal(b.get_weights(), a.get_weights()[:2] + before[2:])


def test_skip_mismatch_for_another_number_of_weights(path):
    Sequential([Dense(2, input_shape=(4,), use_bias=False, name="d")]).save_weights(path)
    b = Sequential([Dense(2, input_shape=(4,), name="d")])
    with pytest.warns(UserWarning, match="number of weights"):
        b.load_weights(path, by_name=True, skip_mismatch=True)
    with pytest.raises(ValueError, match="expects 2 weights.*saved ones are 1"):
        b.load_weights(path, by_name=True)


def test_wrong_numbers_of_layers(path):
    net("one", "two").save_weights(path)
    model = Sequential([Dense(3, input_shape=(4,))])
    with pytest.raises(ValueError, match="of 2 layers into a model with 1 layers"):
        model.load_weights(path)


def test_a_mismatch_names_layer_and_shapes_and_changes_nothing(path):
    net("one", "two", last=5).save_weights(path)
    model = net("one", "two")
    before = model.get_weights()
    message = r"two: .*two.*kernel:0 has shape \(3, 2\).*shape \(3, 5\)"
    with pytest.raises(ValueError, match=message):
        model.load_weights(path)
    assert equal(model.get_weights(), before)


def test_huge_declared_sizes_are_refused_before_reading(path):
    net("one", "two").save_weights(path)
    with h5py.File(path, "r+") as f:
        del f["two/two/kernel:0"]
        f["two"].create_dataset("two/kernel:0", (10**9, 10**5), "f4", chunks=(1000, 1000),
                                compression="gzip")
    model = net("one", "two")
    for by_name in (False, True):
        with pytest.raises(ValueError, match="1000000000, 100000"):
            model.load_weights(path, by_name=by_name)
    with pytest.warns(UserWarning, match="Skipping"):
        model.load_weights(path, by_name=True, skip_mismatch=True)


def test_reshape(path):
    a = Sequential([Conv2D(4, 3, input_shape=(5, 5, 2), name="c")])
    a.save_weights(path)
    b = Sequential([Conv2D(4, (1, 9), input_shape=(5, 9, 2), name="c")])
    with pytest.raises(ValueError, match="c: "):
        b.load_weights(path)
    for by_name in (False, True):
        b.set_weights([w * 0 for w in b.get_weights()])
        b.load_weights(path, by_name=by_name, reshape=True)
        assert np.array_equal(b.get_weights()[0].ravel(), a.get_weights()[0].ravel())
    c = Sequential([Conv2D(5, 3, input_shape=(5, 5, 2), name="c")])
    with pytest.raises(ValueError, match="equal size"):
        c.load_weights(path, reshape=True)


def test_nested_models_keep_their_order(path):
    def make():
        x = Input((3, 4))
        inner_in = Input((3, 4))
        inner = Model(inner_in, LSTM(2)(Dense(3)(inner_in)))
        inner.layers[1].trainable = False
        return Model(x, Dense(1)(inner(x)))

    a, b = make(), make()
    a.save_weights(path)
    b.load_weights(path)
    x = random(2, 3, 4)
    assert np.array_equal(a.predict(x), b.predict(x))


def test_layer_names_with_slashes(path):
    a = net("block/a", "block/b")
    a.save_weights(path)
    b = net("block/a", "block/b")
    b.load_weights(path, by_name=True)
    assert equal(a.get_weights(), b.get_weights())


def test_values_of_another_type(path):
    a = net("one", "two")
    with h5py.File(path, "w") as f:
        a.save_weights(f)
        doubles = f["one/one/kernel:0"][()].astype("float64")
        del f["one/one/kernel:0"]
        f["one/one/kernel:0"] = doubles
    b = net("one", "two")
    b.load_weights(path)
    assert equal(a.get_weights(), b.get_weights())


def test_unique_names():
    variables = [K.variable(0., name="a"), K.variable(0., name="a"), K.variable(0., name="a"),
                 object()]
    names = unique_names(variables)
    assert len(set(names)) == 4 and names[3] == "param_3"


def test_no_weight_file(path):
    with h5py.File(path, "w"):
        pass
    with pytest.raises(ValueError, match="layer_names"):
        net("one", "two").load_weights(path)
    with pytest.raises(FileNotFoundError, match="must exist"):
        net("one", "two").load_weights(path + "x")
