"""Layers that use another layer: TimeDistributed and Bidirectional."""
from kerastutor.layers.wrappers.base import Wrapper
from kerastutor.layers.wrappers.bidirectional import Bidirectional
from kerastutor.layers.wrappers.time_distributed import TimeDistributed

__all__ = ["Bidirectional", "TimeDistributed", "Wrapper"]
