"""The symbolic core: tensors, the nodes that make them, shape algebra, traversal, gradients."""

from kerastutor.graph.autodiff import gradients
from kerastutor.graph.node import F, Node, Op, apply, op, registry
from kerastutor.graph.scope import device, device_scope, name_scope, unique_name
from kerastutor.graph.tensor import (
    Constant,
    Placeholder,
    Pulled,
    Tensor,
    TensorShape,
    Variable,
    variables,
)
from kerastutor.graph.traverse import ancestors, topological

__all__ = [
    "Constant",
    "F",
    "Node",
    "Op",
    "Placeholder",
    "Pulled",
    "Tensor",
    "TensorShape",
    "Variable",
    "ancestors",
    "apply",
    "device",
    "device_scope",
    "gradients",
    "name_scope",
    "op",
    "registry",
    "topological",
    "unique_name",
    "variables",
]
