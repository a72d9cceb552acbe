"""From graph to plan: rewrite, bind to shapes, lower to jobs, schedule, place, write the tables."""

from kerastutor.compiler.bind import Bindable, Dynamic
from kerastutor.compiler.explain import explain
from kerastutor.compiler.lower import (  # noqa: F401  (register their rules)
    batch_norm,
    conv,
    elementwise,
    gather,
    image,
    linalg,
    looked_up,
    movement,
    pool,
    random,
    recurrent,
    reduce,
    scan,
    softmax,
    updates,
)
from kerastutor.compiler.plan import Plan
from kerastutor.compiler.rewrite import optimize

__all__ = ["Bindable", "Dynamic", "Plan", "explain", "optimize"]
