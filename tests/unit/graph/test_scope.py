"""Names and devices of what is being built."""

import threading

from kerastutor.graph import F, Placeholder, device, device_scope, name_scope, unique_name
from kerastutor.graph.scope import forget_names


def test_names_count_up():
    forget_names()
    assert [unique_name("dense") for _ in range(3)] == ["dense", "dense_1", "dense_2"]
    assert unique_name("dense_1") != "dense_1"


def test_scopes_are_prefixes():
    forget_names()
    with name_scope("block") as name:
        assert name == "block" and unique_name("w") == "block/w"
        with name_scope("inner"):
            assert unique_name("w") == "block/inner/w"
    assert unique_name("w") == "w"
    with name_scope("block"):
        assert unique_name("w") == "block_1/w"


def test_a_scope_ends_with_an_error_too():
    forget_names()
    try:
        with name_scope("broken"), device_scope("/gpu:0"):
            raise KeyError
    except KeyError:
        pass
    assert unique_name("w") == "w" and device() is None


def test_devices_are_kept_by_nodes():
    x = Placeholder((2,), "float32")
    with device_scope("/cpu:0"):
        a = F.exp(x)
        with device_scope("/gpu:1"):
            b = F.exp(x)
    assert (a.node.device, b.node.device, F.exp(x).node.device) == ("/cpu:0", "/gpu:1", None)


def test_scopes_belong_to_a_thread():
    seen = []
    with name_scope("here"), device_scope("/gpu:0"):
        thread = threading.Thread(target=lambda: seen.extend([unique_name("there"), device()]))
        thread.start()
        thread.join()
    assert not seen[0].startswith("here") and seen[1] is None
