"""One change at a time, and each in words."""

import ast

import pytest

from kerastutor.course.mutations import mutations


def changes(code):
    return {mutation.what: mutation.code.strip() for mutation in mutations(code)}


@pytest.mark.parametrize(
    ("code", "what", "changed"),
    [
        ("m.compile()\nm.fit(x)", "drop: m.compile()", "m.fit(x)"),
        ("x = 1\nx += 2", "drop: x += 2", "x = 1"),
        ("x = f(1)\nx = x[::-1]", "drop: x = x[::-1]", "x = f(1)"),
        ("m = Sequential([Dense(3), Flatten()])", "drop layer: Flatten()",
         "m = Sequential([Dense(3)])"),
        ("y = Dense(3)(x)", "drop layer: Dense(3)(x) -> x", "y = x"),
        ("y = LSTM(3, return_sequences=True)",
         "switch: return_sequences=True -> return_sequences=False",
         "y = LSTM(3, return_sequences=False)"),
        ("y = Dense(units=3)", "number: units=3 -> units=4", "y = Dense(units=4)"),
        ("y = Dense(units=3)", "number: units=3 -> units=2", "y = Dense(units=2)"),
        ("y = Dense(3, activation='softmax')",
         "word: activation='softmax' -> activation='sigmoid'",
         "y = Dense(3, activation='sigmoid')"),
        ("y = Dense(3, activation='softmax')", "drop argument: activation='softmax'",
         "y = Dense(3)"),
        ("y = f(a, b)", "swap arguments: f(a, b) -> f(b, a)", "y = f(b, a)"),
        ("y = x[order]", "index: x[order] -> x", "y = x"),
        ("y = a @ b.T", "axis: b.T -> b", "y = a @ b"),
        ("y = x.sum(axis=-1)", "axis: axis=-1 -> axis=0", "y = x.sum(axis=0)"),
        ("y = a + b", "operation: a + b -> a - b", "y = a - b"),
        ("y = a < b", "comparison: a < b -> a <= b", "y = a <= b"),
        ("if a:\n    f()", "condition: if a -> if not a", "if not a:\n    f()"),
        ("y = -x", "sign: -x -> x", "y = x"),
    ],
)  # fmt: skip
def test_rules(code, what, changed):
    assert changes(code)[what] == changed


def test_what_stays_as_it_is():
    code = "import numpy as np\n'text 3'\nprint(3)\nm.summary(3)\n"
    code += "y = fit(x, verbose=0)\nz = min(x, y)\n"
    assert changes(code) == {}


def test_every_mutation_is_a_program_of_its_own():
    code = "y = f(1, 1) + f(1, 1)\nfor i in range(3):\n    y[i] = g(i, i + 1)\n"
    made = mutations(code)
    assert len({item.code for item in made} | {code}) == len(made) + 1
    assert len({item.what for item in made}) == len(made)
    for item in made:
        ast.parse(item.code)
