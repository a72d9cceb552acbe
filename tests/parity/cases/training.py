"""Cases: optimizers step by step, initializers' moments, and whole training runs."""
from typing import NamedTuple

from tests.parity.cases.layer import C, L, R
from tests.parity.source import binary, floats, ids, onehot, positive, sequences, signs


class OptimizerCase(NamedTuple):
    """Five `train_on_batch` steps of a small classifier."""

    name: str
    optimizer: str
    args: dict
    dense: dict = {}        # more arguments for the first Dense layer


def _variants(optimizer, **named):
    return [OptimizerCase(f"{optimizer.lower()}/{suffix}", optimizer, args)
            for suffix, args in named.items()]


CLIPS = {"clipnorm": {"clipnorm": 0.1}, "clipvalue": {"clipvalue": 0.02},
         "both": {"clipnorm": 0.1, "clipvalue": 0.02}}
OPTIMIZERS = (
    _variants("SGD", defaults={}, momentum={"momentum": 0.9}, nesterov={
        "lr": 0.1, "momentum": 0.9, "nesterov": True}, decay={"lr": 0.5, "decay": 0.3},
        all={"lr": 0.2, "momentum": 0.8, "decay": 0.1, "nesterov": True}, **CLIPS)
    + _variants("RMSprop", defaults={}, decay={"decay": 0.2}, numbers={
        "lr": 0.02, "rho": 0.7, "epsilon": 1e-3}, clipnorm={"clipnorm": 0.1})
    + _variants("Adagrad", defaults={}, decay={"lr": 0.1, "decay": 0.2}, epsilon={"epsilon": 0.1})
    + _variants("Adadelta", defaults={}, decay={"decay": 0.2}, numbers={
        "lr": 0.7, "rho": 0.8, "epsilon": 1e-4})
    + _variants("Adam", defaults={}, amsgrad={"amsgrad": True, "lr": 0.05}, decay={"decay": 0.2},
                numbers={"lr": 0.01, "beta_1": 0.7, "beta_2": 0.8, "epsilon": 1e-3},
                clipvalue={"clipvalue": 0.02})
    + _variants("Adamax", defaults={}, decay={"decay": 0.2}, numbers={"beta_1": 0.7,
                                                                      "beta_2": 0.8})
    + _variants("Nadam", defaults={}, numbers={"lr": 0.01, "schedule_decay": 0.1},
                clipnorm={"clipnorm": 0.1})
    + [OptimizerCase("sgd/constraint", "SGD", {"lr": 0.5},
                     {"kernel_constraint": C("max_norm", max_value=0.6),
                      "bias_constraint": C("non_neg")}),
       OptimizerCase("adam/regularizer", "Adam", {"lr": 0.01},
                     {"kernel_regularizer": R("l2", l=0.1), "bias_regularizer": R("l1", l=0.1)}),
       OptimizerCase("sgd/frozen", "SGD", {"lr": 0.5}, {"trainable": False}),
       OptimizerCase("adam/unit_norm", "Adam", {"lr": 0.05},
                     {"kernel_constraint": C("unit_norm")})]
)


class InitializerCase(NamedTuple):
    """An initializer and the shapes that it fills."""

    name: str
    initializer: str
    args: dict
    shapes: tuple


WEIGHTS = ((120, 80), (3, 3, 20, 30), (5, 24, 40))
INITIALIZERS = [InitializerCase(name.lower() + suffix, name, args, shapes)
                for name, suffix, args, shapes in (
    ("Zeros", "", {}, ((2, 3),)), ("Ones", "", {}, ((2, 3),)),
    ("Constant", "", {"value": 2.5}, ((2, 3),)), ("Constant", "/defaults", {}, ((2, 3),)),
    ("Identity", "", {"gain": 1.5}, ((4, 4),)),
    ("RandomNormal", "", {"mean": 0.3, "stddev": 0.2}, WEIGHTS),
    ("RandomNormal", "/defaults", {}, WEIGHTS),
    ("RandomUniform", "", {"minval": -0.1, "maxval": 0.4}, WEIGHTS),
    ("RandomUniform", "/defaults", {}, WEIGHTS),
    ("TruncatedNormal", "", {"mean": 0.3, "stddev": 0.2}, WEIGHTS),
    ("TruncatedNormal", "/defaults", {}, WEIGHTS),
    ("VarianceScaling", "", {}, WEIGHTS),
    ("VarianceScaling", "/fan_out", {"scale": 2.0, "mode": "fan_out"}, WEIGHTS),
    ("VarianceScaling", "/fan_avg", {"mode": "fan_avg", "distribution": "uniform"}, WEIGHTS),
    ("Orthogonal", "", {"gain": 1.3}, ((40, 30), (30, 40), (3, 3, 10, 30))),
)] + [InitializerCase(name, name, {}, WEIGHTS) for name in (
    "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform",
    "lecun_normal")]


