"""Matrix product of the fastest library at hand, callable from compiled kernels.

Kernels call `gemm(...)` of mathlib.py. Compiled, it becomes a call of the symbol kerastutor_sgemm
or kerastutor_dgemm, bound when object code is loaded: to the OpenBLAS that NumPy brings along, else
to one of the package scipy-openblas64, else to our own loops. The cached object code is the same in
all cases.
"""

import ctypes
import glob
import importlib.util
import os

import numpy as np

_state = {}
_I, _L, _P = ctypes.c_int, ctypes.c_int64, ctypes.c_void_p
ROW_MAJOR, NO, YES = 101, 111, 112


def _candidates():
    """Paths of shared libraries that may hold OpenBLAS with 64-bit integers."""
    root = os.path.dirname(np.__file__)
    for pattern in (
        os.path.join(root, "..", "numpy.libs", "*openblas64*"),
        os.path.join(root, ".dylibs", "*openblas64*"),
        os.path.join(root, ".libs", "*openblas64*"),
    ):
        yield from sorted(glob.glob(pattern))
    found = importlib.util.find_spec("scipy_openblas64")
    if found and found.submodule_search_locations:
        yield from sorted(
            glob.glob(os.path.join(found.submodule_search_locations[0], "lib", "*openblas64*"))
        )


def library():
    """(library, prefix, suffix) of OpenBLAS, or None. `KERASTUTOR_BLAS=own` asks for our own
    loops.
    """
    if "library" not in _state:
        asked = os.environ.get("KERASTUTOR_BLAS", "")
        if asked not in ("", "own"):
            raise ValueError("KERASTUTOR_BLAS: it must be 'own' or unset, got %r." % asked)
        _state["library"] = None
        for path in () if os.environ.get("KERASTUTOR_BLAS") == "own" else _candidates():
            try:
                loaded = ctypes.CDLL(path)
            except OSError:
                continue
            for prefix, suffix in (("scipy_", "64_"), ("", "64_")):
                if hasattr(loaded, prefix + "cblas_sgemm" + suffix):
                    _state["library"] = (loaded, prefix, suffix)
                    return _state["library"]
    return _state["library"]


def blas_get():
    """Threads that the library may use; compiled code asks the library."""
    return 1


def blas_set(threads):
    """Set the threads that the library may use; compiled code tells the library."""


def describe():
    """One line that says which matrix product is used."""
    found = library()
    return "OpenBLAS (%s)" % os.path.basename(found[0]._name) if found else "own loops"


def symbols():
    """Addresses of the functions that compiled kernels call, by their symbols."""
    if "symbols" not in _state:
        _state["symbols"] = {
            name: ctypes.cast(function, ctypes.c_void_p).value
            for name, function in (_of_library() if library() else _of_our_own()).items()
        }
    return _state["symbols"]


def _of_library():
    loaded, prefix, suffix = library()
    return {
        name: getattr(loaded, prefix + there + suffix)
        for name, there in (
            ("kerastutor_sgemm", "cblas_sgemm"),
            ("kerastutor_dgemm", "cblas_dgemm"),
            ("kerastutor_blas_get", "openblas_get_num_threads"),
            ("kerastutor_blas_set", "openblas_set_num_threads"),
        )
    }


def _of_our_own():
    found = {}
    for name, number in (("s", ctypes.c_float), ("d", ctypes.c_double)):
        kind = ctypes.CFUNCTYPE(
            None, _I, _I, _I, _L, _L, _L, number, _P, _L, _P, _L, number, _P, _L
        )
        found["kerastutor_%sgemm" % name] = kind(_own_product(number))
    found["kerastutor_blas_get"] = ctypes.CFUNCTYPE(_I)(lambda: 1)
    found["kerastutor_blas_set"] = ctypes.CFUNCTYPE(None, _I)(lambda n: None)
    _state["own"] = found  # kept: their addresses are in use
    return found


def _own_product(number):
    """The same product in NumPy, for machines without a library that compiled code can call."""

    def product(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc):
        def view(address, rows, columns, stride):
            buffer = (number * ((rows - 1) * stride + columns)).from_address(address)
            flat = np.frombuffer(buffer, np.dtype(number))
            return np.lib.stride_tricks.as_strided(
                flat, (rows, columns), (stride * flat.itemsize, flat.itemsize)
            )

        if not (m and n):
            return
        out = view(c, m, n, ldc)
        left = (
            np.zeros((m, 0)) if not k else view(a, k, m, lda).T if ta == YES else view(a, m, k, lda)
        )
        right = (
            np.zeros((0, n)) if not k else view(b, n, k, ldb).T if tb == YES else view(b, k, n, ldb)
        )
        value = alpha * (left @ right)
        out[...] = value + beta * out if beta else value

    return product


def _gemm_twin():
    from numba import types
    from numba.extending import overload

    def external(name, number):
        i32, i64, pointer = types.int32, types.int64, types.voidptr
        return types.ExternalFunction(
            name,
            types.void(
                i32,
                i32,
                i32,
                i64,
                i64,
                i64,
                number,
                pointer,
                i64,
                pointer,
                i64,
                number,
                pointer,
                i64,
            ),
        )

    single, double = (
        external("kerastutor_sgemm", types.float32),
        external("kerastutor_dgemm", types.float64),
    )

    def gemm(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc):
        raise TypeError("gemm runs compiled only")

    @overload(gemm)
    def compiled(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc):
        product, number = (single, np.float32) if a.dtype == types.float32 else (double, np.float64)

        def call(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc):
            product(
                101,
                112 if ta else 111,
                112 if tb else 111,
                m,
                n,
                k,
                number(alpha),
                a.ctypes,
                lda,
                b.ctypes,
                ldb,
                number(beta),
                c.ctypes,
                ldc,
            )

        return call

    return gemm


def _threads_twin(name, signature):
    from numba import types

    kinds = {"get": types.int32(), "set": types.void(types.int32)}
    return types.ExternalFunction(name, kinds[signature])


_made = {}


def _once(name, make):
    def give():
        if name not in _made:
            _made[name] = make()
        return _made[name]

    return give


REPLACED = {
    "gemm": _once("gemm", _gemm_twin),
    "blas_get": _once("get", lambda: _threads_twin("kerastutor_blas_get", "get")),
    "blas_set": _once("set", lambda: _threads_twin("kerastutor_blas_set", "set")),
}
