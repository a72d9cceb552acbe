"""Running numbers for names, and name scopes."""

from collections import defaultdict

from kerastutor.graph.scope import name_scope

__all__ = ["get_uid", "name_scope", "reset_uids"]

_counts = defaultdict(int)


def get_uid(prefix=""):
    """Next number for a prefix: 1, 2, 3 ...

    # Arguments
        prefix: string, for example a layer's class name.

    # Returns
        int.
    """
    _counts[prefix] += 1
    return _counts[prefix]


def reset_uids():
    """Start all numbers at 1 again."""
    _counts.clear()
