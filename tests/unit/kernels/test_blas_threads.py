"""The number of threads of NumPy's library is one inside, and as before afterwards."""

import pytest

from kerastutor.kernels import blas
from kerastutor.kernels.blas_threads import one_thread


def test_one_thread_inside_and_as_before_afterwards():
    if not blas.library():
        pytest.skip("no OpenBLAS here")
    loaded, prefix, suffix = blas.library()
    threads = getattr(loaded, prefix + "openblas_get_num_threads" + suffix)
    before = threads()
    with pytest.raises(KeyError), one_thread():
        assert threads() == 1
        raise KeyError
    assert threads() == before


def test_without_a_library_nothing_happens(monkeypatch):
    monkeypatch.setattr(blas, "library", lambda: None)
    with one_thread():
        pass
