"""Arrays and dictionaries on disk (HDF5), and the question before overwriting a file."""

import builtins
import os
import sys
import types
import weakref

import numpy as np

from kerastutor.utils.hdf5 import (
    child,
    has_child,
    read_array,
    read_names,
    require_h5py,
    write_array,
    write_names,
)


class HDF5Matrix:
    """A dataset in an HDF5 file, used like an array but read piece by piece.

    # Arguments
        datapath: Path of the file.
        dataset: Name of the dataset in it.
        start: First row that counts.
        end: Row after the last one; None: all.
        normalizer: Function applied to everything that is read.

    # Returns
        An object with `shape`, `dtype`, `len()` and indexing by integers, slices and lists.

    # Example

    ```python
    x = HDF5Matrix('train.h5', 'images', start=0, end=1000)
    model.fit(x, y, shuffle='batch')
    ```
    """

    refs = weakref.WeakValueDictionary()        # path -> open file, shared while it is in use

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        h5py = require_h5py("HDF5Matrix")
        self._file = self.refs.get(datapath)
        if not self._file:
            self._file = self.refs[datapath] = h5py.File(datapath, "r")
        self.data = self._file[dataset]
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer
        first = self._read(slice(0, 1))
        self._base_shape = first.shape[1:]
        self._base_dtype = first.dtype

    def __len__(self):
        return self.end - self.start

    def __getitem__(self, key):
        if isinstance(key, slice):
            return self._read(self._rows(key))
        if isinstance(key, (int, np.integer)):
            return self._read(self._row(key))
        rows = np.array([self._row(i) for i in np.asarray(key).ravel()], dtype=np.int64)
        order, inverse = np.unique(rows, return_inverse=True)   # HDF5 reads rising rows only
        return self._read(order.tolist(), inverse)

    def _rows(self, key):
        start = 0 if key.start is None else key.start
        stop = len(self) if key.stop is None else key.stop
        if stop > len(self):
            raise self._out_of_range(f"{start}:{stop}")
        start, stop, step = slice(start, stop, key.step).indices(len(self))
        return slice(start + self.start, stop + self.start, step)

    def _row(self, key):
        row = int(key) + (len(self) if key < 0 else 0)
        if not 0 <= row < len(self):
            raise self._out_of_range(key)
        return row + self.start

    def _read(self, key, inverse=None):
        rows = self.data[key]
        if inverse is not None:
            rows = rows[inverse]
        return rows if self.normalizer is None else self.normalizer(rows)

    def _out_of_range(self, key):
        return IndexError(f"HDF5Matrix: index must be within {len(self)} rows, got {key}. "
                          "Mind `start` and `end`.")

    @property
    def shape(self):
        """Tuple: the rows from `start` to `end`, and the shape of one row."""
        return (self.end - self.start,) + self._base_shape

    @property
    def dtype(self):
        """Type of the (normalized) values."""
        return self._base_dtype

    @property
    def ndim(self):
        """Number of axes."""
        return self.data.ndim

    @property
    def size(self):
        """Number of values."""
        return int(np.prod(self.shape))


def ask_to_proceed_with_overwrite(filepath):
    """Asks in the terminal or notebook whether a file may be overwritten.

    # Arguments
        filepath: Path of the file.

    # Returns
        True for yes, False for no.

    # Raises
        FileExistsError: when nobody can be asked.
    """
    ask = getattr(sys.modules.get("six.moves"), "input", builtins.input)    # Keras asks through it
    if not _somebody_is_there(ask):
        raise _refusal(filepath)
    try:
        answer = ask(f"[WARNING] {filepath} already exists - overwrite? [y/n]").strip().lower()
        while answer not in ("y", "n"):
            answer = ask("Please answer y (overwrite) or n (cancel).").strip().lower()
    except (EOFError, NotImplementedError) as error:    # a notebook that is run by a machine
        raise _refusal(filepath) from error
    if answer == "y":
        print("[TIP] overwrite=True does this without asking.")
    return answer == "y"


def _somebody_is_there(ask):
    if not isinstance(ask, types.BuiltinFunctionType):
        return True                                     # a notebook's own input(), or a test's
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def _refusal(filepath):
    return FileExistsError(f"{filepath}: the file must not exist when overwrite=False and there "
                           "is no terminal to ask, got an existing one. "
                           "Pass overwrite=True or another name.")


