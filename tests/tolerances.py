"""How close is equal: the one place where the tests' tolerances are written down.

Each entry is the keyword arguments of `numpy.testing.assert_allclose`. Choose by what is
compared, not by what happens to pass:

* ``EXACT``     same bits: shapes, masks, integers, data that is only moved.
* ``VALUE``     one float32 op or layer against another implementation of it.
* ``GRADIENT``  a float32 gradient: a longer chain of roundings than the value.
* ``TRAINED``   float32 weights, losses or metrics after several training steps.
* ``FLOAT64``   float64 against float64.
* ``NUMERIC``   float64 gradient against central differences.
"""

EXACT = {"rtol": 0, "atol": 0}
VALUE = {"rtol": 2e-5, "atol": 2e-6}
GRADIENT = {"rtol": 1e-4, "atol": 1e-5}
TRAINED = {"rtol": 5e-4, "atol": 2e-5}
FLOAT64 = {"rtol": 1e-10, "atol": 1e-12}
NUMERIC = {"rtol": 1e-5, "atol": 1e-7}

# Digests of large arrays: the error of a part relative to its size (tests/parity/compare.py).
DIGEST = 5e-5

# Parity with the recorded Keras 2.2.4 (tests/parity): the kind of number -> its tolerance.
PARITY = {
    "output": VALUE,
    "gradient": GRADIENT,
    "trained": TRAINED,
    "exact": EXACT,
}
