"""What a Keras says about a case: numbers and facts, asked in the same way of every Keras.

Each function takes the Keras package (`keras`: the recorded Keras 2.2.4, or kerastutor), a case
of `cases/`, and a source of numbers (`source.py`). It answers ``(arrays, facts)``: arrays to be
compared within a tolerance, facts (configurations, names, shapes) to be equal.

Keys of the arrays end in their meaning: `KIND` below maps the stem to the kind of tolerance.
"""
import re

import numpy as np

from tests.parity.source import make
from tests.parity.store import plain

KIND = {
    "out": "output", "train": "output", "penalty": "output", "step": "trained",
    "grad_in": "gradient", "grad_w": "gradient", "after": "trained", "slot": "trained",
    "loss": "trained", "weight": "trained", "history": "trained", "predict": "trained",
    "evaluate": "trained", "mask": "exact", "moment": "moment", "digest": "digest",
}


def kind_of(key):
    """The kind of tolerance for an array key such as ``grad_w2``."""
    return KIND[re.sub(r"[\d/].*$", "", key)]


def as_list(x):
    return list(x) if isinstance(x, (list, tuple)) else [x]


def build(keras, spec):
    """The object that a JSON-like spec of `cases/layer.py` stands for."""
    if isinstance(spec, dict) and "layer" in spec:
        kind = spec["layer"]
        home = keras.models if kind == "Sequential" else keras.layers
        return getattr(home, kind)(**{k: build(keras, v) for k, v in spec["args"].items()})
    if isinstance(spec, dict) and "regularizer" in spec:
        return getattr(keras.regularizers, spec["regularizer"])(**spec["args"])
    if isinstance(spec, dict) and "constraint" in spec:
        return getattr(keras.constraints, spec["constraint"])(**spec["args"])
    if isinstance(spec, list):
        return [build(keras, item) for item in spec]
    return spec


def draw_weights(source, names, shapes):
    """Values for weights; variances are positive, wide matrices have small numbers."""
    values = []
    for i, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        if "variance" in name:
            values.append(source(f"w{i}", lambda rng, s=shape: rng.uniform(0.5, 1.5, s)))
        else:
            values.append(source(f"w{i}", lambda rng, s=shape: rng.randn(*s) * spread(s)))
    return values


def spread(shape):
    """The deviation of a weight: 0.5, less where many products are summed."""
    inputs = np.prod(shape[:-1], dtype=np.float64)
    return min(0.5, float(1.2 / np.sqrt(inputs)))


def observe_layer(keras, case, source):
    """Outputs, gradients, masks, updates, regularization and configuration of one layer."""
    K = keras.backend
    K.clear_session()
    data = [make(source, f"in{i}", spec) for i, spec in enumerate(case.inputs)]
    tensors = [keras.layers.Input(batch_shape=case.batch_shape(a.shape), dtype=a.dtype.name)
               for a in data]
    fed = list(tensors)
    for spec in case.layers[:-1]:
        fed = [build(keras, spec)(t) for t in fed]
    layer = build(keras, dict(case.layers[-1], args=dict(case.layers[-1]["args"], name="layer")))
    if case.call == "initial_state":
        out = layer(fed[0], initial_state=fed[1:] if len(fed) > 2 else fed[1])
    else:
        out = layer(fed if len(fed) > 1 else fed[0])
    outputs = as_list(out)

    names = [w.name for w in layer.weights]
    values = draw_weights(source, names, [K.int_shape(w) for w in layer.weights])
    set_weights(keras, layer, values)
    arrays = {}
    facts = {
        "config": plain(layer.get_config()),
        "weights": plain([[n, K.int_shape(w)] for n, w in
                          zip(names, layer.weights, strict=True)]),
        "trainable": [w.name for w in layer.trainable_weights],
        "shapes": plain([K.int_shape(t) for t in outputs]),
        "computed": plain(layer.compute_output_shape(
            [K.int_shape(t) for t in fed] if len(fed) > 1 and not case.call
            else K.int_shape(fed[0]))),
        "dtypes": [K.dtype(t) for t in outputs],
    }
    flag = K.learning_phase()
    results = K.function(tensors + [flag], outputs)(data + [0])
    for i, value in enumerate(results):
        arrays[f"out{i}"] = value
    masks = [m for m in as_list(layer.get_output_mask_at(0)) if m is not None]
    facts["masks"] = len(masks)
    if masks:
        for i, value in enumerate(K.function(tensors + [flag], masks)(data + [0])):
            arrays[f"mask{i}"] = value
    losses = keras.models.Model(tensors, outputs).losses
    if losses:
        total = sum(losses[1:], losses[0])
        arrays["penalty"] = K.function(tensors + [flag], [total])(data + [0])[0]
    if case.grad:
        observe_gradients(keras, case, source, layer, (tensors, data), outputs, arrays)
    if case.train:
        step = K.function(tensors + [flag], outputs, updates=layer.updates)
        for i, value in enumerate(step(data + [1])):
            arrays[f"train{i}"] = value
        if layer.updates and not case.call:
            for i, value in enumerate(layer.get_weights()):
                arrays[f"after{i}"] = value
    return arrays, facts


