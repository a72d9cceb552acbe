"""Views for notebooks. Each has a model in plain Python that computes everything it shows."""

from kerastutor.widgets.dashboard import TrainingDashboard
from kerastutor.widgets.shapes import inspect_shapes

__all__ = ["TrainingDashboard", "inspect_shapes"]
