"""kerastutor.legacy: Keras-1 calls give the Keras-2 layer, with one warning that shows the call."""

import inspect
import re
import warnings

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import layers, optimizers
from kerastutor.engine import InputLayer
from kerastutor.layers import Dense, Input, Layer
from kerastutor.legacy import interfaces
from kerastutor.legacy.rules import LAYERS, RULES
from kerastutor.models import Model, Sequential

CONV = {"init": "normal", "W_regularizer": "l1", "b_regularizer": "l2", "W_constraint": "maxnorm",
        "b_constraint": "unitnorm", "bias": False}
CONV2 = {"kernel_initializer": "normal", "kernel_regularizer": "l1", "bias_regularizer": "l2",
         "kernel_constraint": "maxnorm", "bias_constraint": "unitnorm", "use_bias": False}
RNN = {"output_dim": 2, "init": "normal", "inner_init": "glorot_uniform",
       "inner_activation": "sigmoid", "W_regularizer": "l1", "b_regularizer": "l1",
       "U_regularizer": "l1", "dropout_W": 0.1, "dropout_U": 0.2, "consume_less": "gpu",
       "input_dim": 3, "input_length": 5}
RNN2 = {"units": 2, "kernel_initializer": "normal", "recurrent_initializer": "glorot_uniform",
        "recurrent_activation": "sigmoid", "kernel_regularizer": "l1", "bias_regularizer": "l1",
        "recurrent_regularizer": "l1", "dropout": 0.1, "recurrent_dropout": 0.2,
        "implementation": 2, "input_shape": (5, 3)}


def without(options, *names):
    return {k: v for k, v in options.items() if k not in names}


