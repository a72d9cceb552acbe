"""Object code of the most used kernels, shipped with the package.

`python -m kerastutor.kernels.ship` compiles the kernels of `warm.GROUPS` for each level of
processor.py and writes `shipped.zip`. A first start then needs no compiler and writes no file. A
kernel whose source has changed since, another system, an older processor, a damaged file: then
kernels are compiled as usual (jit.py), for a processor of the same level with the same result.
"""

import hashlib
import json
import os
import zipimport  # part of every start of Python, as zipfile is not

from kerastutor.kernels import processor

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shipped.zip")
INDEX = "index.json"
_opened = []


def load(name, source):
    """Object code of a kernel for a source key and this processor, or None."""
    level = processor.level()
    if level is None:
        return None
    if not _opened:
        _opened.append(_open(FILE))
    archive, index = _opened[0]
    entry = index.get(name, {})
    if entry.get("source") != source or level not in entry:
        return None
    try:
        code = archive.get_data(member(name, level))
    except Exception:  # whatever a damaged file leads to
        return None
    return code if digest(code) == entry[level] else None


def _open(path):
    """(archive, its index) of a file; an empty index when it cannot be read."""
    try:
        archive = zipimport.zipimporter(path)
        return archive, json.loads(archive.get_data(INDEX))["kernels"]
    except Exception:  # whatever a damaged file leads to
        return None, {}


def member(name, level):
    """Name of a kernel's object file in the zip file."""
    return "%s/%s.o" % (level, name)


def digest(code):
    """What the index says of an object file, to tell a damaged one."""
    return hashlib.sha256(code).hexdigest()[:32]
