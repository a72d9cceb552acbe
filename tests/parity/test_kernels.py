"""What still runs on its NumPy reference in a compiled plan: nothing, for the layers, losses,
metrics and optimizers of Keras; of all ops only what stands in REFERENCES.

Plans are bound to shapes only, not run, so no kernel is compiled.
"""
import inspect

import numpy as np
import pytest

import kerastutor as keras
from kerastutor import backend as K
from kerastutor import layers, losses, metrics, optimizers
from kerastutor.compiler import optimize
from kerastutor.compiler.bind import Dynamic, bind
from kerastutor.graph.node import registry
from kerastutor.graph.traverse import topological
from kerastutor.testing.ops import built, samples_of
from tests.parity.families import FAMILIES
from tests.parity.observe import as_list, build
from tests.parity.source import Drawn, make
from tests.parity.test_coverage import CHECKED, public


def on_references(outputs, arrays, phase):
    """Names of the ops that would run on NumPy references in a plan for these outputs."""
    roots = optimize(outputs, phase, K.learning_phase())
    leaves = {x for node in topological(roots) for x in node.inputs}.union(roots)
    feeds = {t: a.shape for t, a in arrays.items() if t in leaves}
    return {job.node.op.name for job in bind(roots, feeds).jobs if job.host}


def check(name, outputs, arrays, phase=1):
    assert on_references(outputs, arrays, phase) == set(), name


def test_references_are_noticed():
    x = K.placeholder((2, 3))
    assert on_references([K.print_tensor(K.exp(x))], {x: np.zeros((2, 3))}, 0) == {"print"}


def drawn(name, inputs):
    source = Drawn(7, name)
    return [make(source, f"in{i}", spec) for i, spec in enumerate(inputs)]


@pytest.mark.filterwarnings("ignore:The .* layer is one of Keras 1")
@pytest.mark.parametrize("name", sorted(CHECKED))
def test_layer(name):
    specs, inputs = CHECKED[name]
    data = drawn(name, inputs)
    fed = tensors = [layers.Input(batch_shape=a.shape, dtype=a.dtype.name) for a in data]
    for spec in specs[:-1]:
        fed = [build(keras, spec)(t) for t in fed]
    layer = build(keras, specs[-1])
    outputs = as_list(layer(fed if len(fed) > 1 else fed[0]))
    loss = K.sum(K.concatenate([K.flatten(K.square(y)) for y in outputs]))
    wanted = [t for t in tensors if K.dtype(t) == "float32"] + layer.trainable_weights
    grads = [g for g in K.gradients(loss, wanted) if g is not None]
    new = [u[1] if isinstance(u, tuple) else u.value for u in layer.updates]
    for phase in (0, 1):
        check(name, [*outputs, *grads, *new], dict(zip(tensors, data, strict=True)), phase)


def functions_of(module):
    return sorted({item.__name__ for name, item in vars(module).items()
                   if inspect.isfunction(item) and item.__module__ == module.__name__
                   and name not in ("get", "serialize", "deserialize") and name[0] != "_"})


@pytest.mark.parametrize("module, family", [(losses, "losses"), (metrics, "metrics")])
def test_losses_and_metrics(module, family):
    seen = set()
    for case in FAMILIES[family][0]:
        function = module.get(case.name.partition("/")[0])
        data = drawn(case.name, case.inputs)
        fed = [K.placeholder(a.shape, dtype=a.dtype.name) for a in data]
        out = function(*fed)
        grads = K.gradients(K.sum(out), [fed[1]]) if module is losses else []
        check(function.__name__, [out, *grads], dict(zip(fed, data, strict=True)))
        seen.add(function.__name__)
    assert set(functions_of(module)) <= seen


@pytest.mark.parametrize(
    "settings", [{}, {"clipnorm": 1.0}, {"clipvalue": 1.0, "decay": 0.1}], ids=str)
@pytest.mark.parametrize(
    "name", sorted(cls.__name__ for cls in public(optimizers, optimizers.Optimizer)))
def test_optimizer(name, settings):
    if name in ("Optimizer", "TFOptimizer"):
        pytest.skip("has no rule of its own")
    if name == "Nadam":
        settings = {k: v for k, v in settings.items() if k != "decay"}
    p, x = K.variable(np.ones((3, 4))), K.placeholder((3, 4))
    updates = getattr(optimizers, name)(**settings).get_updates(K.sum(K.square(p * x)), [p])
    check(name, [u.value for u in updates], {x: np.zeros((3, 4))})


# Ops without a kernel, and why.
REFERENCES = {
    "print": "it prints from Python",
    "ctc_loss": "dynamic programming over short sequences",
    "ctc_loss_grad": "the same",
    "ctc_greedy_decode": "the shape of its result depends on data",
    "ctc_beam_decode": "the same",
    "ragged_to_sparse": "the same",
    "slice_at": "a begin that depends on data is checked before anything is read",
    "slice_at_grad": "the same",
}


@pytest.mark.parametrize("name", sorted(name for name, cls in registry.items() if cls.samples))
def test_op(name):
    """Some sample of each op is lowered to kernels, or worked out while planning."""
    without = []
    for arrays, attrs, _ in samples_of(registry[name]):
        tensors, fed, outputs = built(registry[name], arrays, attrs)
        try:
            found = on_references(outputs, dict(zip(tensors, fed, strict=True)), 1)
        except Dynamic as error:
            found = {str(error)}
        without.append(name in found)
    assert all(without) == (name in REFERENCES)
