"""Kernels: plain Python loops over arrays, compiled when first needed, kept on disk as object code.

    @kernel("T x[M,K], T w[K,N], T y[M,N], float alpha")
    def scaled_product(x, w, y, alpha): ...

declares the arrays (type, name, sizes) and scalars of a kernel. `T` and `S` stand for element types
chosen per use (`'float32'`, `'int64'` ...); fixed ones are written out. Compiled, every kernel is a
C function of one argument, a row of a plan:

    row = [address of the function, array addresses ..., sizes in order of appearance ...,
           scalars ...]                                                        (int64[ROW])

Nothing here imports Numba until a kernel has to be compiled; object code that is on disk already is
loaded with llvmlite alone. With NUMBA_DISABLE_JIT=1 a call runs the Python function itself, for
debugging.
"""

import inspect
import os
import re
import threading

import numpy as np

from kerastutor.kernels import cache, native, shipped

ROW = 32
kernels = {}
by_address = {}  # address of compiled code -> (kernel, element types)
_lock = threading.RLock()
_ARRAY = re.compile(r"^(\w+) (\w+)\[([\w, ]*)\]$")
_SCALAR = re.compile(r"^(int|float) (\w+)$")


class Kernel:
    """A compiled function of arrays; see the module's docstring.

    # Arguments
        function: the plain Python function.
        signature: declaration of its parameters.
        fastmath: floating-point liberties; none of them may hide NaN.
        element_by_element: whether each round of its innermost loops reads and writes elements of
            its own, so that an output may be written over an input and the loops still vectorise.
    """

    def __init__(self, function, signature, fastmath, element_by_element=False):
        self.function = function
        self.name = function.__name__
        self.fastmath = fastmath
        self.element_by_element = element_by_element
        self.arrays, self.scalars, self.sizes = [], [], []
        for part in re.findall(r"\w+ \w+(?:\[[^\]]*\])?", signature):
            found = _ARRAY.match(part)
            if found:
                kind, name, dims = found.groups()
                dims = [d.strip() for d in dims.split(",") if d.strip()]
                self.arrays.append((kind, name, dims))
                self.sizes += [d for d in dims if d not in self.sizes and not d.isdigit()]
            else:
                self.scalars.append(_SCALAR.match(part).groups())
        self._addresses = {}

    def address(self, types):
        """Address of the compiled function.

        # Arguments
            types: tuple with the element types that `T` (and `S`) stand for.
        """
        found = self._addresses.get(types)
        if found is None:
            with _lock:
                found = self._addresses[types] = _deliver(self, types)
                by_address[found] = self, types
        return found

    def row(self, types, arrays, sizes, scalars=()):
        """Row of a plan that calls this kernel.

        # Arguments
            types: element types for `T`, `S`.
            arrays: addresses of the arrays.
            sizes: the sizes, in order of first appearance in the signature.
            scalars: numbers, in order.
        """
        row = [self.address(types)]
        row += arrays
        row += sizes
        for (kind, _), value in zip(self.scalars, scalars):
            row.append(int(value) if kind == "int" else float_bits(value))
        row += [0] * (ROW - len(row))
        return row

    def element(self, kind, types):
        """Element type of an array declared with `kind`."""
        return {"T": types[0] if types else None, "S": types[-1] if types else None}.get(kind, kind)

    def __call__(self, *args, types=None):
        """Run on NumPy arrays (C-ordered, of the declared element types), then scalars."""
        n = len(self.arrays)
        arrays = args[:n]
        if types is None:
            letters = {
                kind: a.dtype.name for (kind, _, _), a in zip(self.arrays, arrays) if kind in "TS"
            }
            types = tuple(letters[k] for k in "TS" if k in letters)
        if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
            self.function(*args)
            return
        sizes = {}
        for (kind, name, dims), a in zip(self.arrays, arrays):
            if (
                not a.flags.c_contiguous
                or a.dtype.name != self.element(kind, types)
                or a.ndim != len(dims)
            ):
                raise TypeError(
                    "%s: %s must be a C-ordered %s array with %d axes, got %s %s."
                    % (self.name, name, self.element(kind, types), len(dims), a.dtype, a.shape)
                )
            for d, n_here in zip(dims, a.shape):
                if d.isdigit():
                    continue
                if sizes.setdefault(d, n_here) != n_here:
                    raise ValueError(
                        "%s: size %s of %s must be %d, got %d."
                        % (self.name, d, name, sizes[d], n_here)
                    )
        row = np.array(
            self.row(
                types, [a.ctypes.data for a in arrays], [sizes[s] for s in self.sizes], args[n:]
            ),
            np.int64,
        )
        native.call(int(row[0]), row.ctypes.data)


