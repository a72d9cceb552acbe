"""Compile kernels ahead of time, so that the first lesson does not wait for a compiler.

`GROUPS` lists, for each part of the course, the kernels (and element types) that its models use.
Where they are shipped (shipped.py), nothing is left to compile.
"""

from kerastutor.kernels.jit import full_name, kernels, ready, source_key

_F = ("float32",)
_COMMON = [("drive", ()), ("assist", ()), ("wake_all", ()), ("advance", ()), ("fill", _F)]
_INITIAL = [("random_uniform32", ()), ("random_normal32", ()), ("random_choice", _F)]
_MLP = [
    (name, _F)
    for name in (
        "matmul",
        "thin",
        "broad",
        "broad_turned",
        "dense",
        "relu",
        "relu_grad",
        "softmax",
        "softmax_grad",
        "categorical_crossentropy",
        "categorical_crossentropy_grad",
        "argmax",
        "equal",
        "not_equal",
        "greater",
        "sum",
        "sum_last",
        "add",
        "sub",
        "mul",
        "div",
        "square",
        "sqrt",
        "maximum",
        "clip",
        "where",
        "copy",
        "tanh",
        "tanh_grad",
        "sigmoid",
        "sigmoid_grad",
        "neg",
        "pow",
        "exp",
        "log",
        "abs",
        "round",
        "momentum_step",
        "rmsprop_step",
        "adam_step",
    )
]
_MLP += [
    ("equal", ("int64",)),
    ("cast", ("bool", "float32")),
    ("cast", ("int64", "float32")),
    ("cast", ("float32", "float32")),
    ("add", ("int64",)),
    ("sparse_crossentropy", ("float32", "float32")),
    ("sparse_crossentropy_grad", ("float32", "float32")),
    ("sparse_crossentropy", ("int64", "float32")),
    ("cast", ("float32", "int64")),
    ("sparse_crossentropy_grad", ("int64", "float32")),
    ("sparse_crossentropy", ("float32", "int64")),
    ("sparse_crossentropy_grad", ("float32", "int64")),
    ("binary_crossentropy", _F),
    ("binary_crossentropy_grad", _F),
]

_IMAGES = [
    (name, _F)
    for name in (
        "conv",
        "conv_grad_input",
        "conv_grad_filter",
        "conv_direct",
        "conv_direct_filter",
        "conv_winograd",
        "conv_winograd_filter",
        "winograd_sums",
        "product",
        "depthwise",
        "depthwise_grad_input",
        "depthwise_grad_filter",
        "max_pool",
        "max_pool_grad",
        "avg_pool",
        "avg_pool_grad",
        "add_strided",
        "mul_strided",
        "column_sums",
        "reciprocal",
        "swap",
        "pick",
        "place",
        "affine",
        "sample_moments",
        "sample_products",
        "join_moments",
        "join_products",
        "normalize",
        "normalize_grad",
    )
]
_RECURRENT = [
    (name + ending, _F) for name in ("simple_rnn", "lstm", "gru") for ending in ("", "_grad")
] + [(name, _F) for name in ("weight_grad", "column_sums", "spread", "affine")]
_RECURRENT += [
    (name, ("float32", index))
    for name in ("gather", "gather_grad")
    for index in ("int32", "float32")
]
_RECURRENT += [("distinct_rows", ("int32",))] + [
    (name, _F) for name in ("project_rows", "sums_of_places", "table_weights", "table_inputs")
]
_OTHER = [
    (name, _F)
    for name in (
        "elu",
        "hard_sigmoid",
        "softplus",
        "softsign",
        "log_softmax",
        "greater_equal",
        "less",
        "minimum",
        "max",
        "sub_strided",
        "div_strided",
        "where_strided",
    )
]

GROUPS = {
    "chapter 1": _COMMON + _INITIAL + _MLP,
    "images": _IMAGES,
    "recurrent layers": _RECURRENT,
    "other": _OTHER,
}


def wanted(groups=None):
    """List of (kernel, element types) of some groups; None means all.

    # Raises
        ValueError: for an unknown group.
    """
    unknown = set(groups or ()) - set(GROUPS)
    if unknown:
        raise ValueError(
            "warm: groups must be among %s, got %s." % (sorted(GROUPS), sorted(unknown))
        )
    return list(
        dict.fromkeys(
            (kernels[name], types) for group in groups or GROUPS for name, types in GROUPS[group]
        )
    )


def missing(groups=None):
    """Full names of the kernels of some groups that would have to be compiled first."""
    return [
        full_name(made, types)
        for made, types in wanted(groups)
        if ready(full_name(made, types), source_key(made, types)) is None
    ]


def warm(groups=None, progress=None):
    """Have the kernels of some groups ready on disk.

    # Arguments
        groups: names of entries of `GROUPS`; None means all.
        progress: function (done, total, name) called before each kernel and once at the end, or
            None.

    # Returns
        Number of kernels.
    """
    items = wanted(groups)
    for done, (made, types) in enumerate(items):
        if progress:
            progress(done, len(items), made.name)
        made.address(types)
    if progress:
        progress(len(items), len(items), "")
    return len(items)
