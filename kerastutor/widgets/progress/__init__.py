"""A live view of training: how far it is, how long it takes, and the curve of the loss."""

from kerastutor.widgets.progress.view import LiveProgress

__all__ = ["LiveProgress"]
