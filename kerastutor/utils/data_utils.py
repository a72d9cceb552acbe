"""Data for training: batches by number."""

from kerastutor.utils.enqueuers import Sequence

__all__ = ["Sequence"]
