"""Reading the pickles of data sets without running what is in them.

CIFAR's batches are pickled dictionaries, the reviews of IMDB and the wires of Reuters pickled
arrays of lists. A pickle may name any function to call; here only those that build NumPy
arrays exist.
"""

import pickle
import zipfile

import numpy as np
from numpy.lib import format as npy

_ALLOWED = {
    **{(f"numpy.{core}.{module}", name): getattr(getattr(np._core, module), name)
       for core in ("core", "_core")            # its name in NumPy 1, in NumPy 2
       for module, name in (("multiarray", "_reconstruct"), ("multiarray", "scalar"),
                            ("numeric", "_frombuffer"))},
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("_codecs", "encode"):         # bytes in a pickle of protocol 2
            return _encode
        if (module, name) not in _ALLOWED:
            raise ValueError(f"datasets: a file must hold numbers, lists and arrays, got a pickle "
                             f"that asks for {module}.{name}. It is not the file of this data "
                             "set: delete it, so that it is downloaded again.")
        return _ALLOWED[module, name]


def _encode(text, encoding):
    if encoding not in ("latin1", "utf-8"):
        raise ValueError(f"datasets: bytes must be written as latin1, got {encoding!r}. It is not "
                         "the file of this data set: delete it.")
    return text.encode(encoding)


def load_pickle(file, encoding="bytes"):
    """Reads numbers, strings, lists, dictionaries and arrays from a binary file object.

    # Raises
        ValueError: when the pickle asks for anything else.
    """
    return _Unpickler(file, encoding=encoding).load()


def load_npz(path):
    """Reads all arrays of an npz file, arrays of lists included.

    # Returns
        Dictionary from names to arrays.

    # Raises
        ValueError: when a pickle in the file asks for more than numbers, lists and arrays.
    """
    arrays = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            with archive.open(member) as file:
                arrays[member.removesuffix(".npy")] = _read_array(file)
    return arrays


def _read_array(file):
    version = npy.read_magic(file)
    read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, fortran_order, dtype = read_header(file)
    if dtype.hasobject:
        return load_pickle(file, encoding="ASCII").reshape(shape)
    count = int(np.prod(shape, dtype=np.int64))
    data = np.frombuffer(bytearray(file.read(count * dtype.itemsize)), dtype)
    if len(data) != count:
        raise ValueError(f"datasets: an array of {count} numbers must be complete, got "
                         f"{len(data)}. Delete the file, so that it is downloaded again.")
    return data.reshape(shape, order="F" if fortran_order else "C")
