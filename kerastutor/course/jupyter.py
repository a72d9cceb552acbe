"""Are we in a notebook, and in which one?"""

import sys
from pathlib import Path


def under_jupyter():
    """Return True under a Jupyter kernel; a terminal's IPython counts as a terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")


def kernel_id():
    """Return the id by which the Jupyter server knows this kernel; "" when it has none."""
    try:
        from ipykernel.connect import get_connection_file

        name = Path(get_connection_file()).stem
    except (ImportError, RuntimeError):
        return ""
    return name.removeprefix("kernel-")
