"""Wrong answers made by machine: each changes one thing in a right answer.

    for mutation in mutations(code):
        mutation.what     "keyword: return_sequences=True -> return_sequences=False"
        mutation.code     the changed program

Every rule is a function of a node that yields (kind, replacement); `DROP` stands for leaving the
node out. `what` names the change without line numbers, so that it can be listed in exercise.toml.
"""

import ast
import copy
from dataclasses import dataclass

DROP = None
_LONGEST = 70
_OTHER_TEXTS = {
    "relu": "linear",
    "tanh": "linear",
    "sigmoid": "softmax",
    "softmax": "sigmoid",
    "linear": "relu",
    "categorical_crossentropy": "sparse_categorical_crossentropy",
    "sparse_categorical_crossentropy": "categorical_crossentropy",
    "binary_crossentropy": "mean_squared_error",
    "mean_squared_error": "mean_absolute_error",
    "mse": "mean_absolute_error",
    "same": "valid",
    "valid": "same",
    "channels_first": "channels_last",
    "channels_last": "channels_first",
    "min": "max",
    "max": "min",
}
_OTHER_OPERATIONS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.MatMult: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
_OTHER_COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
}
# functions whose first two arguments may change places
_UNORDERED = {"min", "max", "minimum", "maximum", "add", "multiply", "isclose", "allclose", "gcd"}


@dataclass(frozen=True)
class Mutation:
    """One change of a program.

    # Arguments
        what: the change in words.
        code: the changed program.
    """

    what: str
    code: str


def mutations(code):
    """Return the `Mutation`s of a program, each different program once."""
    tree = ast.parse(code)
    seen, found, counts = {ast.dump(tree)}, [], {}
    for path in _paths(tree):
        for kind, old, replacement in _changes(_at(tree, path)):
            changed = copy.deepcopy(tree)
            new = _put(changed, path, copy.deepcopy(replacement))
            ast.fix_missing_locations(changed)
            dump = ast.dump(changed)
            if dump in seen:
                continue
            seen.add(dump)
            what = f"{kind}: {_short(old)}" + ("" if new is DROP else f" -> {_short(new)}")
            counts[what] = counts.get(what, 0) + 1
            if counts[what] > 1:
                what += f" #{counts[what]}"
            found.append(Mutation(what, ast.unparse(changed) + "\n"))
    return found


def _paths(tree):
    """Yield the path of every node that may change: a tuple of (field, index or None)."""

    def walk(node, path):
        if path:
            yield path
        for name, value in ast.iter_fields(node):
            inner = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, item in inner:
                if isinstance(item, ast.AST) and not _is_left_alone(item):
                    yield from walk(item, (*path, (name, index)))

    yield from walk(tree, ())


