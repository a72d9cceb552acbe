"""kerastutor.registry: names, configs, custom objects and their scopes."""

import pytest

from kerastutor import functions
from kerastutor.registry import (
    CustomObjectScope,
    custom_object_scope,
    deserialize_keras_object,
    get_custom_objects,
    serialize_keras_object,
)


class Thing:
    """Has a config."""

    def __init__(self, size=1):
        self.size = size

    def get_config(self):
        return {"size": self.size}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


class Nested(Thing):
    """Wants to know the custom objects."""

    @classmethod
    def from_config(cls, config, custom_objects=None):
        thing = cls(**config)
        thing.seen = custom_objects
        return thing


class Looking(Thing):
    """Looks names up itself while it is made."""

    @classmethod
    def from_config(cls, config):
        thing = cls(**config)
        thing.seen = dict(get_custom_objects())
        return thing


def make_thing(size):
    return Thing(size * 10)


TABLE = {"Thing": Thing, "Nested": Nested, "Looking": Looking, "make_thing": make_thing}


def test_serialize():
    assert serialize_keras_object(None) is None
    assert serialize_keras_object(Thing(3)) == {"class_name": "Thing", "config": {"size": 3}}
    assert serialize_keras_object(make_thing) == "make_thing"
    with pytest.raises(ValueError, match="get_config"):
        serialize_keras_object(5)


def test_round_trip():
    config = serialize_keras_object(Thing(7))
    thing = deserialize_keras_object(config, TABLE)
    assert type(thing) is Thing and thing.size == 7


def test_names():
    assert deserialize_keras_object("make_thing", TABLE) is make_thing
    assert deserialize_keras_object("x", TABLE, custom_objects={"x": len}) is len
    assert deserialize_keras_object("x", custom_objects={"x": len}) is len


def test_a_function_may_make_the_object():
    config = {"class_name": "make_thing", "config": {"size": 2}}
    assert deserialize_keras_object(config, TABLE).size == 20


def test_custom_objects_win():
    mine = {"Thing": Nested}
    config = {"class_name": "Thing", "config": {}}
    assert type(deserialize_keras_object(config, TABLE, mine)) is Nested
    with CustomObjectScope(mine):
        assert type(deserialize_keras_object(config, TABLE)) is Nested
    assert type(deserialize_keras_object(config, TABLE)) is Thing


def test_custom_objects_reach_the_inside():
    config = {"class_name": "Nested", "config": {}}
    with custom_object_scope({"outer": 1}):
        thing = deserialize_keras_object(config, TABLE, {"inner": 2})
    assert thing.seen == {"outer": 1, "inner": 2}
    thing = deserialize_keras_object({"class_name": "Looking", "config": {}}, TABLE, {"inner": 2})
    assert thing.seen == {"inner": 2}
    assert "inner" not in get_custom_objects()


def test_scope_restores_what_was_there_even_after_an_error():
    get_custom_objects()["kept"] = 1
    try:
        with pytest.raises(RuntimeError), custom_object_scope({"a": 1}, {"b": 2}):
            assert get_custom_objects()["a"] == 1 and get_custom_objects()["b"] == 2
            get_custom_objects()["late"] = 3
            del get_custom_objects()["kept"]
            raise RuntimeError
        assert get_custom_objects() == {"kept": 1}
    finally:
        get_custom_objects().clear()


def test_one_scope_object_can_be_nested_in_itself():
    scope = custom_object_scope({"a": 1})
    with scope:
        with scope:
            pass
        assert get_custom_objects() == {"a": 1}
    assert get_custom_objects() == {}


@pytest.mark.parametrize("identifier", [
    "nothing", {"class_name": "Nothing", "config": {}}, {"class_name": "Thing"}, {"config": {}},
    {"class_name": 5, "config": {}}, 5, ["Thing"], None,
])
def test_bad_identifiers(identifier):
    with pytest.raises(ValueError, match="thing"):
        deserialize_keras_object(identifier, TABLE, printable_module_name="thing")


def test_unknown_name_says_how_to_make_it_known():
    with pytest.raises(ValueError, match=r"Unknown layer: Mine.*custom_objects=\{'Mine': \.\.\.\}"):
        deserialize_keras_object("Mine", {}, printable_module_name="layer")


def test_custom_objects_must_be_a_dictionary():
    with pytest.raises(TypeError, match="custom_objects must be a dictionary"):
        deserialize_keras_object("x", {}, custom_objects=[Thing])
    with pytest.raises(TypeError, match="custom_objects must be a dictionary"):
        CustomObjectScope(Thing)


def test_a_config_cannot_call_what_a_module_merely_imports():
    """`module_objects=globals()`, as own modules do it, gives access to the module's own things."""
    scope = {"__builtins__": {}, "__name__": __name__, "func_load": functions.func_load,
             "make_thing": make_thing, "functions": functions, "_private": make_thing, **TABLE}
    make = {"class_name": "make_thing", "config": {"size": 1}}
    assert deserialize_keras_object(make, scope).size == 10
    for name in ("func_load", "functions", "__name__", "__builtins__", "_private"):
        with pytest.raises(ValueError, match="Unknown"):
            deserialize_keras_object({"class_name": name, "config": {"code": ""}}, scope)
    for name in ("functions", "__name__", "_private"):
        with pytest.raises(ValueError, match="Unknown"):
            deserialize_keras_object(name, scope)
