"""The table of functions that higher floors fill in."""
import pytest

from kerastutor.engine import hooks


def test_hooks_are_filled_when_they_are_called(monkeypatch):
    monkeypatch.setattr(hooks, "_hooks", dict(hooks._hooks))
    calls = []
    hooks.register("save_weights", lambda *args, **kwargs: calls.append((args, kwargs)))
    hooks.call("save_weights", 1, overwrite=False)
    assert calls == [((1,), {"overwrite": False})]
    layer = hooks.call("deserialize_layer", {"class_name": "Dense", "config": {"units": 3}})
    assert layer.units == 3


def test_names_are_fixed():
    assert "load_weights" in hooks.names()
    with pytest.raises(ValueError, match="got 'other'"):
        hooks.register("other", print)
