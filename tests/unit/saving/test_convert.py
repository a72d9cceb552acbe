"""kerastutor.saving.convert and cudnn: old layouts and CuDNN weights."""

from types import SimpleNamespace

import h5py
import numpy as np
import pytest

from kerastutor.layers import (
    GRU,
    LSTM,
    Bidirectional,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Conv3D,
    ConvLSTM2D,
    CuDNNGRU,
    CuDNNLSTM,
    Dense,
    Input,
    TimeDistributed,
)
from kerastutor.models import Model, Sequential
from kerastutor.saving import preprocess_weights_for_loading
from kerastutor.saving.cudnn import convert_rnn_weights
from kerastutor.utils.conv_utils import convert_kernel


def random(*shape):
    return np.random.RandomState(2).normal(size=shape).astype("float32")


def built(layer, *shape):
    """The layer in a model, with random weights."""
    model = Sequential([layer])
    model.build((None,) + shape)
    layer.set_weights([random(*w.shape) for w in layer.get_weights()])
    return layer


def equal(a, b):
    return len(a) == len(b) and all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def gates(weights, order):
    """Kernel, recurrent kernel, bias of all gates -> gate by gate, in a given order."""
    count = len(order)
    parts = [np.split(w, count, axis=-1) for w in weights]
    return [part[gate] for gate in order for part in parts]


# ---- Keras 1 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer", "shape", "old"), [
    (LSTM(2), (5, 3), lambda w: gates(w, (0, 2, 1, 3))),        # stored as i, c, f, o
    (GRU(2), (5, 3), lambda w: gates(w, (0, 1, 2))),
    (Conv1D(4, 3), (9, 2), lambda w: [w[0][:, None], w[1]]),
    (Conv1D(4, 3), (9, 2), lambda w: [np.transpose(w[0][:, None], (3, 2, 0, 1)), w[1]]),
    (Conv2D(4, 3), (9, 9, 2), list),
    (Conv2D(4, 3, data_format="channels_first"), (2, 9, 9),
     lambda w: [np.transpose(w[0], (3, 2, 0, 1)), w[1]]),
    (Conv3D(4, 2, data_format="channels_first"), (2, 5, 5, 5),
     lambda w: [np.transpose(w[0], (4, 3, 0, 1, 2)), w[1]]),
    (Conv2DTranspose(4, 3), (9, 9, 2), lambda w: [np.transpose(w[0], (0, 1, 3, 2)), w[1]]),
    (Conv2DTranspose(4, 3, data_format="channels_first"), (2, 9, 9),
     lambda w: [np.transpose(w[0], (2, 3, 0, 1)), w[1]]),
    (ConvLSTM2D(4, 2), (3, 5, 5, 2), lambda w: gates(w, (0, 2, 1, 3))),
    (ConvLSTM2D(4, 2, data_format="channels_first"), (3, 2, 5, 5),
     lambda w: [np.transpose(g, (3, 2, 0, 1)) if g.ndim == 4 else g
                for g in gates(w, (0, 2, 1, 3))]),
    (Dense(3), (4,), list),
], ids=lambda v: v.name if hasattr(v, "name") else "")
def test_keras_1_layouts(layer, shape, old):
    weights = built(layer, *shape).get_weights()
    for version in ("1", "1.2.2"):
        found = preprocess_weights_for_loading(layer, old(weights), version)
        assert equal(found, weights)
    assert equal(preprocess_weights_for_loading(layer, weights, "2.2.4"), weights)


def test_keras_1_inside_wrappers_and_models():
    lstm = built(Bidirectional(LSTM(2)), 5, 3)
    weights = lstm.get_weights()
    old = gates(weights[:3], (0, 2, 1, 3)) + gates(weights[3:], (0, 2, 1, 3))
    assert equal(preprocess_weights_for_loading(lstm, old, "1"), weights)

    conv = built(TimeDistributed(Conv2D(4, 3, data_format="channels_first")), 5, 2, 9, 9)
    weights = conv.get_weights()
    old = [np.transpose(weights[0], (3, 2, 0, 1)), weights[1]]
    assert equal(preprocess_weights_for_loading(conv, old, "1"), weights)

    x = Input((2, 9, 9))
    inner = Model(x, Conv2D(4, 3, data_format="channels_first")(x))
    inner.set_weights([random(*w.shape) for w in inner.get_weights()])
    weights = inner.get_weights()
    old = [np.transpose(weights[0], (3, 2, 0, 1)), weights[1]]
    assert equal(preprocess_weights_for_loading(inner, old, "1"), weights)


def test_a_keras_1_file(tmp_path):
    """Files without version are of Keras 1."""
    layer = built(LSTM(2), 5, 3)
    weights, x = layer.get_weights(), random(2, 5, 3)
    model = Sequential([LSTM(2, input_shape=(5, 3))])
    with h5py.File(tmp_path / "w.h5", "w") as f:
        f.attrs["layer_names"] = [b"lstm_1"]
        group = f.create_group("lstm_1")
        names = [f"lstm_1_{i}" for i in range(12)]
        group.attrs["weight_names"] = [n.encode() for n in names]
        for name, value in zip(names, gates(weights, (0, 2, 1, 3)), strict=True):
            group[name] = value
    model.load_weights(str(tmp_path / "w.h5"))
    assert equal(model.get_weights(), weights)
    assert model.predict(x).shape == (2, 2)


