"""HDF5 files as Keras lays them out, read without trusting them.

Texts and lists of names are attributes; a list that does not fit into an object header (64 kB) is
cut into attributes `name0`, `name1` ...  Arrays are datasets. A file may hold traps: links to other
files, external or virtual storage, compression by plug-ins, Python objects. `child` and
`check_dataset` refuse all of them, so nothing outside the file itself is ever opened.
"""

import numpy as np

HEADER_LIMIT = 64512                        # bytes that fit into one attribute
_PLAIN_FILTERS = {1, 2, 3, 4, 5, 6, 32000}  # deflate, shuffle, fletcher32, szip, nbit, scale, lzf


def require_h5py(who):
    """Returns the module h5py; says how to get it when it is missing.

    # Raises
        ImportError: without h5py.
    """
    try:
        import h5py
    except ImportError as error:
        raise ImportError(f"`{who}` requires h5py, which is not installed. "
                          "Install it: pip install h5py.") from error
    return h5py


def write_text(group, name, text):
    """Stores a text as an attribute."""
    group.attrs[name] = text.encode("utf-8")


def read_text(group, name):
    """Returns a text attribute, or None when there is none.

    # Raises
        ValueError: when the attribute is no text.
    """
    if name not in group.attrs:
        return None
    _check_attribute(group, name)
    value = group.attrs[name]
    if isinstance(value, np.ndarray) and value.shape == ():
        value = value[()]
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, str):
        return value
    raise ValueError(f"{group.name}: attribute {name!r} must be a text, got "
                     f"{type(value).__name__}. The file is damaged or no Keras file.")


def write_names(group, name, names):
    """Stores a list of strings as one attribute, or as `name0`, `name1` ... when it is long.

    # Raises
        RuntimeError: when one single string is larger than an attribute may be.
    """
    encoded = [n.encode("utf-8") if isinstance(n, str) else n for n in names]
    too_long = [n.decode("utf-8", "replace") for n in encoded if len(n) > HEADER_LIMIT]
    if too_long:
        raise RuntimeError(f"{name}: every entry must be at most {HEADER_LIMIT} bytes to be saved "
                           f"in HDF5, got {', '.join(t[:50] + '...' for t in too_long)}. "
                           "Use shorter names.")
    array = np.asarray(encoded)
    if array.nbytes <= HEADER_LIMIT:
        group.attrs[name] = array
        return
    per_chunk = HEADER_LIMIT // array.itemsize
    chunks = np.array_split(array, -(-len(array) // per_chunk))
    for i, chunk in enumerate(chunks):
        group.attrs[f"{name}{i}"] = chunk


def read_names(group, name):
    """Returns a list of strings stored by `write_names`, or None when there is none.

    # Raises
        ValueError: when the attribute is no list of texts.
    """
    if name in group.attrs:
        return _names_of(group, name)
    if f"{name}0" not in group.attrs:
        return None
    names, i = [], 0
    while f"{name}{i}" in group.attrs:
        names.extend(_names_of(group, f"{name}{i}"))
        i += 1
    return names


def write_array(group, name, value):
    """Stores an array as a dataset; a slash in the name makes groups."""
    group.create_dataset(name, data=np.asarray(value))


def child(group, path):
    """Returns the group or dataset under a path, following nothing but plain members.

    # Raises
        ValueError: when there is no such member, or a soft or external link is on the way.
    """
    h5py = require_h5py("kerastutor.utils.hdf5.child")
    node = group
    for part in _parts(path):
        link = node.get(part, getlink=True) if isinstance(node, h5py.Group) else None
        if link is None:
            raise ValueError(f"{group.name}: the file must have a member {path!r}, got none. "
                             "The file is damaged or was written by another program.")
        if not isinstance(link, h5py.HardLink):
            raise ValueError(f"{group.name}: {path!r} must be stored in the file itself, got a "
                             "link to elsewhere. Refused: the file may have been tampered with.")
        node = node[part]
    return node


def has_child(group, path):
    """Tells whether a path leads to a group or dataset of the file itself."""
    try:
        child(group, path)
    except ValueError:
        return False
    return True


def check_dataset(node):
    """Checks that a node is a plain numeric dataset, all in this file; returns it.

    # Raises
        ValueError: for anything else.
    """
    h5py = require_h5py("kerastutor.utils.hdf5.check_dataset")
    what = None
    if not isinstance(node, h5py.Dataset):
        what = "a group"
    elif node.shape is None:
        what = "an empty dataset"
    elif node.dtype.kind not in "fiubc":
        what = f"a dataset of type {node.dtype}"
    elif node.is_virtual:
        what = "a virtual dataset"
    elif node.external:
        what = "a dataset stored in another file"
    else:
        filters = node.id.get_create_plist()
        used = {filters.get_filter(i)[0] for i in range(filters.get_nfilters())}
        if not used <= _PLAIN_FILTERS:
            what = f"a dataset compressed by a plug-in (filter {min(used - _PLAIN_FILTERS)})"
    if what is not None:
        raise ValueError(f"{node.name}: weights must be a plain array of numbers stored in the "
                         f"file itself, got {what}. Refused: the file is damaged or unsafe.")
    return node


def read_array(node):
    """Reads a dataset, after `check_dataset`, into a new array."""
    return np.asarray(check_dataset(node)[()])


def _names_of(group, name):
    _check_attribute(group, name)
    value = np.asarray(group.attrs[name])
    if value.size == 0:
        return []
    names = [n.decode("utf-8") if isinstance(n, bytes) else n for n in value.ravel().tolist()]
    if not all(isinstance(n, str) for n in names):
        raise ValueError(f"{group.name}: attribute {name!r} must be a list of names, got type "
                         f"{value.dtype}. The file is damaged or no Keras file.")
    return names


def _check_attribute(group, name):
    """Refuses an attribute that claims to be larger than the whole file."""
    h5py = require_h5py("kerastutor.utils.hdf5")
    attribute = h5py.h5a.open(group.id, name.encode("utf-8"))
    size = attribute.get_space().get_simple_extent_npoints() * attribute.get_type().get_size()
    limit = max(group.file.id.get_filesize(), HEADER_LIMIT)
    if size > limit:
        raise ValueError(f"{group.name}: attribute {name!r} must fit into the file, got a "
                         f"declared size of {size} bytes. The file is damaged.")


def _parts(path):
    parts = path.split("/")
    if "" in parts or "." in parts:
        raise ValueError(f"HDF5: a name in the file must be a relative path, got {path!r}. "
                         "The file is damaged or was written by another program.")
    return parts
