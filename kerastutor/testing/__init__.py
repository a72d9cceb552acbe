"""Checkers for ops, layers and optimizers: our own tests, learners' code and the grader use the
same ones.

Each raises AssertionError with a message that says what was compared, and returns quietly when all
is well.
"""

from kerastutor.testing.gradients import check_gradients
from kerastutor.testing.ops import check_op

__all__ = ["check_gradients", "check_op"]
