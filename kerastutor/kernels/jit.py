"""Kernels: plain Python loops over arrays, compiled when first needed, kept on disk as object code.

    @kernel("T x[M,K], T w[K,N], T y[M,N], float alpha")
    def scaled_product(x, w, y, alpha): ...

declares the arrays (type, name, sizes) and scalars of a kernel. `T` and `S` stand for element types chosen per use
(`'float32'`, `'int64'` ...); fixed ones are written out. Compiled, every kernel is a C function of one argument, a row of
a plan:

    row = [address of the function, array addresses ..., sizes in order of appearance ..., scalars ...]   (int64[ROW])

Nothing here imports Numba until a kernel has to be compiled; object code that is on disk already is loaded with llvmlite
alone. With NUMBA_DISABLE_JIT=1 a call runs the Python function itself, for debugging.
"""
import inspect
import os
import re
import threading

import numpy as np

from kerastutor.kernels import cache

ROW = 32
kernels = {}
by_address = {}              # address of compiled code -> (kernel, element types)
_lock = threading.RLock()
_ARRAY = re.compile(r"^(\w+) (\w+)\[([\w, ]*)\]$")
_SCALAR = re.compile(r"^(int|float) (\w+)$")


class Kernel:
    """A compiled function of arrays; see the module's docstring.

    # Arguments
        function: the plain Python function.
        signature: declaration of its parameters.
        fastmath: floating-point liberties; none of them may hide NaN.
    """

    def __init__(self, function, signature, fastmath):
        self.function = function
        self.name = function.__name__
        self.fastmath = fastmath
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
            letters = {kind: a.dtype.name for (kind, _, _), a in zip(self.arrays, arrays) if kind in "TS"}
            types = tuple(letters[k] for k in "TS" if k in letters)
        if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
            self.function(*args)
            return
        sizes = {}
        for (kind, name, dims), a in zip(self.arrays, arrays):
            if not a.flags.c_contiguous or a.dtype.name != self.element(kind, types) or a.ndim != len(dims):
                raise TypeError("%s: %s must be a C-ordered %s array with %d axes, got %s %s."
                                % (self.name, name, self.element(kind, types), len(dims), a.dtype, a.shape))
            for d, n_here in zip(dims, a.shape):
                if d.isdigit():
                    continue
                if sizes.setdefault(d, n_here) != n_here:
                    raise ValueError("%s: size %s of %s must be %d, got %d." % (self.name, d, name, sizes[d], n_here))
        row = np.array(self.row(types, [a.ctypes.data for a in arrays], [sizes[s] for s in self.sizes], args[n:]), np.int64)
        cache.call(int(row[0]), row.ctypes.data)


def kernel(signature, fastmath=("contract", "nsz", "arcp", "reassoc")):
    """Decorator: declare a kernel."""
    def register(function):
        made = Kernel(function, signature, fastmath)
        if made.name in kernels:
            raise ValueError("kernel %r must be declared once." % made.name)
        kernels[made.name] = made
        return made
    return register


def helper(function):
    """Decorator: a function that kernels call. It stays a plain Python function and is compiled with its callers."""
    function._kerastutor_helper = True
    return function


def float_bits(value):
    """The bits of a float64 as an integer."""
    return int(np.float64(value).view(np.int64))


def _deliver(made, types):
    """Address of a kernel: from memory, from disk, or compiled now."""
    name = made.name + "".join("-" + t for t in types)
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return _callback(made, types)
    source = inspect.getsourcefile(made.function)
    key = cache.key(source, made.name, types)
    loaded = cache.load(name, key)
    if loaded is None:
        from kerastutor.kernels import build      # imports Numba: only when something has to be compiled
        symbol = "kerastutor_kernel_%s_%s" % (name.replace("-", "_"), key[:20])
        code = build.object_code(made, types, symbol)
        cache.save(name, key, code, symbol)
        loaded = cache.install(code, symbol)
    return loaded


_callbacks = []


def _callback(made, types):
    """Address of a C function that runs the Python function, for NUMBA_DISABLE_JIT=1."""
    import ctypes

    def run(result, exception, pointer):
        row = np.ctypeslib.as_array(ctypes.cast(pointer, ctypes.POINTER(ctypes.c_int64)), (ROW,))
        n = len(made.arrays)
        sizes = dict(zip(made.sizes, row[1 + n:].tolist()))
        args = []
        for (kind, _, dims), address in zip(made.arrays, row[1:1 + n].tolist()):
            shape = [int(d) if d.isdigit() else sizes[d] for d in dims]
            dtype = np.dtype(made.element(kind, types))
            count = int(np.prod(shape, dtype=np.int64))
            raw = (ctypes.c_char * (count * dtype.itemsize)).from_address(address) if count else b""
            args.append(np.frombuffer(raw, dtype, count).reshape(shape))
        for (kind, _), value in zip(made.scalars, row[1 + n + len(sizes):]):
            args.append(int(value) if kind == "int" else float(value.view(np.float64)))
        with np.errstate(all="ignore"):
            made.function(*args)
        return 0

    function = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(run)
    _callbacks.append(function)
    return ctypes.cast(function, ctypes.c_void_p).value
