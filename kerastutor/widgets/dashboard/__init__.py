"""The training dashboard: curves, time left and a stop button while a model trains."""

from kerastutor.widgets.dashboard.view import TrainingDashboard

__all__ = ["TrainingDashboard"]
