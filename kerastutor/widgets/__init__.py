"""Views for notebooks. Each has a model in plain Python that computes everything it shows."""

from kerastutor.widgets.progress import LiveProgress

__all__ = ["LiveProgress"]
