"""The state of an optimizer in files: by position as in Keras 2.2.4, by name from later versions.

Later Keras 2 optimizers store the same moments, but in another order, and say in the names of the
weights what each one is: `Adam/m/dense/kernel:0` or `Adam/dense/kernel/m:0`.
"""

import warnings

import numpy as np

from kerastutor import backend as K
from kerastutor.utils.hdf5 import check_dataset, child, read_names

_STEPS = {"iter", "iteration", "iterations"}

# class: the words for each of its slots, in the order of 2.2.4's weights
_SLOTS = {
    "SGD": [{"m", "momentum"}],
    "RMSprop": [{"rms", "velocity"}],
    "Adagrad": [{"accumulator"}],
    "Adadelta": [{"accum_grad", "accumulated_grad"}, {"accum_var", "accumulated_delta_var"}],
    "Adam": [{"m"}, {"v"}, {"vhat", "velocity_hat"}],
    "Adamax": [{"m"}, {"v", "u"}],
    "Nadam": [{"m"}, {"v"}],
}


def load_optimizer_state(optimizer, group, params):
    """Loads the state stored in a group into an optimizer whose training function was made.

    A state that does not fit is left out with a warning, and the optimizer starts afresh.

    # Arguments
        optimizer: The optimizer.
        group: h5py group `optimizer_weights`.
        params: The weights that the optimizer trains, in order.

    # Raises
        ValueError: for a damaged or unsafe file.
    """
    names = read_names(group, "weight_names") or []
    nodes = [check_dataset(child(group, name)) for name in names]
    own = list(optimizer.weights)
    declared = sum(int(np.prod(node.shape, dtype=object)) for node in nodes)
    if declared > 4 * (sum(int(np.prod(K.int_shape(p))) for p in params) + 16):
        _starts_afresh(f"{declared} numbers are stored, far more than it needs")
        return
    values = [np.asarray(node[()]) for node in nodes]
    try:
        slots = _by_slot(type(optimizer).__name__, names, values)
        if slots is None:
            optimizer.set_weights(values)
        else:
            _set_slots(optimizer, own, params, *slots)
    except ValueError as error:
        _starts_afresh(str(error))


def _by_slot(class_name, names, values):
    """Step counter and lists of values per slot; None when the names do not tell what is what."""
    slots = [[] for _ in _SLOTS.get(class_name, ())]
    steps = None
    for name, value in zip(names, values, strict=True):
        parts = name.rpartition(":")[0].split("/")
        if parts[-1] in _STEPS and value.shape == ():
            steps = value
        elif parts[-1] in ("learning_rate", "momentum_cache", "_u_product", "u_product"):
            continue
        else:
            words = {parts[1], parts[-1]} if len(parts) > 2 else set()
            found = [i for i, known in enumerate(_SLOTS.get(class_name, ())) if words & known]
            if len(found) != 1 or parts[0] == "training":
                return None
            slots[found[0]].append(value)
    return (steps, slots) if slots else None


def _set_slots(optimizer, own, params, steps, slots):
    counter = getattr(optimizer, "iterations", None)
    own = [w for w in own if w is not counter]
    pairs = [] if steps is None or counter is None else [(counter, steps)]
    for i, stored in enumerate(slots):
        mine = own[i * len(params):(i + 1) * len(params)]
        if not stored:
            continue                            # a slot that the other version does not keep
        if len(stored) != len(mine):
            raise ValueError(f"{len(mine)} weights are trained, {len(stored)} are stored")
        for variable, value in zip(mine, stored, strict=True):
            if K.int_shape(variable) != value.shape:
                raise ValueError(f"{variable.name} has shape {K.int_shape(variable)}, "
                                 f"{value.shape} is stored")
            pairs.append((variable, value))
    K.batch_set_value(pairs)


def _starts_afresh(why):
    warnings.warn("Error in loading the saved optimizer state: "
                  f"{why}. The model starts with a freshly initialized optimizer.", stacklevel=5)
