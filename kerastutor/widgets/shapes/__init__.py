"""The shape inspector: which shapes flow where, and what to do where they do not fit."""

from kerastutor.widgets.shapes.view import ShapeView, inspect_shapes, last_error

__all__ = ["ShapeView", "inspect_shapes", "last_error"]
