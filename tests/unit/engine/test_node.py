"""Nodes: the record of a call."""
from kerastutor.engine import Input
from kerastutor.layers import Add, Dense


def test_a_node_knows_where_its_inputs_come_from():
    x = Input((3,), name="x")
    dense, plus = Dense(3, name="dense"), Add(name="plus")
    plus([dense(x), dense(x)])
    node = plus._inbound_nodes[0]
    assert node.inbound_nodes() == dense._inbound_nodes
    assert node.get_config() == {"outbound_layer": "plus", "inbound_layers": ["dense", "dense"],
                                 "node_indices": [0, 1], "tensor_indices": [0, 0]}
    assert dense._outbound_nodes == [node, node]
    assert node.input_shapes == [(None, 3), (None, 3)] and node.output_shapes == [(None, 3)]
    assert x._keras_history[0]._inbound_nodes[0].inbound_nodes() == []
