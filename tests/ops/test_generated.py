"""Every registered op against its own declaration: values, shapes, gradients, special values,
layouts, bad calls.
"""

import pytest

from kerastutor.graph import registry
from kerastutor.testing import check_op
from kerastutor.testing.ops import CHECKS

ELSEWHERE = {"scan"}  # its attributes are graphs: tests/unit/ops/test_scan.py


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", sorted(set(registry) - ELSEWHERE))
def test_op(name, check):
    check_op(name, [check])