def _is_left_alone(node):
    """Return True for imports, docstrings, prints, and what only changes the output."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.expr_context):
        return True
    if isinstance(node, ast.keyword):
        return node.arg == "verbose"
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    if isinstance(call, ast.Call):
        return ast.unparse(call.func) == "print" or ast.unparse(call.func).endswith(".summary")
    return isinstance(call, ast.Constant)


def _at(tree, path):
    node, parent = tree, None
    for name, index in path:
        parent, node = node, getattr(node, name)
        node = node if index is None else node[index]
    return node, parent, path[-1]


def _put(tree, path, replacement):
    """Put `replacement` at `path`; return what stands there, for the description."""
    parent = tree
    for name, index in path[:-1]:
        parent = getattr(parent, name)
        parent = parent if index is None else parent[index]
    name, index = path[-1]
    if replacement is DROP:
        del getattr(parent, name)[index]
    elif index is None:
        setattr(parent, name, replacement)
    else:
        getattr(parent, name)[index] = replacement
    if replacement is not DROP and isinstance(parent, ast.keyword):
        return parent
    return replacement


def _changes(place):
    """Yield (kind, the old node for the description, the replacement) for one node."""
    node, parent, (field, index) = place
    shown = parent if isinstance(parent, ast.keyword) else node
    for rule in _RULES:
        for kind, new in rule(node, parent, field, index):
            yield kind, shown if new is not DROP else node, new


def _statement(node, parent, field, index):
    """Leave out a call, or a step that changes something that is there already."""
    if field != "body" or index is None or len(parent.body) < 2:
        return
    keeps_names = isinstance(node, ast.Expr | ast.AugAssign) or (
        isinstance(node, ast.Assign)
        and (
            isinstance(node.targets[0], ast.Attribute | ast.Subscript)
            or _is_assigned_before(node, parent.body[:index])
        )
    )
    if keeps_names:
        yield "drop", DROP


def _is_assigned_before(node, earlier):
    names = {item.id for item in ast.walk(node.targets[0]) if isinstance(item, ast.Name)}
    return any(
        isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store) and item.id in names
        for statement in earlier
        for item in ast.walk(statement)
    )


def _layer(node, parent, field, index):
    """Leave a layer out: an item of a list of layers, or a layer that is called on a tensor."""
    if isinstance(parent, ast.List) and len(parent.elts) > 1 and isinstance(node, ast.Call):
        yield "drop layer", DROP
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and len(node.args) == 1:
        yield "drop layer", node.args[0]


def _argument(node, parent, field, index):
    """Leave an argument out, or swap two."""
    if isinstance(node, ast.keyword) and node.arg is not None:
        yield "drop argument", DROP
    if isinstance(node, ast.Call) and len(node.args) >= 2:
        starred = any(isinstance(item, ast.Starred) for item in node.args[:2])
        if not starred and _last_name(node.func) not in _UNORDERED:
            swapped = copy.deepcopy(node)
            swapped.args[0], swapped.args[1] = swapped.args[1], swapped.args[0]
            yield "swap arguments", swapped


def _last_name(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)


def _index(node, parent, field, index):
    """The whole thing instead of a part or another order of it."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield "index", node.value


def _constant(node, parent, field, index):
    """Another number, another word, the other truth value."""
    if not isinstance(node, ast.Constant) or isinstance(parent, ast.Expr | ast.FormattedValue):
        return
    value = node.value
    if isinstance(value, bool):
        yield "switch", ast.Constant(not value)
    elif isinstance(value, int):
        yield "number", ast.Constant(value + 1)
        if value >= 1:
            yield "number", ast.Constant(value - 1)
    elif isinstance(value, float) and value:
        yield "number", ast.Constant(value * 2)
    elif isinstance(value, str) and value in _OTHER_TEXTS:
        yield "word", ast.Constant(_OTHER_TEXTS[value])


def _operation(node, parent, field, index):
    """Another operation, comparison or sign; the other branch."""
    if isinstance(node, ast.BinOp) and type(node.op) in _OTHER_OPERATIONS:
        yield "operation", ast.BinOp(node.left, _OTHER_OPERATIONS[type(node.op)](), node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield "sign", node.operand
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = _OTHER_COMPARISONS.get(type(node.ops[0]))
        if other is not None:
            yield "comparison", ast.Compare(node.left, [other()], node.comparators)
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        negated = copy.copy(node)
        negated.test = ast.UnaryOp(ast.Not(), node.test)
        yield "condition", negated


def _axes(node, parent, field, index):
    """The other axis; no transposition."""
    if isinstance(node, ast.keyword) and node.arg == "axis":
        try:
            axis = ast.literal_eval(node.value)
        except ValueError:
            return
        if isinstance(axis, int) and axis in (-1, 1):
            yield "axis", ast.keyword("axis", ast.Constant(0))
    if isinstance(node, ast.Attribute) and node.attr == "T" and isinstance(node.ctx, ast.Load):
        yield "axis", node.value


_RULES = (_statement, _layer, _argument, _index, _constant, _operation, _axes)


def _short(node):
    if isinstance(node, ast.keyword):
        text = f"{node.arg}={ast.unparse(node.value)}"
    elif isinstance(node, ast.If | ast.While):
        text = f"if {ast.unparse(node.test)}"
    else:
        text = ast.unparse(node)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
