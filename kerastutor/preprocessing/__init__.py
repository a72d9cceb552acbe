"""Turning raw data into arrays: sequences, texts and images."""

from kerastutor.preprocessing import image, sequence, text

__all__ = ["image", "sequence", "text"]
