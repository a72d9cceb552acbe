"""Views for notebooks. Each has a model in plain Python that computes everything it shows."""

from kerastutor.widgets.progress import LiveProgress
from kerastutor.widgets.shapes import inspect_shapes

__all__ = ["LiveProgress", "inspect_shapes"]
