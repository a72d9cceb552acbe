"""Golden files: many small arrays and their facts in one compact .npz.

An .npz spends about 300 bytes on each array, which is more than most of ours hold. So all
arrays of a family lie end to end in one flat vector per dtype, beside a JSON index:

    float32, int32, ...   flat vectors
    index                 {case: {"facts": {...}, "arrays": {key: [dtype, offset, shape]}}}
"""
import json

import numpy as np


def save(path, cases):
    """Write ``{case: (arrays, facts)}``; the same content always gives the same bytes."""
    flat, index = {}, {}
    for name in sorted(cases):
        arrays, facts = cases[name]
        places = {}
        for key in sorted(arrays):
            value = np.asarray(arrays[key])
            parts = flat.setdefault(value.dtype.name, [])
            places[key] = [value.dtype.name, sum(p.size for p in parts), list(value.shape)]
            parts.append(value.ravel())
        index[name] = {"facts": facts, "arrays": places}
    text = json.dumps(index, sort_keys=True, separators=(",", ":")).encode("utf-8")
    vectors = {dtype: np.concatenate(parts) for dtype, parts in flat.items()}
    np.savez_compressed(path, index=np.frombuffer(text, np.uint8), **vectors)


def load(path):
    """Read a file of `save`: ``{case: (arrays, facts)}``."""
    with np.load(path, allow_pickle=False) as archive:
        index = json.loads(archive["index"].tobytes().decode("utf-8"))
        flat = {name: archive[name] for name in archive.files if name != "index"}
    cases = {}
    for name, entry in index.items():
        arrays = {}
        for key, (dtype, offset, shape) in entry["arrays"].items():
            size = int(np.prod(shape, dtype=np.int64))
            arrays[key] = flat[dtype][offset:offset + size].reshape(shape)
        cases[name] = (arrays, entry["facts"])
    return cases


def plain(value):
    """`value` as JSON gives it back: tuples become lists, NumPy numbers become Python's."""
    def simple(item):
        if isinstance(item, np.generic):
            return item.item()
        if isinstance(item, np.ndarray):
            return item.tolist()
        raise TypeError(f"facts: {item!r} cannot be written as JSON")
    return json.loads(json.dumps(value, default=simple))
