"""LLVM code of the most used kernels, shipped with the package.

Numba's part of the work, from Python to LLVM code, takes most of the time to compile a kernel and
does not depend on the processor.
`python -m kerastutor.kernels.ship` does it ahead for the kernels of `warm.GROUPS` and writes
`shipped.zip`; what is left, LLVM's part, takes a few hundredths of a second per kernel and
optimises for the processor at hand. A kernel whose source has changed since, another system, or an
LLVM that cannot read the file: then Numba compiles as usual, with the same result.
"""

import json
import os
import platform
import sys
import zipfile

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shipped.zip")
_contents = {}


def system():
    """Name of the kind of system that LLVM code is made for."""
    return "%s-%s" % (sys.platform, platform.machine())


def load(name, identity):
    """LLVM code of a kernel for a source key, or None."""
    if not _contents:
        try:
            with zipfile.ZipFile(FILE) as file:
                _contents.update(json.loads(file.read("index.json")))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            _contents["system"] = None
    if _contents["system"] != system() or _contents["kernels"].get(name) != identity:
        return None
    try:
        with zipfile.ZipFile(FILE) as file:
            return file.read(name + ".bc")
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
