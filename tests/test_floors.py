"""Imports go down only: the floors of CONTRIBUTING.md, and no import of our own inside a
function.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kerastutor"
FLOORS = [
    {"config", "dtypes", "rng", "registry", "functions", "errors"},
    {"kernels", "graph"},
    {"ops"},
    {"compiler"},
    {"runtime"},
    {"backend"},
    {
        "activations",
        "initializers",
        "regularizers",
        "constraints",
        "losses",
        "metrics",
        "optimizers",
        "utils",
        "callbacks",
    },
    {"engine"},
    {"layers"},
    {
        "saving",
        "legacy",
        "models",
        "parallel",
        "testing",
        "wrappers",
        "preprocessing",
        "datasets",
        "applications",
        "compat",
    },
    {"aliases"},
    {"course", "widgets"},
]
FLOOR = {name: i for i, names in enumerate(FLOORS) for name in names}
# kernels/ keeps Numba, and what needs it, out of the import of the package
INSIDE_FUNCTIONS = {
    ("kernels/jit.py", "kerastutor.kernels.build"),  # Numba
    ("kernels/native.py", "kerastutor.kernels.elf"),  # for one system
    ("utils/enqueuers.py", "kerastutor.utils.worker_processes.Processes"),  # multiprocessing
}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def imports(path):
    """(imported module, whether inside a function) of our own imports in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.startswith("kerastutor")
        ):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", id(node) in inner
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("kerastutor"):
                    yield alias.name, id(node) in inner


def part(module):
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else None


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path):
    here = part(
        "kerastutor." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
    )
    if here in ("__init__", "__main__"):
        return
    wrong = []
    for module, inside in imports(path):
        there = part(module)
        place = (path.relative_to(PACKAGE).as_posix(), module)
        if inside and place not in INSIDE_FUNCTIONS:
            wrong.append(f"{module} is imported inside a function")
        brothers = {here, there} == {"kernels", "graph"}
        if there in FLOOR and there != here and (FLOOR[there] > FLOOR[here] or brothers):
            wrong.append(f"{here} (floor {FLOOR[here]}) imports {module} (floor {FLOOR[there]})")
    assert not wrong, "\n".join(wrong)


def test_every_part_has_a_floor():
    parts = {
        p.stem if p.is_file() else p.name
        for p in PACKAGE.iterdir()
        if p.suffix == ".py" or (p.is_dir() and (p / "__init__.py").exists())
    }
    assert parts - {"__init__", "__main__"} <= set(FLOOR)