class FitCase(NamedTuple):
    """A `fit` of a small model without shuffling, then `evaluate` and `predict`."""

    name: str
    inputs: list
    towers: list            # one list of layers for each input
    heads: list             # one list of layers for each output, on the sum of the towers
    targets: list
    compile: dict
    fit: dict = {}
    sample_weight: list = []        # one input spec for each output, or empty
    mode: str = ""                  # sample_weight_mode


N = 10
HIDDEN = [L("Dense", units=5, activation="tanh", name="hidden")]
SOFTMAX = [L("Dense", units=3, activation="softmax", name="main")]
LINEAR = [L("Dense", units=2, name="aux")]
SIGMOID = [L("Dense", units=1, activation="sigmoid", name="main")]


def fit(name, head, target, inputs=None, tower=None, options=None, **compiled):
    """A `FitCase` with one input and one output."""
    more = dict(options or {})
    own = {key: more.pop(key) for key in ("sample_weight", "mode") if key in more}
    return FitCase(name, [inputs or floats(N, 4)], [tower or HIDDEN], [head], [target],
                   dict({"optimizer": "sgd"}, **compiled), more, **own)


CROSS = "categorical_crossentropy"
PADDED = sequences([4, 2, 3, 1, 4, 4, 2, 3, 1, 2], N, 4, 3)
FITS = [
    fit("softmax", SOFTMAX, onehot(N, 3), loss=CROSS, metrics=["accuracy"]),
    fit("softmax_short_name", SOFTMAX, onehot(N, 3), loss=CROSS, metrics=["acc", "mae"],
        optimizer="adam"),
    fit("sparse", SOFTMAX, ids(3, N, 1), loss="sparse_categorical_crossentropy",
        metrics=["acc"], optimizer="rmsprop"),
    fit("sigmoid", SIGMOID, binary(N, 1), loss="binary_crossentropy", metrics=["accuracy"]),
    fit("regression", LINEAR, floats(N, 2), loss="mse", metrics=["mae", "mse"],
        optimizer="adadelta"),
    fit("hinge", LINEAR, signs(N, 2), loss="hinge", optimizer="nadam"),
    fit("no_metrics", LINEAR, floats(N, 2), loss="mean_squared_error", optimizer="adamax"),
    fit("split", SOFTMAX, onehot(N, 3), loss=CROSS, metrics=["accuracy"],
        options={"validation_split": 0.3}),
    fit("class_weight", SOFTMAX, onehot(N, 3), loss=CROSS, metrics=["accuracy"],
        options={"class_weight": {0: 1.0, 1: 3.0, 2: 0.5}}),
    fit("class_weight_sparse", SOFTMAX, ids(3, N, 1), loss="sparse_categorical_crossentropy",
        options={"class_weight": {0: 1.0, 1: 3.0, 2: 0.5}}),
    fit("sample_weight", SOFTMAX, onehot(N, 3), loss=CROSS, metrics=["accuracy"],
        options={"sample_weight": [positive(N)]}),
    fit("sample_weight_zeros", LINEAR, floats(N, 2), loss="mse",
        options={"sample_weight": [binary(N)]}),
    fit("weighted_metrics", SOFTMAX, onehot(N, 3), loss=CROSS, metrics=["mse"],
        weighted_metrics=["accuracy"], options={"sample_weight": [positive(N)]}),
    fit("temporal", [L("Dense", units=3, activation="softmax", name="main")], onehot(N, 4, 3),
        inputs=floats(N, 4, 3), tower=[L("SimpleRNN", units=4, return_sequences=True,
                                         name="rnn")], loss=CROSS, metrics=["accuracy"],
        options={"sample_weight": [positive(N, 4)], "mode": "temporal"}),
    fit("masked", [L("Dense", units=3, activation="softmax", name="main")], onehot(N, 4, 3),
        inputs=PADDED, tower=[L("Masking", name="mask"), L("LSTM", units=4, name="rnn",
                                                           return_sequences=True)],
        loss=CROSS, metrics=["accuracy"]),
    fit("masked_weighted", [L("Dense", units=2, name="main")], floats(N, 4, 2),
        inputs=PADDED, tower=[L("Masking", name="mask"), L("GRU", units=4, name="rnn",
                                                           return_sequences=True)],
        loss="mse", options={"sample_weight": [positive(N)]}),
    fit("penalties", LINEAR, floats(N, 2), loss="mse", metrics=["mae"], tower=[
        L("Dense", units=5, name="hidden", kernel_regularizer=R("l2", l=0.1),
          bias_regularizer=R("l1", l=0.1), activity_regularizer=R("l2", l=0.01))]),
    fit("batch_norm", SOFTMAX, onehot(N, 3), loss=CROSS, metrics=["accuracy"], tower=[
        L("Dense", units=5, name="hidden"), L("BatchNormalization", name="bn", momentum=0.8),
        L("Activation", activation="relu", name="act")]),
    fit("frozen_batch_norm", LINEAR, floats(N, 2), loss="mse", tower=[
        L("Dense", units=5, name="hidden"), L("BatchNormalization", name="bn", trainable=False)]),
    fit("convolution", SOFTMAX, onehot(N, 3), inputs=floats(N, 6, 6, 1), loss=CROSS,
        metrics=["accuracy"], optimizer="rmsprop", tower=[
            L("Conv2D", filters=3, kernel_size=3, activation="relu", name="conv"),
            L("MaxPooling2D", name="pool"), L("Flatten", name="flat")]),
    fit("embedding", SIGMOID, binary(N, 1), inputs=ids(6, N, 5), loss="binary_crossentropy",
        metrics=["acc"], optimizer="adam", tower=[
            L("Embedding", input_dim=6, output_dim=3, mask_zero=True, name="embed"),
            L("LSTM", units=4, name="rnn")]),
    FitCase("two_outputs", [floats(N, 4)], [HIDDEN], [SOFTMAX, LINEAR],
            [onehot(N, 3), floats(N, 2)],
            {"optimizer": "sgd", "loss": [CROSS, "mse"], "metrics": ["mae"]}),
    FitCase("two_by_two", [floats(N, 4), floats(N, 3)],
            [HIDDEN, [L("Dense", units=5, name="second")]], [SOFTMAX, LINEAR],
            [onehot(N, 3), floats(N, 2)],
            {"optimizer": "sgd", "loss": {"main": CROSS, "aux": "mse"},
             "loss_weights": {"main": 1.0, "aux": 0.2}, "metrics": {"main": "accuracy"}},
            {"validation_split": 0.3}),
    FitCase("loss_weights", [floats(N, 4)], [HIDDEN], [SOFTMAX, LINEAR],
            [onehot(N, 3), floats(N, 2)],
            {"optimizer": "adam", "loss": [CROSS, "mae"], "loss_weights": [0.5, 2.0],
             "metrics": {"main": ["accuracy"], "aux": ["mse", "mae"]}}, {},
            [positive(N), positive(N)]),
    FitCase("one_loss", [floats(N, 4)], [HIDDEN], [SOFTMAX, LINEAR],
            [onehot(N, 3), floats(N, 2)], {"optimizer": "sgd", "loss": "mse"},
            {"class_weight": {"main": {0: 2.0, 1: 0.5, 2: 1.0}}}),
]


class StatefulCase(NamedTuple):
    """A stateful recurrent layer: two predictions in a row, then again after a reset."""

    name: str
    layer: str
    args: dict
    inputs: list


STATEFUL = [StatefulCase("stateful_{}{}".format(kind.lower(), "_mask" if mask else ""), kind,
                         {"units": 3, "mask": mask}, [sequences([3, 2], 2, 3, 2)] * 2)
            for kind in ("SimpleRNN", "GRU", "LSTM") for mask in (False, True)]
