"""Walks over the graph."""

from kerastutor.graph import F, Placeholder, ancestors, topological
from kerastutor.graph.traverse import rebuild


def test_inputs_come_before_users():
    x = Placeholder((2,), "float32")
    a = F.exp(x)
    b = F.add(a, F.mul(a, a))
    order = topological([b])
    assert len(order) == 3
    place = {node: i for i, node in enumerate(order)}
    for node in order:
        for t in node.inputs:
            assert t.node is None or place[t.node] < place[node]


def test_each_node_once_in_a_fixed_order():
    x = Placeholder((2,), "float32")
    y = x
    for _ in range(40):  # 2 ** 40 paths
        y = F.add(y, y)
    assert len(topological([y, y])) == 40
    assert topological([y]) == topological([y])


def test_known_tensors_end_the_walk():
    x = Placeholder((2,), "float32")
    a = F.exp(x)
    b = F.exp(a)
    assert topological([b], known={a}) == [b.node]
    assert topological([a], known={a}) == []
    assert topological([b], skip=lambda node, i: node is b.node) == [b.node]


def test_a_hundred_thousand_nodes():
    x = y = Placeholder((), "float32")
    for _ in range(100_000):
        y = F.add(y, x)
    assert len(topological([y])) == 100_000


def test_ancestors():
    x, z = Placeholder((2,), "float32"), Placeholder((2,), "float32")
    a = F.exp(x)
    b = F.add(a, x)
    F.exp(z)
    assert ancestors([b]) == {x, a, b}


def test_rebuild_copies_only_what_changes():
    x, z = Placeholder((2,), "float32"), Placeholder((2,), "float32")
    still = F.exp(z)
    y = F.add(F.sin(x), still)
    w = Placeholder((2,), "float32")
    copy, same = rebuild([y, still], {x: w})
    assert same is still and copy is not y
    assert copy.node.op is y.node.op and copy.node.where == y.node.where
    assert ancestors([copy]) == {copy, *copy.node.inputs, w, z}
