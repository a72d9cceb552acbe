"""Gradient descent on a surface of two weights, for several batch sizes."""

from kerastutor.widgets.descent.view import DescentView, show_descent

__all__ = ["DescentView", "show_descent"]