# layer, the call in Keras 1 (positional, keywords), the call in Keras 2
CALLS = [
    ("Dense", (), {"output_dim": 2, **CONV}, {"units": 2, **CONV2}),
    ("Dense", (2,), {"init": "uniform"}, {"units": 2, "kernel_initializer": "uniform"}),
    ("Dropout", (), {"p": 0.1}, {"rate": 0.1}),
    ("SpatialDropout1D", (), {"p": 0.1}, {"rate": 0.1}),
    ("SpatialDropout2D", (), {"p": 0.1, "dim_ordering": "th"},
     {"rate": 0.1, "data_format": "channels_first"}),
    ("SpatialDropout3D", (), {"p": 0.1, "dim_ordering": "tf"},
     {"rate": 0.1, "data_format": "channels_last"}),
    ("GaussianNoise", (), {"sigma": 0.5}, {"stddev": 0.5}),
    ("GaussianDropout", (), {"p": 0.5}, {"rate": 0.5}),
    ("PReLU", (), {"init": "ones"}, {"alpha_initializer": "ones"}),
    ("Embedding", (4, 2), {"init": "normal", "W_regularizer": "l1", "W_constraint": "nonneg"},
     {"input_dim": 4, "output_dim": 2, "embeddings_initializer": "normal",
      "embeddings_regularizer": "l1", "embeddings_constraint": "nonneg"}),
    ("Embedding", (4, 2), {"dropout": 0.3}, {"input_dim": 4, "output_dim": 2}),
    ("SimpleRNN", (), without(RNN, "inner_activation", "consume_less"),
     without(RNN2, "recurrent_activation", "implementation")),
    ("GRU", (), without(RNN, "forget_bias_init"), RNN2),
    ("LSTM", (), {**RNN, "forget_bias_init": "one"}, {**RNN2, "unit_forget_bias": True}),
    ("LSTM", (2,), {"input_dim": 3}, {"units": 2, "input_shape": (None, 3)}),
    ("LSTM", (2,), {"consume_less": "mem"}, {"units": 2, "implementation": 1}),
    ("Conv1D", (), {"nb_filter": 5, "filter_length": 3, "subsample_length": 2,
                    "border_mode": "same", "input_dim": 3, "input_length": 6, **CONV},
     {"filters": 5, "kernel_size": 3, "strides": 2, "padding": "same", "input_shape": (6, 3),
      **CONV2}),
    ("Convolution1D", (5, 3), {"border_mode": "valid"},
     {"filters": 5, "kernel_size": 3, "padding": "valid"}),
    ("Conv2D", (5, 3, 2), {"subsample": (2, 2), "border_mode": "same", "dim_ordering": "tf",
                           **CONV},
     {"filters": 5, "kernel_size": (3, 2), "strides": (2, 2), "padding": "same",
      "data_format": "channels_last", **CONV2}),
    ("Convolution2D", (64, 3, 3), {}, {"filters": 64, "kernel_size": (3, 3)}),
    ("Conv2D", (5, 3), {"nb_col": 2}, {"filters": 5, "kernel_size": (3, 2)}),
    ("Conv2D", (5,), {"nb_row": 3, "nb_col": 2}, {"filters": 5, "kernel_size": (3, 2)}),
    ("Conv2D", (), {"nb_filter": 5, "nb_row": 3, "nb_col": 2},
     {"filters": 5, "kernel_size": (3, 2)}),
    ("Conv2D", (5, (3, 2)), {"dim_ordering": "default"},
     {"filters": 5, "kernel_size": (3, 2), "data_format": None}),
    ("Deconvolution2D", (5, 3, 3), {"output_shape": (6, 7, 5)},
     {"filters": 5, "kernel_size": (3, 3)}),
    ("Conv2DTranspose", (5, 3, 3, (6, 7, 5)), {"subsample": (2, 2)},
     {"filters": 5, "kernel_size": (3, 3), "strides": (2, 2)}),
    ("SeparableConv2D", (5, 3, 3), {"init": "normal", "border_mode": "same"},
     {"filters": 5, "kernel_size": (3, 3), "depthwise_initializer": "normal",
      "pointwise_initializer": "normal", "padding": "same"}),
    ("Conv3D", (5, 3, 2, 4), {"border_mode": "same", "dim_ordering": "tf", **CONV},
     {"filters": 5, "kernel_size": (3, 2, 4), "padding": "same", "data_format": "channels_last",
      **CONV2}),
    ("Convolution3D", (5, 3, 2), {"kernel_dim3": 4}, {"filters": 5, "kernel_size": (3, 2, 4)}),
    ("Conv3D", (5, 3), {"kernel_dim2": 2, "kernel_dim3": 4},
     {"filters": 5, "kernel_size": (3, 2, 4)}),
    ("Conv3D", (5,), {"kernel_dim1": 3, "kernel_dim2": 2, "kernel_dim3": 4},
     {"filters": 5, "kernel_size": (3, 2, 4)}),
    ("Conv3D", (), {"nb_filter": 5, "kernel_dim1": 3, "kernel_dim2": 2, "kernel_dim3": 4},
     {"filters": 5, "kernel_size": (3, 2, 4)}),
    ("ConvLSTM2D", (5, 3, 3), {"nb_filter": None, "forget_bias_init": "one", "init": "normal",
                               "inner_init": "uniform", "inner_activation": "relu",
                               "dropout_W": 0.2, "dropout_U": 0.1, "border_mode": "same"},
     {"filters": 5, "kernel_size": (3, 3), "unit_forget_bias": True,
      "kernel_initializer": "normal", "recurrent_initializer": "uniform",
      "recurrent_activation": "relu", "dropout": 0.2, "recurrent_dropout": 0.1,
      "padding": "same"}),
    ("LocallyConnected1D", (5,), {"filter_length": 3, "subsample_length": 2},
     {"filters": 5, "kernel_size": 3, "strides": 2}),
    ("LocallyConnected2D", (5, 3, 3), {"dim_ordering": "th"},
     {"filters": 5, "kernel_size": (3, 3), "data_format": "channels_first"}),
    *[(f"{kind}Pooling1D", (), {"pool_length": 3, "stride": 2, "border_mode": "same"},
       {"pool_size": 3, "strides": 2, "padding": "same"}) for kind in ("Max", "Average")],
    *[(f"{kind}Pooling2D", ((3, 3),), {"border_mode": "same", "dim_ordering": "th"},
       {"pool_size": (3, 3), "padding": "same", "data_format": "channels_first"})
      for kind in ("Max", "Average")],
    *[(f"{kind}Pooling3D", ((3, 3, 3),), {"border_mode": "same", "dim_ordering": "tf"},
       {"pool_size": (3, 3, 3), "padding": "same", "data_format": "channels_last"})
      for kind in ("Max", "Average")],
    *[(f"Global{kind}Pooling{n}D", (), {"dim_ordering": "th"}, {"data_format": "channels_first"})
      for kind in ("Max", "Average") for n in (2, 3)],
    ("UpSampling1D", (), {"length": 3}, {"size": 3}),
    ("UpSampling2D", ((2, 2),), {"dim_ordering": "th"},
     {"size": (2, 2), "data_format": "channels_first"}),
    ("UpSampling3D", ((2, 2, 2),), {"dim_ordering": "th"},
     {"size": (2, 2, 2), "data_format": "channels_first"}),
    ("ZeroPadding2D", ((2, 2),), {"dim_ordering": "th"},
     {"padding": (2, 2), "data_format": "channels_first"}),
    ("ZeroPadding2D", (), {"padding": {"top_pad": 1, "right_pad": 4}},
     {"padding": ((1, 0), (0, 4))}),
    ("ZeroPadding2D", ({"top_pad": 1, "bottom_pad": 2, "left_pad": 3, "right_pad": 4},), {},
     {"padding": ((1, 2), (3, 4))}),
    ("ZeroPadding3D", ((2, 2, 2),), {"dim_ordering": "tf"},
     {"padding": (2, 2, 2), "data_format": "channels_last"}),
    ("Cropping2D", (((1, 2), (3, 4)),), {"dim_ordering": "tf"},
     {"cropping": ((1, 2), (3, 4)), "data_format": "channels_last"}),
    ("Cropping3D", (((1, 2), (3, 4), (5, 6)),), {"dim_ordering": "tf"},
     {"cropping": ((1, 2), (3, 4), (5, 6)), "data_format": "channels_last"}),
    ("BatchNormalization", (), {"mode": 0, "beta_init": "ones", "gamma_init": "uniform"},
     {"beta_initializer": "ones", "gamma_initializer": "uniform"}),
]


