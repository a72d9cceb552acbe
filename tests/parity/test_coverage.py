"""Every public layer, loss, metric, optimizer and initializer has a golden case, and every layer's
gradients, for its inputs and its weights, agree with central differences in float64.
"""
import inspect

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import initializers, layers, losses, metrics, optimizers
from kerastutor.engine.base_layer import Layer
from kerastutor.testing.gradients import projected
from tests.parity.families import FAMILIES
from tests.parity.observe import as_list, build
from tests.parity.source import Drawn, make

LAYER_FAMILIES = ("core", "convolution", "recurrent")
# Layers without a case of their own, and why.
NO_CASE = {
    "ConvRecurrent2D": "abstract", "InputLayer": "stands before every case", "Layer": "abstract",
    "Model": "the family fit", "Network": "the family fit", "Recurrent": "abstract",
    "Sequential": "the family fit", "Wrapper": "abstract",
    "CuDNNGRU": "the oracle has no GPU: tests/unit/layers/test_cudnn_recurrent.py compares it "
                "with GRU(reset_after=True), which has cases",
    "CuDNNLSTM": "the same, with LSTM",
    "Lambda": "its function is no data: the case Lambda of the family backend",
}


def kinds(spec):
    """Names of the layers in a case's layers, inner ones too."""
    if isinstance(spec, dict):
        if isinstance(spec.get("layer"), str):
            yield spec["layer"]
        for value in spec.values():
            yield from kinds(value)
    elif isinstance(spec, (list, tuple)):
        for value in spec:
            yield from kinds(value)


def public(module, base):
    """Subclasses of `base` in a module's namespace: {class: its names}."""
    found = {}
    for name, item in vars(module).items():
        if inspect.isclass(item) and issubclass(item, base) and not name.startswith("_"):
            found.setdefault(item, []).append(name)
    return found


CASES = {}          # layer name -> case where it stands outermost, else any
for _family in LAYER_FAMILIES:
    for _case in FAMILIES[_family][0]:
        if _case.grad and not _case.call:
            for _i, _kind in enumerate(kinds(_case.layers[-1])):
                if _kind not in CASES or _i < CASES[_kind][0]:
                    CASES[_kind] = (_i, _case)
LAYERS = public(layers, Layer)


def test_every_layer_has_a_case():
    cased = {kind for family in LAYER_FAMILIES for case in FAMILIES[family][0]
             for kind in kinds(case.layers)}
    missing = {names[0] for names in LAYERS.values() if not cased & set(names)}
    assert missing == set(NO_CASE)
    assert "Lambda" in {case.name for case in FAMILIES["backend"][0]}


@pytest.mark.parametrize("module, family", [(losses, "losses"), (metrics, "metrics")])
def test_every_loss_and_metric_has_a_case(module, family):
    cased = {module.get(case.name.partition("/")[0]) for case in FAMILIES[family][0]}
    ours = {item for name, item in vars(module).items()
            if inspect.isfunction(item) and item.__module__ in (losses.__name__, metrics.__name__)
            and name not in ("get", "serialize", "deserialize") and not name.startswith("_")}
    assert {f.__name__ for f in ours - cased} == set()


def test_every_optimizer_and_initializer_has_a_case():
    cased = {case.optimizer for case in FAMILIES["optimizers"][0]}
    found = {cls.__name__ for cls in public(optimizers, optimizers.Optimizer)}
    assert found - cased == {"Optimizer", "TFOptimizer"}        # the latter has no rule of its own
    cased = {case.initializer for case in FAMILIES["initializers"][0]}
    found = {cls.__name__ for cls in public(initializers, initializers.Initializer)}
    found |= {name for name in ("lecun_normal", "lecun_uniform", "glorot_normal", "glorot_uniform",
                                "he_normal", "he_uniform")}
    assert found - cased == {"Initializer"}


@pytest.fixture
def float64():
    K.set_floatx("float64")
    yield
    K.set_floatx("float32")
    K.clear_session()


