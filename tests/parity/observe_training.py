"""What a Keras does over several steps: optimizers, initializers, fit, stateful layers."""
import numpy as np

from tests.parity.observe import as_list, build, draw_weights
from tests.parity.source import make
from tests.parity.store import plain


def start(source, model):
    """Give a model the case's weights."""
    # `get_weights` goes layer by layer; `model.weights` lists the trainable ones first.
    names = [w.name for layer in model.layers for w in layer.weights]
    model.set_weights(draw_weights(source, names, [w.shape for w in model.get_weights()]))


def observe_optimizer(keras, case, source):
    """Losses, weights and slots of five steps."""
    keras.backend.clear_session()
    dense = keras.layers.Dense
    more = {key: build(keras, value) for key, value in case.dense.items()}
    model = keras.models.Sequential([
        dense(4, activation="tanh", input_shape=(3,), name="first", **more),
        dense(3, activation="softmax", name="second")])
    optimizer = getattr(keras.optimizers, case.optimizer)(**case.args)
    model.compile(optimizer, "categorical_crossentropy")
    start(source, model)
    x = source("in0", lambda rng: rng.randn(5, 6, 3))
    y = source("in1", lambda rng: np.eye(3)[rng.randint(0, 3, (5, 6))])
    losses, arrays = [], {}
    for step in range(5):
        losses.append(model.train_on_batch(x[step], y[step]))
        if step in (0, 4):
            for i, value in enumerate(model.get_weights()):
                arrays[f"step{step}/{i}"] = value
    arrays["loss"] = np.asarray(losses, np.float32)
    for i, value in enumerate(optimizer.get_weights()):
        arrays[f"slot{i}"] = np.asarray(value, np.float32)
    facts = {"config": rounded(optimizer.get_config())}
    return arrays, facts


def rounded(config):
    """A configuration whose numbers went through float32 variables, to seven digits."""
    return {key: float(f"{value:.7g}") if isinstance(value, (float, np.floating)) else value
            for key, value in config.items()}


def observe_initializer(keras, case, source):
    """For each shape the mean, deviation, minimum and maximum; small results as they are."""
    K = keras.backend
    K.clear_session()
    initializer = getattr(keras.initializers, case.initializer)(**case.args)
    arrays = {}
    for i, shape in enumerate(case.shapes):
        value = K.eval(K.variable(initializer(shape)))
        if value.size < 20:
            arrays[f"out{i}"] = value
        elif case.initializer == "Orthogonal":
            rows = value.reshape(-1, value.shape[-1])
            small = rows if rows.shape[0] <= rows.shape[1] else rows.T
            arrays[f"out{i}"] = small.dot(small.T)[:3, :3]
        else:
            arrays[f"moment{i}"] = np.array(
                [value.mean(), value.std(), value.min(), value.max()], np.float32)
    return arrays, {"config": plain(initializer.get_config())}


def observe_fit(keras, case, source):
    """History, names, evaluation, predictions and weights of a training run."""
    K = keras.backend
    K.clear_session()
    x = [make(source, f"in{i}", spec) for i, spec in enumerate(case.inputs)]
    y = [make(source, f"target{i}", spec) for i, spec in enumerate(case.targets)]
    inputs = [keras.layers.Input(shape=a.shape[1:], dtype=a.dtype.name, name=f"input{i}")
              for i, a in enumerate(x)]
    towers = [chain(keras, tower, t) for tower, t in zip(case.towers, inputs, strict=True)]
    joined = towers[0] if len(towers) == 1 else keras.layers.add(towers, name="joined")
    outputs = [chain(keras, head, joined) for head in case.heads]
    model = keras.models.Model(inputs, outputs)
    options = dict(case.compile)
    if case.mode:
        options["sample_weight_mode"] = case.mode
    model.compile(**options)
    start(source, model)
    weights = [make(source, f"given{i}", spec) for i, spec in enumerate(case.sample_weight)]
    extra = dict(case.fit)
    if weights:
        extra["sample_weight"] = only(weights)
    history = model.fit(only(x), only(y), batch_size=4, epochs=3, verbose=0, shuffle=False,
                        **extra).history
    arrays = {"history/" + key: np.asarray(values, np.float32)
              for key, values in history.items()}
    result = model.evaluate(only(x), only(y), batch_size=4, verbose=0,
                            sample_weight=only(weights) if weights else None)
    arrays["evaluate"] = np.asarray(as_list(result), np.float32)
    for i, value in enumerate(as_list(model.predict(only(x), batch_size=4))):
        arrays[f"predict{i}"] = value
    for i, value in enumerate(model.get_weights()):
        arrays[f"weight{i}"] = value
    facts = {"metrics_names": list(model.metrics_names), "history": sorted(history),
             "weights": [w.name for w in model.weights], "params": int(model.count_params()),
             "layers": [layer.name for layer in model.layers],
             "config": plain(model.get_config())}
    return arrays, facts


def only(values):
    """The one value of a list of one, else the list."""
    return values[0] if len(values) == 1 else values


def chain(keras, specs, tensor):
    for spec in specs:
        tensor = build(keras, spec)(tensor)
    return tensor


def observe_stateful(keras, case, source):
    """Predictions and states over three calls and a reset."""
    K = keras.backend
    K.clear_session()
    first, second = [make(source, f"in{i}", spec) for i, spec in enumerate(case.inputs)]
    layers = keras.layers
    args = dict(case.args)
    model = keras.models.Sequential()
    shape = {"batch_input_shape": first.shape}
    if args.pop("mask"):
        model.add(layers.Masking(name="mask", **shape))
        shape = {}
    rnn = getattr(layers, case.layer)(stateful=True, name="rnn", **args, **shape)
    model.add(rnn)
    start(source, model)
    arrays = {"predict0": model.predict(first, batch_size=2),
              "predict1": model.predict(second, batch_size=2)}
    for i, state in enumerate(rnn.states):
        arrays[f"after{i}"] = K.get_value(state)
    model.reset_states()
    arrays["predict2"] = model.predict(second, batch_size=2)
    model.reset_states()
    for i, state in enumerate(rnn.states):
        arrays[f"after1{i}"] = K.get_value(state)
    return arrays, {}