@pytest.mark.parametrize(("name", "args", "old", "new"), CALLS,
                         ids=[f"{c[0]}-{i}" for i, c in enumerate(CALLS)])
def test_an_old_call_makes_the_new_layer(name, args, old, new):
    cls, old = getattr(layers, name), {k: v for k, v in old.items() if v is not None}
    with pytest.warns(UserWarning, match=rf"Update your `{cls.__name__}` call") as caught:
        layer = cls(*args, name="a", **old)
    assert len(caught) == 1 and caught[0].filename == __file__
    shown = str(caught[0].message)
    for keyword in set(new) - {"filters", "kernel_size", "input_dim", "output_dim"}:
        assert f"{keyword}=" in shown or "ZeroPadding2D" in shown or args
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        expected = cls(name="a", **new)
    assert layer.get_config() == expected.get_config()


def test_every_layer_of_the_table_is_tried():
    tried = {getattr(layers, call[0]).__name__ for call in CALLS}
    assert set(LAYERS) - tried == {"Lambda", "InputLayer"}


def test_the_warning_is_a_call_that_can_be_pasted():
    with pytest.warns(UserWarning) as caught:
        layers.Convolution2D(8, 3, 3, border_mode="same", bias=False, name="c")
    call = re.search(r"`(Conv2D\(.*\))`", str(caught[0].message)).group(1)
    pasted = eval(call, vars(layers))
    assert pasted.get_config()["padding"] == "same" and pasted.use_bias is False


def test_advice_beyond_the_call():
    with pytest.warns(UserWarning, match=r"SpatialDropout1D\(0.2\)"):
        layers.Embedding(4, 2, dropout=0.2)
    with pytest.warns(UserWarning, match="forget_bias_init='zero' is ignored"):
        layers.LSTM(2, forget_bias_init="zero")


