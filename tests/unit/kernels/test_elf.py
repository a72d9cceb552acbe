"""Our loader of object code does what LLVM's does, and refuses what it does not know."""

import numpy as np
import pytest

from kerastutor.kernels import jit, kernels, native, processor, shipped

F = ("float32",)

if processor.level() is None:
    pytest.skip("object code is shipped for Linux on x86-64 alone", allow_module_level=True)

from kerastutor.kernels import elf  # noqa: E402


def shipped_code(name, types=F):
    """(object code, symbol) of a kernel."""
    source = jit.source_key(kernels[name], types)
    return (shipped.load(jit.full_name(kernels[name], types), source),
            jit.symbol(kernels[name], types, source))


@pytest.mark.parametrize("name", ["relu", "tanh", "log", "softmax"])
def test_same_bits_as_with_llvm(name, monkeypatch):
    x = np.random.default_rng(3).uniform(0.1, 9, (7, 13)).astype("float32")
    x = x if name == "softmax" else x.ravel()
    results = []
    for load in (lambda *file: elf.load(*file, native.address_of), native.install_with_llvm):
        monkeypatch.setattr(kernels[name], "_addresses", {F: load(*shipped_code(name))})
        results.append(np.empty_like(x))
        kernels[name](x, results[-1])
    assert results[0].any()
    np.testing.assert_array_equal(*results)


@pytest.mark.parametrize("file", [b"", b"MZ\0\0", b"\x7fELF\2\1" + bytes(90)])
def test_other_files_are_refused(file):
    with pytest.raises(elf.Unknown):
        elf.load(file, "name", native.address_of)


def test_unknown_relocations_are_refused(monkeypatch):
    monkeypatch.setattr(elf, "_ADDRESS", 77)
    with pytest.raises(elf.Unknown, match="relocation 1"):
        elf.load(*shipped_code("tanh"), native.address_of)


def test_unknown_functions_are_refused():
    with pytest.raises(elf.Unknown, match="kerastutor_sgemm"):
        elf.load(*shipped_code("matmul"), lambda name: None)


def test_llvm_loads_what_is_refused(monkeypatch):
    def refuse(*file):
        raise elf.Unknown("for the test")

    monkeypatch.setattr(elf, "load", refuse)
    assert native.install(*shipped_code("sqrt")) > 0
