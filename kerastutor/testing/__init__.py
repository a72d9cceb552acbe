"""Checkers for ops, layers and optimizers: our tests, learners' code and the grader share them.

Each raises AssertionError with a message that says what was compared, and returns quietly when all
is well.
"""

from kerastutor.testing.compare import assert_close
from kerastutor.testing.gradients import check_gradients
from kerastutor.testing.layers import check_layer
from kerastutor.testing.ops import check_op
from kerastutor.testing.optimizers import check_optimizer

__all__ = ["assert_close", "check_gradients", "check_layer", "check_op", "check_optimizer"]
