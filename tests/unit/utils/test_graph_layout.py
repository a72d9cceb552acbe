"""Boxes never overlap, edges point the right way, and the picture is as large as its parts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kerastutor.utils.graph_layout import lay_out


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 9))
    sizes = {
        key: (draw(st.integers(10, 120)), draw(st.integers(10, 60))) for key in range(count)
    }
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    return sizes, draw(st.lists(pairs, max_size=14))


def overlap(place, size, other, other_size):
    return (
        abs(place[0] - other[0]) < (size[0] + other_size[0]) / 2 - 1e-6
        and abs(place[1] - other[1]) < (size[1] + other_size[1]) / 2 - 1e-6
    )


@settings(max_examples=60, deadline=None)
@given(graphs(), st.sampled_from(["TB", "BT", "LR", "RL"]))
def test_no_two_boxes_overlap_and_all_is_inside(graph, direction):
    sizes, edges = graph
    layout = lay_out(sizes, edges, direction=direction)
    keys = list(sizes)
    for i, a in enumerate(keys):
        for b in keys[:i]:
            assert not overlap(layout.places[a], sizes[a], layout.places[b], sizes[b])
        (x, y), (w, h) = layout.places[a], sizes[a]
        assert w / 2 - 1e-6 <= x <= layout.width - w / 2 + 1e-6
        assert h / 2 - 1e-6 <= y <= layout.height - h / 2 + 1e-6
    assert len(layout.paths) == len(edges)
    for path in layout.paths:
        assert all(-1e-6 <= x <= layout.width + 1e-6 for x, _ in path)


def test_edges_point_where_they_should():
    sizes = {"a": (40, 20), "b": (40, 20), "c": (40, 20)}
    edges = [("a", "b"), ("b", "c"), ("a", "c")]
    down = lay_out(sizes, edges).places
    assert down["a"][1] < down["b"][1] < down["c"][1]
    up = lay_out(sizes, edges, direction="BT").places
    assert up["a"][1] > up["b"][1] > up["c"][1]
    right = lay_out(sizes, edges, direction="LR").places
    assert right["a"][0] < right["b"][0] < right["c"][0]


def test_an_edge_past_a_box_goes_around_it():
    sizes = {"a": (40, 20), "b": (40, 20), "c": (40, 20)}
    layout = lay_out(sizes, [("a", "b"), ("b", "c"), ("a", "c")])
    (x, top), (x_below, bottom) = layout.paths[2][1:3]
    assert x == x_below and abs(x - layout.places["b"][0]) > 20
    assert (top, bottom) == (layout.places["b"][1] - 10, layout.places["b"][1] + 10)


def test_two_chains_that_cross_are_sorted():
    sizes = {key: (30, 20) for key in "abcd"}
    places = lay_out(sizes, [("a", "d"), ("b", "c")]).places
    assert (places["a"][0] < places["b"][0]) == (places["d"][0] < places["c"][0])


def test_a_late_input_stands_just_above_its_user():
    sizes = {key: (30, 20) for key in ("late", "a", "b", "c", "merge")}
    edges = [("a", "b"), ("b", "c"), ("c", "merge"), ("late", "merge")]
    places = lay_out(sizes, edges).places
    assert places["late"][1] == places["c"][1]


def test_nothing_to_place():
    layout = lay_out({}, [])
    assert (layout.width, layout.height, layout.places) == (0, 0, {})
