"""Views for notebooks. Each has a model in plain Python that computes everything it shows."""

from kerastutor.widgets.dashboard import TrainingDashboard
from kerastutor.widgets.descent import show_descent
from kerastutor.widgets.shapes import inspect_shapes
from kerastutor.widgets.split import show_split

__all__ = ["TrainingDashboard", "inspect_shapes", "show_descent", "show_split"]
