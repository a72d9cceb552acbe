"""Make `shipped.zip` anew from the sources: `python -m kerastutor.kernels.ship`. See shipped.py.

To be run after a change of a kernel that `warm.GROUPS` names; a test says when.
"""

import json
import os
import zipfile

from kerastutor.kernels import build, jit, shipped
from kerastutor.kernels.warm import wanted


def index():
    """What the file should hold: its system, and the source key of each kernel."""
    names = {jit.full_name(made, types): jit.source_key(made, types) for made, types in wanted()}
    return {"system": shipped.system(), "kernels": names}


def write(path=shipped.FILE):
    """Write the file.

    # Returns
        Number of kernels.
    """
    temporary = path + ".tmp"
    with zipfile.ZipFile(temporary, "w") as file:
        for made, types in wanted():
            entry = zipfile.ZipInfo(jit.full_name(made, types) + ".bc")
            file.writestr(entry, build.bitcode(made, types), zipfile.ZIP_LZMA)
        file.writestr(
            zipfile.ZipInfo("index.json"),
            json.dumps(index(), indent=1, sort_keys=True),
            zipfile.ZIP_LZMA,
        )
    os.replace(temporary, path)
    return len(wanted())


if __name__ == "__main__":
    print("%d kernels" % write())
