"""Make `shipped.zip` anew from the sources: `python -m kerastutor.kernels.ship`. See shipped.py.

To be run after a change of a kernel that `warm.GROUPS` names; a test says when. What has not
changed is taken over from the file; `--all` makes everything anew.
"""

import argparse
import concurrent.futures
import json
import multiprocessing
import os
import zipfile

import llvmlite
import numba

from kerastutor.kernels import build, jit, processor, shipped
from kerastutor.kernels.jit import kernels
from kerastutor.kernels.warm import wanted


def compilers():
    """Versions of what makes the object code."""
    return {"numba": numba.__version__, "llvmlite": llvmlite.__version__}


def sources():
    """Source key of each kernel that the file should hold, by its full name."""
    return {jit.full_name(made, types): jit.source_key(made, types) for made, types in wanted()}


def read(path=shipped.FILE):
    """What a file holds: its index, and the object files by their names."""
    with zipfile.ZipFile(path) as file:
        held = {name: file.read(name) for name in file.namelist()}
    return json.loads(held.pop(shipped.INDEX)), held


def write(path=shipped.FILE, anew=False):
    """Write the file.

    # Arguments
        path: the file. It may exist: what it holds of the same source and compilers stays.
        anew: whether nothing is taken over.

    # Returns
        Number of kernels that were compiled.
    """
    index, files = {}, {}
    if not anew and os.path.exists(path):
        index, files = read(path)
    known = index.get("kernels", {}) if index.get("compilers") == compilers() else {}
    current = sources()
    todo = [
        (made.name, types)
        for made, types in wanted()
        if known.get(jit.full_name(made, types), {}).get("source")
        != current[jit.full_name(made, types)]
    ]
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(mp_context=context) as pool:
        for (name, types), codes in zip(todo, pool.map(object_code, *zip(*todo))):
            full = jit.full_name(kernels[name], types)
            known[full] = {"source": current[full]}
            for level, code in codes.items():
                files[shipped.member(full, level)] = code
                known[full][level] = shipped.digest(code)
    _pack(path, {"compilers": compilers(), "kernels": {n: known[n] for n in current}}, files)
    return len(todo)


def object_code(name, types):
    """Object files of a kernel for each level of processor.py."""
    made = kernels[name]
    symbol = jit.symbol(made, types, jit.source_key(made, types))
    return build.object_code(made, types, symbol, list(processor.LEVELS))


def _pack(path, index, files):
    temporary = path + ".tmp"
    with zipfile.ZipFile(temporary, "w") as file:
        members = {shipped.INDEX: json.dumps(index, indent=1, sort_keys=True)}
        for full in sorted(index["kernels"]):
            for level in processor.LEVELS:
                members[shipped.member(full, level)] = files[shipped.member(full, level)]
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    os.replace(temporary, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="make all kernels anew")
    print("%d kernels compiled" % write(anew=parser.parse_args().all))