def own_cases():
    """(class, layers before and itself, arrays) of the layers that have no case."""
    x = ("floats", (3, 4, 2), None)
    yield "CuDNNGRU", [{"layer": "CuDNNGRU", "args": {"units": 3}}], [x]
    yield "CuDNNLSTM", [{"layer": "CuDNNLSTM", "args": {"units": 3, "return_sequences": True}}], [x]
    yield "Lambda", [{"layer": "Lambda", "args": {"function": lambda t: K.tanh(t) * t}}], [x]


CHECKED = {names[0]: (CASES[kind][1].layers, CASES[kind][1].inputs)
           for names in LAYERS.values() for kind in names if kind in CASES}
CHECKED |= {name: (specs, inputs) for name, specs, inputs in own_cases()}


def test_every_layer_has_its_gradients_checked():
    assert {names[0] for names in LAYERS.values()} - set(CHECKED) \
        == {name for name in NO_CASE if name not in ("CuDNNGRU", "CuDNNLSTM", "Lambda")}


@pytest.mark.filterwarnings("ignore:The .* layer is one of Keras 1")
@pytest.mark.parametrize("name", sorted(CHECKED))
def test_gradients(name, float64):
    import kerastutor as keras
    specs, inputs = CHECKED[name]
    source = Drawn(7, name)
    data = [make(source, f"in{i}", spec) for i, spec in enumerate(inputs)]
    data = [a.astype("float64") if a.dtype.kind == "f" else a for a in data]
    fed = tensors = [layers.Input(batch_shape=a.shape, dtype=a.dtype.name) for a in data]
    for spec in specs[:-1]:
        fed = [build(keras, spec)(t) for t in fed]
    layer = build(keras, specs[-1])
    outputs = as_list(layer(fed if len(fed) > 1 else fed[0]))
    rng = np.random.RandomState(1)
    for weight in layer.weights:
        value = rng.uniform(0.5, 1.5, K.int_shape(weight)) if "variance" in weight.name else \
            rng.normal(size=K.int_shape(weight)) * 0.5
        K.set_value(weight, value)
    terms = [y + K.square(y) / 2 for y in outputs]
    sizes = [y.shape for y in K.function([*tensors, K.learning_phase()], outputs)([*data, 0])]
    loss = projected(terms, [rng.normal(size=s) for s in sizes])
    floats = [t for t in tensors if K.dtype(t) == "float64"]
    wanted = floats + layer.trainable_weights
    grads = K.gradients(loss, wanted)
    # noise layers draw new numbers in each run, so they are checked as they act in testing
    for phase in {0, int("BatchNormalization" in name)}:
        check(tensors, data, loss, wanted, grads, phase, rng)


def check(tensors, data, loss, wanted, grads, phase, rng, step=1e-6):
    """Slopes along a random direction for each input and weight."""
    feed = [*tensors, K.learning_phase()]
    value = K.function(feed, [loss])
    slopes = K.function(feed, [g if g is not None else K.zeros_like(x)
                               for g, x in zip(grads, wanted, strict=True)])([*data, phase])
    for x, slope in zip(wanted, slopes, strict=True):
        assert slope.shape == K.int_shape(x)
        direction = rng.normal(size=slope.shape)
        ends = []
        for sign in (1, -1):
            moved = list(data)
            if x in tensors:        # padding stays 0: a masked step jumps when it is none any more
                direction = direction * (data[tensors.index(x)] != 0)
                moved[tensors.index(x)] = moved[tensors.index(x)] + sign * step * direction
                ends.append(value([*moved, phase])[0])
            else:
                before = K.get_value(x)
                K.set_value(x, before + sign * step * direction)
                ends.append(value([*moved, phase])[0])
                K.set_value(x, before)
        numeric = (ends[0] - ends[1]) / (2 * step)
        scale = max(abs(numeric), np.abs(slope * direction).sum() * 1e-2, 1)
        assert abs((slope * direction).sum() - numeric) <= 1e-6 * scale, x.name
