"""Cases: losses, metrics, activation functions, regularizers and constraints."""
from tests.parity.cases.expression import expression
from tests.parity.source import binary, classes, floats, given, onehot, positive, probs, signs, unit

GRID = given([-1e3, -50, -5, -2.6, -1, -0.3, -1e-3, 1e-3, 0.3, 1, 2.6, 5, 50, 80])

# Loss functions: name -> (targets, predictions).
PAIRS = {
    "mean_squared_error": [floats(3, 4), floats(3, 4)],
    "mean_absolute_error": [floats(3, 4), floats(3, 4)],
    "mean_absolute_percentage_error": [positive(3, 4), floats(3, 4)],
    "mean_squared_logarithmic_error": [unit(3, 4), positive(3, 4)],
    "squared_hinge": [signs(3, 4), floats(3, 4)],
    "hinge": [signs(3, 4), floats(3, 4)],
    "categorical_hinge": [onehot(3, 4), floats(3, 4)],
    "logcosh": [floats(3, 4), floats(3, 4)],
    "categorical_crossentropy": [onehot(3, 4), probs(3, 4)],
    "sparse_categorical_crossentropy": [classes(4, 3, 1), probs(3, 4)],
    "binary_crossentropy": [binary(3, 4), unit(3, 4)],
    "kullback_leibler_divergence": [probs(3, 4), probs(3, 4)],
    "poisson": [positive(3, 4), positive(3, 4)],
    "cosine_proximity": [floats(3, 4), floats(3, 4)],
}
SEQUENCES = {
    "categorical_crossentropy": [onehot(2, 3, 4), probs(2, 3, 4)],
    "sparse_categorical_crossentropy": [classes(4, 2, 3, 1), probs(2, 3, 4)],
    "binary_crossentropy": [binary(2, 3, 1), unit(2, 3, 1)],
    "mean_squared_error": [floats(2, 3, 4), floats(2, 3, 4)],
    "cosine_proximity": [floats(2, 3, 4), floats(2, 3, 4)],
    "categorical_hinge": [onehot(2, 3, 4), floats(2, 3, 4)],
}
EDGES = {
    "categorical_crossentropy": [given([[1, 0], [0, 1], [1, 0]]),
                                 given([[0, 1], [0, 1], [2, 6]])],
    "binary_crossentropy": [given([[1.0], [0], [1], [0]]), given([[0.0], [1], [1], [0]])],
    "mean_absolute_percentage_error": [given([[0.0, 1, -2]]), given([[1.0, 2, 3]])],
    "mean_squared_logarithmic_error": [given([[0.0, 1, 2]]), given([[-3.0, -0.5, 4]])],
    "kullback_leibler_divergence": [given([[0.0, 1], [0.3, 0.7]]), given([[1.0, 0], [0.5, 0.5]])],
    "logcosh": [given([[0.0, 0, 0]]), given([[1000.0, -50, 1e-3]])],
    "poisson": [given([[1.0, 2]]), given([[0.0, 1]])],
    "cosine_proximity": [given([[0.0, 0], [1, 2]]), given([[1.0, 2], [2, 4]])],
}


def loss(name, suffix, inputs, **options):
    """A case of a loss, found by its name."""
    return expression(name + suffix, lambda keras, t, p: keras.losses.get(name)(t, p), *inputs,
                      **options)


LOSSES = ([loss(name, "", inputs) for name, inputs in PAIRS.items()]
          + [loss(name, "/sequence", inputs) for name, inputs in SEQUENCES.items()]
          + [loss(name, "/edges", inputs, grad=False) for name, inputs in EDGES.items()])


def metric(name, *inputs, suffix="", **args):
    """A case of a metric, found by its name."""
    return expression(name + suffix,
                      lambda keras, t, p: keras.metrics.get(name)(t, p, **args),
                      *inputs, grad=False)