# ---- Theano -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer", "shape", "kernels"), [
    (Conv1D(4, 3), (9, 2), 1), (Conv2D(4, 3), (9, 9, 2), 1), (Conv3D(2, 2), (4, 4, 4, 2), 1),
    (ConvLSTM2D(4, 2), (3, 5, 5, 2), 2), (Dense(3), (4,), 0),
])
def test_theano_kernels_are_flipped(layer, shape, kernels):
    weights = built(layer, *shape).get_weights()
    stored = [convert_kernel(w) for w in weights[:kernels]] + weights[kernels:]
    assert equal(preprocess_weights_for_loading(layer, stored, "2.0.0", "theano"), weights)
    for backend in ("tensorflow", "cntk", None, "unknown"):
        assert equal(preprocess_weights_for_loading(layer, weights, "2.0.0", backend), weights)


# ---- CuDNN --------------------------------------------------------------------------------------

PAIRS = {
    "lstm": (lambda: LSTM(3, recurrent_activation="sigmoid", return_sequences=True),
             lambda: CuDNNLSTM(3, return_sequences=True)),
    "gru": (lambda: GRU(3, recurrent_activation="sigmoid", reset_after=True,
                        return_sequences=True),
            lambda: CuDNNGRU(3, return_sequences=True)),
}


def test_cudnn_lstm_layout():
    """Per gate: the input kernel in Fortran order, the recurrent kernel transposed."""
    inputs, units = 2, 3
    plain = [random(inputs, 4 * units), random(units, 4 * units), random(4 * units)]
    kernel, recurrent, bias = convert_rnn_weights(_like("CuDNNLSTM"), plain)
    for g in range(4):
        gate = slice(g * units, (g + 1) * units)
        assert np.array_equal(kernel[:, gate].ravel(), plain[0][:, gate].T.ravel())
        assert np.array_equal(recurrent[:, gate], plain[1][:, gate].T)
    assert np.allclose(bias[:12] + bias[12:], plain[2])
    back = convert_rnn_weights(_like("LSTM"), [kernel, recurrent, bias])
    assert equal(back[:2], plain[:2]) and np.allclose(back[2], plain[2])


def _like(name, **attributes):
    return type(name, (SimpleNamespace,), {})(name="layer", **attributes)


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize("wrap", [lambda layer: layer, Bidirectional,
                                  lambda layer: _as_model(layer)],
                         ids=["plain", "bidirectional", "nested"])
def test_weights_go_both_ways(tmp_path, kind, wrap):
    path, x = str(tmp_path / "w.h5"), random(2, 4, 2)
    plain, cudnn = (Sequential([wrap(make())]) for make in PAIRS[kind])
    for model in (plain, cudnn):
        model.build((None, 4, 2))
    plain.set_weights([random(*w.shape) for w in plain.get_weights()])
    expected = plain.predict(x)
    for source, target in ((plain, cudnn), (cudnn, plain)):
        source.save_weights(path)
        target.set_weights([w * 0 for w in target.get_weights()])
        target.load_weights(path)
        np.testing.assert_allclose(target.predict(x), expected, rtol=1e-5, atol=1e-6)


def _as_model(layer):
    x = Input((4, 2))
    return Model(x, layer(x))


def test_a_gru_of_the_other_kind_is_refused(tmp_path):
    path = str(tmp_path / "w.h5")
    Sequential([GRU(3, input_shape=(4, 2))]).save_weights(path)
    model = Sequential([CuDNNGRU(3, input_shape=(4, 2))])
    before = model.get_weights()
    with pytest.raises(ValueError, match=r"GRU\(reset_after=False\) is not compatible"):
        model.load_weights(path)
    assert equal(model.get_weights(), before)


def test_wrong_biases():
    weights = [random(2, 12), random(3, 12), random(7)]
    with pytest.raises(ValueError, match="bias"):
        convert_rnn_weights(_like("LSTM"), weights)
    assert convert_rnn_weights(_like("LSTM"), weights[:2]) == weights[:2]
    assert convert_rnn_weights(_like("Dense"), weights) == weights


def test_channels_first_conv_lstm_of_keras_1_and_parts_in_the_order_of_today():
    layer = ConvLSTM2D(5, (3, 3), input_shape=(6, 6, 6, 6), data_format="channels_first")
    Sequential([layer])
    weights = layer.get_weights()
    gates = [np.split(w, 4, axis=-1) for w in weights]          # i, f, c, o; stored as i, c, f, o
    today = [gates[part][gate] for gate in (0, 2, 1, 3) for part in range(3)]
    old = [w.transpose(3, 2, 0, 1) if w.ndim == 4 else w for w in today]
    for stored in (today, old):
        found = preprocess_weights_for_loading(layer, stored, original_keras_version="1")
        for a, b in zip(found, weights, strict=True):
            np.testing.assert_array_equal(a, b)
