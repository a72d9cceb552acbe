"""Lets nbval compare notebooks that are committed without execution counts.

nbval takes a cell without a count for one that was never run, and refuses to compare it. Every cell
with outputs gets a count here, in memory alone.
"""


def pytest_collection_modifyitems(items):
    for item in items:
        cell = getattr(item, "cell", None)  # nbval's items have one
        if cell is not None and cell.get("outputs"):
            cell["execution_count"] = 1
