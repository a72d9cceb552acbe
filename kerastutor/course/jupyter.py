"""Are we in a notebook?"""

import sys


def under_jupyter():
    """Return True under a Jupyter kernel; a terminal's IPython counts as a terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")
