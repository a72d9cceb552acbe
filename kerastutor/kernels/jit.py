"""Kernels: plain Python loops over arrays, compiled when first needed, kept on disk as object code.

    @kernel("T x[M,K], T w[K,N], T y[M,N], float alpha")
    def scaled_product(x, w, y, alpha): ...

declares the arrays (type, name, sizes) and scalars of a kernel. `T` and `S` stand for element types
chosen per use (`'float32'`, `'int64'` ...); fixed ones are written out. Compiled, every kernel is a
C function of one argument, a row of a plan:

    row = [address of the function, array addresses ..., sizes in order of appearance ...,
           scalars ...]                                                        (int64[ROW])

Nothing here imports Numba until a kernel has to be compiled; object code that is shipped or on disk
already is loaded without it. With NUMBA_DISABLE_JIT=1 a call runs the Python function itself, for
debugging.
"""

import os
import re
import threading

import numpy as np

from kerastutor.kernels import cache, native, processor, shipped

ROW = 32
_HERE = os.path.dirname(os.path.abspath(__file__))
# Modules whose functions are others in compiled code, and the files that say which.
TWINS = {
    "kerastutor.kernels." + module: [os.path.join(_HERE, name + ".py") for name in (module, *more)]
    for module, more in (
        ("mathlib", ["blas", "vector"]),
        ("words", []),
        ("blas", []),
        ("vector", []),
    )
}
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
    files, constants = _sources(made.function)
    declared = made.arrays, made.scalars, sorted(made.fastmath), made.element_by_element
    return cache.source_key(files, repr((made.name, types, declared, constants)))


def _sources(function):
    """What a kernel and the helpers it calls are made of: paths of files, and constants."""
    files, constants, seen, todo = set(), {}, set(), [function]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            files.add(here.__code__.co_filename)
            for name in here.__code__.co_names:
                value = here.__globals__.get(name)
                if isinstance(value, (int, float, tuple)):
                    constants[name] = value
                elif getattr(value, "_kerastutor_helper", False):
                    todo.append(value)
                else:
                    files.update(TWINS.get(getattr(value, "__module__", None), ()))
    return sorted(files), sorted(constants.items())


def _deliver(made, types):
    """Address of a kernel: from the shipped object code, from the disk, or compiled now."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return _callback(made, types)
    name, source = full_name(made, types), source_key(made, types)
    code = ready(name, source)
    if code is None:
        with cache.making(name):
            code = _make(made, types, source)
        cache.save(name, cache.machine_key(source), code)
    return native.install(code, symbol(made, types, source))


def ready(name, source):
    """Object code of a kernel that need not be compiled, or None.

    # Arguments
        name: its full name.
        source: its source key.
    """
    code = shipped.load(name, source)
    return cache.load(name, cache.machine_key(source)) if code is None else code


def symbol(made, types, source):
    """Name of a kernel's function in object code; LLVM loads no two of the same name."""
    return "kerastutor_%s_%s" % (full_name(made, types).replace("-", "_"), source[:20])


def _make(made, types, source):
    """Object code of a kernel."""
    from kerastutor.kernels import build  # imports Numba: only when something has to be compiled

    level = processor.level()
    return build.object_code(made, types, symbol(made, types, source), [level])[level]


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
