"""Where `validation_split` cuts, and what is shuffled afterwards."""

from kerastutor.widgets.split.view import SplitView, show_split

__all__ = ["SplitView", "show_split"]