def kernel(
    signature, fastmath=("contract", "nsz", "arcp", "reassoc"), element_by_element=False
):
    """Decorator: declare a kernel."""

    def register(function):
        made = Kernel(function, signature, fastmath, element_by_element)
        if made.name in kernels:
            raise ValueError("kernel %r must be declared once." % made.name)
        kernels[made.name] = made
        return made

    return register


def helper(function):
    """Decorator: a function that kernels call. It stays a plain Python function and is compiled
    with its callers.
    """
    function._kerastutor_helper = True
    return function


def float_bits(value):
    """The bits of a float64 as an integer."""
    return int(np.float64(value).view(np.int64))


def full_name(made, types):
    """Name of a kernel and its element types, as in file names."""
    return made.name + "".join("-" + t for t in types)


def source_key(made, types):
    """Identity of a kernel's source and element types."""
    return cache.source_key(_files(made.function), made.name, types)


def _files(function):
    """Paths of the files that hold a kernel and the helpers it calls, in a fixed order."""
    found, seen, todo = set(), set(), [function]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            found.add(inspect.getsourcefile(here))
            names = [here.__globals__.get(name) for name in here.__code__.co_names]
            todo += [value for value in names if getattr(value, "_kerastutor_helper", False)]
    return sorted(found)


def _deliver(made, types):
    """Address of a kernel: from the disk, from the shipped LLVM code, or compiled now."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return _callback(made, types)
    name, source = full_name(made, types), source_key(made, types)
    identity = cache.machine_key(source)
    found = cache.load(name, identity)
    if found is None:
        symbol = "kerastutor_kernel_%s_%s" % (name.replace("-", "_"), identity[:20])
        with cache.making(name):
            found = _make(made, types, name, source, symbol), symbol
        cache.save(name, identity, *found)
    return native.install(*found)


def _make(made, types, name, source, symbol):
    """Object code of a kernel."""
    code = shipped.load(name, source)
    if code is not None:
        try:
            return native.object_code(code, symbol)
        except RuntimeError:
            pass  # made by a newer LLVM
    from kerastutor.kernels import build  # imports Numba: only when something has to be compiled

    return native.object_code(build.bitcode(made, types), symbol)


_callbacks = []


def _callback(made, types):
    """Address of a C function that runs the Python function, for NUMBA_DISABLE_JIT=1."""
    import ctypes

    def run(result, exception, pointer):
        try:
            run_row(pointer)
        except BaseException as error:  # an exception cannot pass through C: native.raise_failure
            native.failures.append(error)
        return 0

    def run_row(pointer):
        row = np.ctypeslib.as_array(ctypes.cast(pointer, ctypes.POINTER(ctypes.c_int64)), (ROW,))
        n = len(made.arrays)
        sizes = dict(zip(made.sizes, row[1 + n :].tolist()))
        args = []
        for (kind, _, dims), address in zip(made.arrays, row[1 : 1 + n].tolist()):
            shape = [int(d) if d.isdigit() else sizes[d] for d in dims]
            dtype = np.dtype(made.element(kind, types))
            count = int(np.prod(shape, dtype=np.int64))
            raw = (ctypes.c_char * (count * dtype.itemsize)).from_address(address) if count else b""
            args.append(np.frombuffer(raw, dtype, count).reshape(shape))
        for (kind, _), value in zip(made.scalars, row[1 + n + len(sizes) :]):
            args.append(int(value) if kind == "int" else float(value.view(np.float64)))
        with np.errstate(all="ignore"):
            made.function(*args)

    function = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        run
    )
    _callbacks.append(function)
    return ctypes.cast(function, ctypes.c_void_p).value
