"""The examples in the docstrings of K are run as written, with the names of K at hand."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

from kerastutor import backend as K

MODULES = [module.name for module in pkgutil.iter_modules(K.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"kerastutor.backend.{name}")
    names = {n: getattr(K, n) for n in K.__all__} | {"np": np} | vars(module)
    failed = 0
    for test in doctest.DocTestFinder().find(module, globs=names):
        failed += doctest.DocTestRunner(optionflags=doctest.FAIL_FAST).run(test).failed
    assert not failed