class H5Dict:
    """One dictionary-like view of an HDF5 file, an HDF5 group or a plain dictionary.

    Arrays become datasets, lists of strings become attributes (cut into several when they are
    long), other values become attributes; reading a missing key makes a new group.

    # Arguments
        path: Path of a file, `h5py.Group`, or dictionary.
        mode: `'r'`, `'w'` or `'a'`, as for `h5py.File`.

    # Raises
        TypeError: for another kind of `path`.

    # Example

    ```python
    f = H5Dict('notes.h5', 'w')
    f['weights']['kernel'] = np.zeros((2, 3))
    f.close()
    ```
    """

    def __init__(self, path, mode="a"):
        self._is_file = False
        if isinstance(path, dict):
            if mode == "w":
                path.clear()
            path["_is_group"] = True            # tells our groups from the user's dictionaries
            self.data = path
        else:
            h5py = require_h5py("H5Dict")
            if isinstance(path, h5py.Group):
                self.data = path
            elif isinstance(path, (str, os.PathLike)):
                self.data = h5py.File(path, mode=mode)
                self._is_file = True
            else:
                raise TypeError("H5Dict: path must be an h5py Group, a path or a dictionary, got "
                                f"{type(path).__name__}. Pass one of these.")
        self.read_only = mode == "r"

    def __setitem__(self, attr, val):
        if self.read_only:
            raise ValueError("H5Dict: the file must be open for writing to set "
                             f"{attr!r}, got mode 'r'. Open it with mode='a'.")
        attr = _text(attr)
        is_array = isinstance(val, (np.ndarray, np.generic))
        if isinstance(self.data, dict):
            self.data[attr] = np.array(val) if is_array else val
            return
        if attr in self.data:
            raise KeyError(f"H5Dict: key must be new, got {attr!r}, which is a group or dataset.")
        if is_array:
            write_array(self.data, attr, val)
        elif isinstance(val, list) and all(isinstance(v, (str, bytes)) for v in val):
            write_names(self.data, attr, val)
        else:
            self.data.attrs[attr] = val

    def __getitem__(self, attr):
        attr = _text(attr)
        if isinstance(self.data, dict):
            return self._from_dict(attr)
        if attr in self.data.attrs:
            value = self.data.attrs[attr]
            is_names = isinstance(value, np.ndarray) and value.dtype.kind in "SO"
            return value.tolist() if is_names else value
        if attr in self.data:
            node = child(self.data, attr)
            return read_array(node) if hasattr(node, "shape") else H5Dict(node, self._mode())
        names = read_names(self.data, attr)
        return self._new_group(attr) if names is None else names

    def _from_dict(self, attr):
        if attr not in self.data:
            return self._new_group(attr)
        value = self.data[attr]
        if isinstance(value, dict) and value.get("_is_group"):
            return H5Dict(value, self._mode())
        return value

    def _new_group(self, attr):
        if self.read_only:
            raise ValueError(f"H5Dict: key must exist in read-only mode, got {attr!r}. "
                             "Open the file with mode='a' to make a group.")
        if isinstance(self.data, dict):
            self.data[attr] = {}
            return H5Dict(self.data[attr])
        return H5Dict(self.data.create_group(attr))

    def _mode(self):
        return "r" if self.read_only else "a"

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return iter(self.data)

    def iter(self):
        """Iterates over the names of groups and datasets (of all entries of a dictionary)."""
        return iter(self.data)

    def __getattr__(self, attr):
        if attr == "data":                      # not set yet: while unpickling, say
            raise AttributeError(attr)
        return getattr(self.data, attr)

    def __contains__(self, key):
        key = _text(key)
        if isinstance(self.data, dict):
            return key in self.data
        return key in self.data.attrs or has_child(self.data, key)

    def get(self, key, default=None):
        """Returns the value of a key, or the default when there is none."""
        return self[key] if key in self else default

    def update(self, *args):
        """Sets all entries of dictionaries (or of iterables of pairs)."""
        for entries in args:
            for key, value in dict(entries).items():
                self[key] = value

    def close(self):
        """Writes everything to disk and closes the file, if it was opened here."""
        if not isinstance(self.data, dict):
            self.data.file.flush()
            if self._is_file:
                self.data.close()


h5dict = H5Dict


def _text(key):
    return key.decode("utf-8") if isinstance(key, bytes) else key