def observe_large(keras, case, source):
    """Digests of what `observe_layer` finds."""
    arrays, facts = observe_layer(keras, case, source)
    return {"digest/" + key: digest(value) for key, value in arrays.items()}, facts


def digest(value):
    """Root mean square, numbers per part, and the sum of each of up to 64 parts with random signs.

    One wrong number among the few thousand of a part shows; the digest of equal arrays is equal.
    """
    flat = np.asarray(value, np.float64).ravel()
    signs = np.random.RandomState(1).randint(0, 2, flat.size) * 2 - 1
    parts = np.array_split(flat * signs, min(64, flat.size))
    return np.array([np.sqrt(np.mean(flat ** 2)), flat.size / len(parts)]
                    + [part.sum() for part in parts], np.float32)


def set_weights(keras, layer, values):
    """Like `layer.set_weights`, in the order of `layer.weights`."""
    if len(values) != len(layer.weights):
        raise ValueError(f"{layer.name}: {len(values)} values for {len(layer.weights)} weights.")
    keras.backend.batch_set_value(list(zip(layer.weights, values, strict=True)))


def observe_gradients(keras, case, source, layer, feed, outputs, arrays):
    """Gradients of a random projection of the outputs, for the inputs and the weights."""
    K = keras.backend
    tensors, data = feed
    terms = []
    for i, out in enumerate(outputs):
        shape = arrays[f"out{i}"].shape
        projection = source(f"proj{i}", lambda rng, s=shape: rng.randn(*s))
        terms.append(K.sum(out * K.variable(projection)))
    target = sum(terms[1:], terms[0])
    wanted = [(f"grad_in{i}", t) for i, t in enumerate(tensors) if data[i].dtype.kind == "f"]
    wanted += [(f"grad_w{i}", w) for i, w in enumerate(layer.trainable_weights)]
    if not wanted:
        return
    found = gradients(K, target, wanted)
    flag = K.learning_phase()
    values = K.function(tensors + [flag], list(found.values()))(data + [int(case.train)])
    arrays.update(zip(found, values, strict=True))


def gradients(K, target, wanted):
    """Gradients of `target` for the ``(key, tensor)`` that it depends on: ``{key: gradient}``."""
    found = {}
    for (key, tensor), g in zip(wanted, K.gradients(target, [t for _, t in wanted]), strict=True):
        if type(g).__name__ == "IndexedSlices":     # TensorFlow's gradient of a lookup: rows
            g = K.reshape(g, K.int_shape(tensor))
        if g is not None:
            found[key] = g
    return found


def observe_expression(keras, case, source):
    """Value and gradients of ``case.make(keras, *tensors)``."""
    K = keras.backend
    K.clear_session()
    data = [make(source, f"in{i}", spec) for i, spec in enumerate(case.inputs)]
    tensors = [K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in data]
    outputs = as_list(case.make(keras, *tensors))
    arrays = {}
    facts = {"shapes": plain([K.int_shape(t) for t in outputs]) if case.static else None,
             "dtypes": [K.dtype(t) for t in outputs]}
    for i, value in enumerate(K.function(tensors, outputs)(data)):
        arrays[f"out{i}"] = np.asarray(value)
    floats = [(f"grad_in{i}", t) for i, t in enumerate(tensors) if data[i].dtype.kind == "f"]
    if case.grad and floats:
        terms = []
        for i, out in enumerate(outputs):
            shape = arrays[f"out{i}"].shape
            projection = source(f"proj{i}", lambda rng, s=shape: np.asarray(rng.randn(*s)))
            terms.append(K.sum(out * K.variable(projection)))
        found = gradients(K, sum(terms[1:], terms[0]), floats)
        arrays.update(zip(found, K.function(tensors, list(found.values()))(data), strict=True))
    return arrays, facts
