"""Depths and orders of the nodes of a graph."""
import pytest

from kerastutor.engine import Input
from kerastutor.engine.wiring import wire
from kerastutor.layers import Add, Concatenate, Dense


def test_depth_is_the_longest_way_to_an_output():
    x = Input((3,), name="x")
    a = Dense(3, name="a")(x)
    b = Dense(3, name="b")(a)
    out = Add(name="out")([x, b])
    wiring = wire([x], [out])
    assert {layer.name: depth for depth, layers in wiring.layers_by_depth.items()
            for layer in layers} == {"x": 3, "a": 2, "b": 1, "out": 0}
    assert [node.outbound_layer.name for node in wiring.nodes] == ["x", "a", "b", "out"]


def test_a_shared_layer_is_as_deep_as_its_deepest_call():
    x, y = Input((3,), name="x"), Input((3,), name="y")
    shared = Dense(3, name="shared")
    late = shared(Dense(3, name="before")(shared(x)))
    out = Concatenate(name="out")([late, shared(y)])
    wiring = wire([x, y], [out])
    assert [layer.name for layer in wiring.layers] == ["x", "shared", "before", "y", "out"]
    assert wiring.node_keys >= {"shared_ib-0", "shared_ib-1", "shared_ib-2"}
    assert wiring.layers_by_depth[3] == [shared]


def test_calls_outside_the_model_do_not_count():
    x, y = Input((3,)), Input((3,))
    shared = Dense(3)
    shared(x)
    out = shared(y)
    wiring = wire([y], [out])
    assert wiring.node_keys == {y._keras_history[0].name + "_ib-0", shared.name + "_ib-1"}


def test_a_cycle_is_refused():
    x = Input((3,))
    first, second = Dense(3), Dense(3)
    out = second(first(x))
    node = first._inbound_nodes[0]
    node.inbound_layers, node.node_indices = [second], [0]
    with pytest.raises(ValueError, match="cycle"):
        wire([x], [out])
