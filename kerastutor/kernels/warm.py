"""Compile kernels ahead of time, so that the first lesson does not wait for a compiler.

`GROUPS` lists, for each part of the course, the kernels (and element types) that its models use.
"""
from kerastutor.kernels.jit import kernels

_F = ("float32",)
_COMMON = [("drive", ()), ("assist", ()), ("wake_all", ()), ("advance", ()), ("fill", _F)]
_INITIAL = [("random_uniform", _F), ("random_normal", _F)]
_MLP = [(name, _F) for name in (
    "matmul", "dense", "relu", "relu_grad", "softmax", "softmax_grad", "categorical_crossentropy", "categorical_crossentropy_grad",
    "argmax", "equal", "not_equal", "greater", "sum", "sum_last", "add", "sub", "mul", "div", "square", "sqrt", "maximum", "clip",
    "where", "copy", "dropout_mask", "tanh", "tanh_grad", "sigmoid", "sigmoid_grad", "neg", "exp", "log")]
_MLP += [("equal", ("int64",)), ("cast", ("bool", "float32")), ("cast", ("int64", "float32")), ("cast", ("float32", "float32")),
         ("add", ("int64",)), ("sparse_crossentropy", ("float32", "float32")), ("sparse_crossentropy_grad", ("float32", "float32")),
         ("sparse_crossentropy", ("int64", "float32")), ("binary_crossentropy", _F), ("binary_crossentropy_grad", _F)]

GROUPS = {"chapter 1": _COMMON + _INITIAL + _MLP}


def warm(groups=None, progress=None):
    """Have the kernels of some groups ready on disk.

    # Arguments
        groups: names of entries of `GROUPS`; None means all.
        progress: function (done, total, name) called before each kernel and once at the end, or None.

    # Returns
        Number of kernels.

    # Raises
        ValueError: for an unknown group.
    """
    unknown = set(groups or ()) - set(GROUPS)
    if unknown:
        raise ValueError("warm: groups must be among %s, got %s." % (sorted(GROUPS), sorted(unknown)))
    wanted = [(name, types) for group in groups or GROUPS for name, types in GROUPS[group] if name in kernels]
    for done, (name, types) in enumerate(wanted):
        if progress:
            progress(done, len(wanted), name)
        made = kernels[name]
        letters = {kind for kind, _, _ in made.arrays if kind in "TS"}
        made.address(types if len(letters) == len(types) else types[:len(letters)])
    if progress:
        progress(len(wanted), len(wanted), "")
    return len(wanted)
