"""kerastutor.functions: has_arg, func_dump, func_load and what safe mode refuses."""

import base64
import json
import marshal
import subprocess
import sys

import pytest

from kerastutor.functions import configs_are_safe, func_dump, func_load, has_arg, safe_mode_scope


def foreign_code(source):
    """Code string of a lambda that this process never dumped."""
    code = eval(source).__code__
    return base64.encodebytes(marshal.dumps(code)).decode("ascii")


@pytest.mark.parametrize(("fn", "name", "accept_all", "expected"), [
    (lambda x, bad=1: x, "x", False, True),
    (lambda x, *, k: x, "k", False, True),
    (lambda x: x, "y", False, False),
    (lambda *args: 0, "args", False, False),
    (lambda **kwargs: 0, "y", False, False),
    (lambda **kwargs: 0, "y", True, True),
    (lambda x, /: x, "x", False, False),
])
def test_has_arg(fn, name, accept_all, expected):
    assert has_arg(fn, name, accept_all) is expected


def test_round_trip_keeps_defaults_and_closure():
    factor = 3

    def f(x, y=2, z=5):
        return x * factor + y - z

    code, defaults, closure = func_dump(f)
    assert defaults == (2, 5) and closure == (3,)
    assert func_load(code, defaults, closure)(10) == 27
    assert func_load(func_dump(f))(10) == 27


def test_round_trip_through_json():
    dumped = json.loads(json.dumps(func_dump(lambda x, k=4: x + k)))
    assert isinstance(dumped, list)
    assert func_load(dumped)(1) == 5


def test_loaded_function_sees_numpy_and_given_globals():
    assert func_load(func_dump(lambda: np.float32(1.5)))() == 1.5       # noqa: F821
    assert func_load(func_dump(lambda: offset), globs={"offset": 7})() == 7     # noqa: F821


def test_foreign_code_is_refused_and_both_ways_out_are_named():
    with pytest.raises(ValueError, match=r"custom_objects=.*safe_mode=False"):
        func_load(foreign_code("lambda x: x * 41"), safe_mode=True)


def test_foreign_code_runs_when_trusted():
    code = foreign_code("lambda x: x * 43")
    assert func_load(code, safe_mode=False)(2) == 86
    with safe_mode_scope(False):
        assert func_load(code)(2) == 86
        with safe_mode_scope(True), pytest.raises(ValueError, match="safe_mode"):
            func_load(code)
    with safe_mode_scope(True), pytest.raises(ValueError, match="safe_mode"):
        func_load(code)


def test_a_program_that_loads_a_function_itself_gets_it():
    assert func_load(foreign_code("lambda x: x * 47"))(2) == 94
    assert configs_are_safe()
    with safe_mode_scope(False):
        assert not configs_are_safe()


def test_loading_refuses_before_unmarshalling():
    """Even damaged foreign data is refused as foreign, so that marshal never sees it."""
    with pytest.raises(ValueError, match="must come from this process"):
        func_load(base64.b64encode(b"\xff" * 50).decode(), safe_mode=True)


@pytest.mark.parametrize("code", ["", "no code!", base64.b64encode(b"\x00").decode(),
                                  base64.b64encode(marshal.dumps([1, 2])).decode()])
def test_damaged_code_is_a_value_error(code):
    with pytest.raises(ValueError, match="byte code"):
        func_load(code, safe_mode=False)


def test_what_is_no_function():
    with pytest.raises(TypeError, match="Python function"):
        func_dump(len)
    with pytest.raises(ValueError, match="string made by func_dump"):
        func_load(5)


def test_raw_strings_of_old_keras():
    raw = marshal.dumps((lambda x: x + 1).__code__).decode("raw_unicode_escape")
    assert func_load(raw, safe_mode=False)(1) == 2


def test_import_is_light():
    heavy = subprocess.run(
        [sys.executable, "-c", "import sys, kerastutor.functions; "
         "print([m for m in ('h5py', 'numba', 'yaml', 'PIL', 'matplotlib') if m in sys.modules])"],
        capture_output=True, text=True, check=True)
    assert heavy.stdout.strip() == "[]" and heavy.stderr == ""
