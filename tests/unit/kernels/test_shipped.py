"""The shipped object code is what the sources give, and is left alone where it does not fit."""

import shutil

import pytest

from kerastutor.kernels import jit, kernels, processor, ship, shipped

F = ("float32",)


@pytest.fixture
def on_level(monkeypatch):
    """Function that makes this process believe in a level of the processor."""
    return lambda level: monkeypatch.setitem(processor._found, "level", level)


def load(name="relu"):
    return shipped.load(name + "-float32", jit.source_key(kernels[name], F))


def test_all_kernels_are_shipped_from_these_sources():
    index, files = ship.read()
    held = {name: entry["source"] for name, entry in index["kernels"].items()}
    assert held == ship.sources(), "run `python -m kerastutor.kernels.ship`"
    assert set(files) == {shipped.member(name, level)
                          for name in held for level in processor.LEVELS}


@pytest.mark.parametrize("name", ["relu", "matmul", "softmax"])
def test_sources_give_the_same_bytes_again(name):
    index, files = ship.read()
    if index["compilers"] != ship.compilers() or processor.system() != processor.SYSTEM:
        pytest.skip("made with other compilers")
    for level, code in ship.object_code(name, F).items():
        assert code == files[shipped.member(name + "-float32", level)]


@pytest.mark.parametrize("level", processor.LEVELS)
def test_code_is_found_for_a_level(level, on_level):
    on_level(level)
    assert load().startswith(b"\x7fELF")


def test_nothing_is_found_for_another_processor(on_level):
    on_level(None)
    assert load() is None


def test_nothing_is_found_for_another_source(on_level):
    on_level("x86-64-v3")
    assert shipped.load("relu-float32", "another") is None
    assert shipped.load("no_such_kernel", "another") is None


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_damaged_file_counts_as_empty(content, tmp_path):
    path = tmp_path / "shipped.zip"
    if content is None:
        with open(shipped.FILE, "rb") as file:
            content = file.read(100_000)
    path.write_bytes(content)
    assert shipped._open(str(path)) == (None, {})
    assert shipped._open(str(tmp_path / "missing.zip")) == (None, {})


def test_damaged_code_is_not_used(on_level, monkeypatch):
    on_level("x86-64-v3")
    archive, index = shipped._open(shipped.FILE)

    class Damaged:
        def get_data(self, name):
            return archive.get_data(name)[:-1] + b"x"

    monkeypatch.setattr(shipped, "_opened", [(Damaged(), index)])
    assert load() is None


def test_what_has_not_changed_is_taken_over(tmp_path, monkeypatch):
    path = shutil.copy(shipped.FILE, str(tmp_path))
    made_with = ship.read()[0]["compilers"]
    monkeypatch.setattr(ship, "compilers", lambda: made_with)
    assert ship.write(path) == 0
    assert ship.read(path) == ship.read()


@pytest.mark.parametrize("flags, level", [
    ("", None),
    ("sse2 avx", None),
    (" ".join(processor.LEVELS["x86-64-v3"]), "x86-64-v3"),
    (" ".join(processor.LEVELS["x86-64-v3"] - {"fma"}), None),
    (" ".join(processor.LEVELS["x86-64-v4"] - {"avx512bw"}), "x86-64-v3"),
    (" ".join(processor.LEVELS["x86-64-v4"]) + " avx512_vnni", "x86-64-v4"),
])
def test_level_of_a_processor(flags, level):
    assert processor.chosen("", flags.split()) == level


def test_level_that_is_asked_for():
    flags = processor.LEVELS["x86-64-v4"]
    assert processor.chosen("x86-64-v3", flags) == "x86-64-v3"
    assert processor.chosen("native", flags) is None
    with pytest.raises(ValueError, match="one of x86-64-v3, native, got 'x86-64-v4'"):
        processor.chosen("x86-64-v4", processor.LEVELS["x86-64-v3"])
