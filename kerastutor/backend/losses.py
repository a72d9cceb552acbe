"""Cross-entropies between targets and predictions."""

from kerastutor import config
from kerastutor.backend.arguments import index_of
from kerastutor.backend.variables import cast
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor


def _axis(name, axis, output):
    """The axis of the classes, counted from the front."""
    axis, rank = index_of(name, "axis", axis), len(output.shape)
    if axis != -1 and not 0 <= axis < rank:
        raise ValueError(
            f"{name}: axis must be -1 or one of the {rank} axes of output, got {axis}."
        )
    return axis % rank


def _operands(target, output):
    output = as_tensor(output)
    return cast(as_tensor(target, output.dtype), output.dtype), output


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """-sum(target * log(output)) over the classes.

    # Arguments
        target: tensor of probabilities, for example one-hot rows.
        output: tensor of the same shape: probabilities (divided by their sum, then kept
            `K.epsilon()`
            away from 0 and 1), or logits.
        from_logits: whether output holds logits.
        axis: axis of the classes.

    # Returns
        Tensor without that axis.

    # Raises
        ValueError: when the axis does not exist or the shapes differ.
    """
    target, output = _operands(target, output)
    if from_logits:
        target = F.stop_gradient(target)       # as TensorFlow's operation on logits
    return F.categorical_crossentropy(
        target,
        output,
        from_logits=bool(from_logits),
        axis=_axis("categorical_crossentropy", axis, output),
        epsilon=config.epsilon(),
    )


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """-log(output[target]): cross-entropy for whole-number labels.

    # Arguments
        target: tensor of labels (any number type), one per row of classes; it may keep the axis of
            the classes with size 1.
        output: tensor of probabilities or logits.
        from_logits: whether output holds logits.
        axis: axis of the classes.

    # Returns
        Tensor of the shape of output without that axis.

    # Raises
        ValueError: when the axis does not exist or the shapes do not fit.
    """
    output = as_tensor(output)
    axis, rank = _axis("sparse_categorical_crossentropy", axis, output), len(output.shape)
    if axis != rank - 1:
        last = (*range(axis), *range(axis + 1, rank), axis)
        output, target = F.transpose(output, perm=last), as_tensor(target)
        if len(target.shape) == rank:
            target = F.transpose(target, perm=last)
    return F.sparse_categorical_crossentropy(
        cast(target, "int64"),
        output,
        from_logits=bool(from_logits),
        axis=-1,
        epsilon=config.epsilon(),
    )


def binary_crossentropy(target, output, from_logits=False):
    """-(target * log(output) + (1 - target) * log(1 - output)), element by element.

    # Arguments
        target: tensor of numbers in [0, 1].
        output: tensor of the same shape: probabilities (kept `K.epsilon()` away from 0 and 1) or
            logits.
        from_logits: whether output holds logits.

    # Returns
        Tensor of the same shape.

    # Raises
        ValueError: when the shapes differ.
    """
    target, output = _operands(target, output)
    return F.binary_crossentropy(
        target, output, from_logits=bool(from_logits), epsilon=config.epsilon()
    )