METRICS = [
    metric("binary_accuracy", binary(5, 3), unit(5, 3)),
    metric("binary_accuracy", given([[1.0], [0], [1]]), given([[0.5], [0.5], [0.51]]),
           suffix="/half"),
    metric("categorical_accuracy", onehot(6, 4), probs(6, 4)),
    metric("categorical_accuracy", onehot(2, 3, 4), probs(2, 3, 4), suffix="/sequence"),
    metric("sparse_categorical_accuracy", classes(4, 6, 1), probs(6, 4)),
    metric("top_k_categorical_accuracy", onehot(6, 8), probs(6, 8)),
    metric("top_k_categorical_accuracy", onehot(6, 8), probs(6, 8), suffix="/2", k=2),
    metric("sparse_top_k_categorical_accuracy", classes(8, 6, 1), probs(6, 8)),
    metric("sparse_top_k_categorical_accuracy", classes(8, 6, 1), probs(6, 8), suffix="/3",
           k=3),
] + [
    metric(name, *PAIRS[long], suffix="/as_metric") for name, long in (
        ("mse", "mean_squared_error"), ("mae", "mean_absolute_error"),
        ("mape", "mean_absolute_percentage_error"), ("msle", "mean_squared_logarithmic_error"),
        ("cosine", "cosine_proximity"), ("MSE", "mean_squared_error"),
        ("poisson", "poisson"), ("hinge", "hinge"), ("squared_hinge", "squared_hinge"),
        ("logcosh", "logcosh"), ("binary_crossentropy", "binary_crossentropy"),
        ("categorical_crossentropy", "categorical_crossentropy"),
        ("sparse_categorical_crossentropy", "sparse_categorical_crossentropy"),
        ("kullback_leibler_divergence", "kullback_leibler_divergence"))
]


def activation(name, *inputs, suffix="", **args):
    """A case of an activation function."""
    return expression(name + suffix,
                      lambda keras, x: getattr(keras.activations, name)(x, **args),
                      *inputs)


ACTIVATIONS = [activation(name, GRID) for name in (
    "elu", "selu", "softplus", "softsign", "relu", "tanh", "sigmoid", "hard_sigmoid")] + [
    activation("exponential", given([-1e3, -5, 0, 1, 50])),
    activation("softmax", floats(3, 5)),
    activation("softmax", floats(2, 3, 4), suffix="/axis", axis=1),
    activation("softmax", given([[1e4, 0, -1e4], [1e4, 1e4, 0]]), suffix="/large"),
    activation("elu", GRID, suffix="/alpha", alpha=0.3),
    activation("relu", GRID, suffix="/alpha", alpha=0.2),
    activation("relu", GRID, suffix="/max", max_value=2.0),
    activation("relu", GRID, suffix="/threshold", threshold=0.5),
    activation("relu", GRID, suffix="/all", alpha=0.1, max_value=3.0, threshold=0.7),
]

REGULARIZERS = [
    expression(name, lambda keras, w, n=name, a=args: getattr(keras.regularizers, n)(**a)(w),
               floats(4, 3))
    for name, args in (("l1", {"l": 0.1}), ("l2", {"l": 0.2}), ("l1_l2", {"l1": 0.1, "l2": 0.3}))
] + [expression("l1_l2/defaults", lambda keras, w: keras.regularizers.l1_l2()(w), floats(4, 3))]

CONSTRAINTS = [
    expression(f"{name}/{i}",
               lambda keras, w, n=name, a=args: getattr(keras.constraints, n)(**a)(w),
               inputs, grad=False)
    for i, (name, args, inputs) in enumerate((
        ("max_norm", {"max_value": 1.5}, floats(4, 3)),
        ("max_norm", {"max_value": 0.7, "axis": 1}, floats(4, 3)),
        ("max_norm", {"max_value": 1.0, "axis": [0, 1, 2]}, floats(3, 3, 2, 2)),
        ("max_norm", {}, given([[0.0, 3], [0, 4]])),
        ("non_neg", {}, floats(4, 3)),
        ("unit_norm", {}, floats(4, 3)),
        ("unit_norm", {"axis": [0, 1]}, floats(4, 3)),
        ("unit_norm", {}, given([[0.0, 3], [0, 4]])),
        ("min_max_norm", {"min_value": 1.0, "max_value": 1.5}, floats(4, 3)),
        ("min_max_norm", {"min_value": 0.5, "max_value": 1.0, "rate": 0.3, "axis": 1},
         floats(4, 3)),
    ))
]

FAMILIES = {"losses": LOSSES, "metrics": METRICS, "activations": ACTIVATIONS,
            "regularizers": REGULARIZERS, "constraints": CONSTRAINTS}
