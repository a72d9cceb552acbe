"""The families of golden files: name -> (cases, how a case is observed)."""
from tests.parity import observe, observe_training
from tests.parity.cases import (
    backend,
    components,
    convolution,
    core,
    large,
    recurrent,
    training,
)

FAMILIES = {
    "core": (core.CASES, observe.observe_layer),
    "convolution": (convolution.CASES, observe.observe_layer),
    "recurrent": (recurrent.CASES, observe.observe_layer),
    "large": (large.CASES, observe.observe_large),
    "backend": (backend.CASES, observe.observe_expression),
    "optimizers": (training.OPTIMIZERS, observe_training.observe_optimizer),
    "initializers": (training.INITIALIZERS, observe_training.observe_initializer),
    "fit": (training.FITS, observe_training.observe_fit),
    "stateful": (training.STATEFUL, observe_training.observe_stateful),
}
# The inputs of these are drawn again from the seed instead of being recorded.
DRAWN_AGAIN = ("large",)
FAMILIES.update({name: (cases, observe.observe_expression)
                 for name, cases in components.FAMILIES.items()})