@pytest.mark.parametrize(("call", "message"), [
    (lambda: Dense(2, "relu"), "can accept only 1 positional"),
    (lambda: layers.Dropout(0.1, None, 1, 2), "can accept only 3 positional"),
    (lambda: layers.Lambda(abs, None, None), "can accept only 2 positional"),
    (lambda: layers.BatchNormalization(1), "given by name"),
    (lambda: layers.BatchNormalization(mode=1), "mode must be 0"),
    (lambda: Dense(output_dim=2, units=3), "given once"),
    (lambda: Dense(2, nonsense=1), "nonsense"),
    (lambda: layers.Conv2D(2, 3, 3, 3), "at most 3"),
    (lambda: layers.Conv2D(2, (3, 3), 2), "can accept only 2 positional"),
    (lambda: layers.Conv3D(2, 3, 3, 3, 3), "at most 4"),
    (lambda: layers.Conv3D(2, 3, 3), "can accept only 2 positional"),
])
def test_calls_that_neither_version_knows(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_strides_by_position_are_too_ambiguous():
    with pytest.raises(ValueError, match="strides=2"):
        layers.Conv2D(32, 3, 2, padding="same")


def test_new_calls_give_no_warning_and_keep_their_signatures():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Dense(3, activation="relu", input_shape=(4,))
        layers.Conv2D(3, (2, 2), padding="same")
        layers.ZeroPadding2D(((1, 2), (3, 4)))
    assert list(inspect.signature(Dense).parameters)[:3] == ["units", "activation", "use_bias"]


# ---- models -------------------------------------------------------------------------------------


def small():
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse")
    return model


X, Y = np.ones((6, 2)), np.ones((6, 1))


def batches():
    while True:
        yield X[:3], Y[:3]


def one_warning(match, call):
    with pytest.warns(UserWarning, match=match) as caught:
        found = call()
    assert len(caught) == 1 and caught[0].filename == __file__
    return found


def test_model_with_input_and_output():
    x = Input((2,))
    y = Dense(1)(x)
    model = one_warning(r"Model\(inputs=", lambda: Model(input=x, output=y))
    assert model.input_shape == (None, 2)
    with pytest.raises(TypeError, match="given once"):
        Model(inputs=x, input=x, outputs=y)


def test_input_layer():
    layer = one_warning("dtype", lambda: InputLayer(input_shape=(2,), input_dtype="int32"))
    assert layer.dtype == "int32"


def test_fit():
    history = one_warning("epochs=2", lambda: small().fit(X, Y, nb_epoch=2, verbose=0))
    assert len(history.history["loss"]) == 2
    with pytest.raises(TypeError, match="nonsense"):
        small().fit(X, Y, nonsense=1, verbose=0)


def test_generator_methods():
    model = small()
    history = one_warning("count batches, not samples", lambda: model.fit_generator(
        batches(), samples_per_epoch=2, nb_epoch=3, verbose=0, validation_data=batches(),
        nb_val_samples=2, max_q_size=5, nb_worker=1, pickle_safe=False))
    assert len(history.history["loss"]) == 3
    assert one_warning("steps=2", lambda: model.evaluate_generator(batches(), val_samples=2)) >= 0
    found = one_warning("steps=2", lambda: model.predict_generator(batches(), val_samples=2))
    assert found.shape == (6, 1)


def test_samples_per_epoch_is_divided_by_the_batch_size_of_the_generator():
    class Batches:
        batch_size = 3
        calls = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.calls += 1
            return X[:3], Y[:3]

    model, source = small(), Batches()
    seen = []
    model.train_on_batch = lambda *args, **kwargs: seen.append(1) or 0.
    one_warning("steps_per_epoch=2", lambda: model.fit_generator(
        source, samples_per_epoch=6, epochs=1, verbose=0))
    assert len(seen) == 2


def test_add_weight_in_the_order_of_keras_1():
    class Old(Layer):
        def build(self, input_shape):
            self.a = self.add_weight((2, 3), initializer="ones", name="a")
            self.b = self.add_weight(shape=(3,), name="b", initializer="zeros")
            self.c = self.add_weight("c", (4,), initializer="zeros")
            super().build(input_shape)

        def call(self, x):
            return x

    layer = Old(input_shape=(2,))
    Sequential([layer])
    assert [K.int_shape(w) for w in layer.weights] == [(2, 3), (3,), (4,)]
    assert "a" in layer.a.name and "c" in layer.c.name


def test_get_updates_in_the_order_of_keras_1():
    w = K.variable(np.ones(3))
    loss = K.sum(w * w)
    for call in (lambda: optimizers.SGD(lr=0.1).get_updates([w], {}, loss),
                 lambda: optimizers.SGD(lr=0.1).get_updates([w], {}, loss=loss)):
        updates = one_warning("loss=", call)
        before = K.get_value(w)
        K.function([], [loss], updates)([])
        assert np.allclose(K.get_value(w), before * 0.8)
    with pytest.raises(TypeError, match="get_updates"):
        optimizers.SGD().get_updates([w], {}, loss, 1)


def test_decorators_for_own_layers():
    class MyDropout(Layer):
        @interfaces.legacy_dropout_support
        def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
            super().__init__(**kwargs)
            self.rate = rate

        def call(self, x):
            return x

    assert one_warning(r"MyDropout\(rate=0.5\)", lambda: MyDropout(p=0.5)).rate == 0.5
    assert {f"legacy_{name}_support" for name in RULES} == set(interfaces.__all__)


def test_warnings_name_the_users_line():
    from kerastutor.layers import LSTM, Conv2D, MaxoutDense, SimpleRNN, StackedRNNCells
    calls = [lambda: LSTM(2, implementation=0), lambda: SimpleRNN(2, implementation=1),
             lambda: MaxoutDense(2), lambda: Conv2D(2, 3, 3),
             lambda: StackedRNNCells([], reverse_state_order=True)]
    for call in calls:
        with pytest.warns(UserWarning) as record:
            call()
        assert {w.filename for w in record} == {__file__}, record[0].message
