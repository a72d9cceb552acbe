"""The registry: objects by name, the custom ones and the built-in ones of a module.

`serialize_keras_object` turns an object into its name or its config, `deserialize_keras_object`
turns that back. Names given by the user (`custom_objects`, `CustomObjectScope`,
`get_custom_objects()`) win over the built-in names.
"""

import types

from kerastutor.functions import has_arg

_custom_objects = {}


class CustomObjectScope:
    """Makes names known inside a `with` block; afterwards the names are what they were before.

    # Arguments
        *args: Dictionaries from name to class or function.

    # Example

    ```python
    with CustomObjectScope({'Antirectifier': Antirectifier}):
        model = load_model('model.h5')
    ```
    """

    def __init__(self, *args):
        for objects in args:
            _check_custom_objects(objects, "CustomObjectScope")
        self.custom_objects = args
        self.backup = []

    def __enter__(self):
        self.backup.append(dict(_custom_objects))
        for objects in self.custom_objects:
            _custom_objects.update(objects or {})
        return self

    def __exit__(self, *args, **kwargs):
        before = self.backup.pop()
        _custom_objects.clear()
        _custom_objects.update(before)


def custom_object_scope(*args):
    """Returns a `CustomObjectScope` of these dictionaries, for a `with` block."""
    return CustomObjectScope(*args)


def get_custom_objects():
    """The live dictionary of custom names; a change counts for all later calls.

    # Returns
        Dictionary from name to class or function.

    # Example

    ```python
    get_custom_objects()['MyLayer'] = MyLayer
    ```
    """
    return _custom_objects


def serialize_keras_object(instance):
    """Turns an object into plain data: None, its `{'class_name', 'config'}`, or its name.

    # Arguments
        instance: None, an object with `get_config`, or a function or class.

    # Returns
        None, a dictionary or a string.

    # Raises
        ValueError: for anything else.
    """
    if instance is None:
        return None
    if hasattr(instance, "get_config"):
        return {"class_name": instance.__class__.__name__, "config": instance.get_config()}
    if hasattr(instance, "__name__"):
        return instance.__name__
    raise ValueError("serialize_keras_object: instance must be a function or have get_config(), "
                     f"got {instance!r}. Give its class a get_config method.")


def deserialize_keras_object(identifier, module_objects=None, custom_objects=None,
                             printable_module_name="object"):
    """Turns a name or a config back into the object.

    # Arguments
        identifier: A name, or a dictionary with `class_name` and `config`.
        module_objects: Dictionary of built-in names, mostly `globals()` of the module that asks.
        custom_objects: Dictionary of names that win over the built-in ones.
        printable_module_name: What to call the object in messages, "layer" say.

    # Returns
        The function or class of that name, or the object made from the config.

    # Raises
        ValueError: for an unknown name or a malformed config.
    """
    _check_custom_objects(custom_objects, "deserialize_keras_object")
    kind = printable_module_name
    if isinstance(identifier, str):
        return _lookup(identifier, module_objects, custom_objects, kind)
    if isinstance(identifier, dict):
        return _from_config(identifier, module_objects, custom_objects or {}, kind)
    raise ValueError(f"Could not interpret serialized {kind}: it must be a name or a dictionary "
                     f"with class_name and config, got {identifier!r}. "
                     "Pass what serialize returned.")


def _from_config(identifier, module_objects, custom_objects, kind):
    class_name = identifier.get("class_name")
    if not isinstance(class_name, str) or "config" not in identifier:
        raise ValueError(f"Improper config format: a {kind} config must be a dictionary with "
                         f"class_name and config, got {_short(identifier)}. "
                         "Pass what serialize returned.")
    config = identifier["config"]
    cls = _lookup(class_name, module_objects, custom_objects, kind)
    if hasattr(cls, "from_config"):
        if has_arg(cls.from_config, "custom_objects"):
            return cls.from_config(config, custom_objects={**_custom_objects, **custom_objects})
        with CustomObjectScope(custom_objects):
            return cls.from_config(config)
    if not _is_custom(class_name, custom_objects) and not _own_function(cls, module_objects):
        raise _unknown(class_name, kind)
    with CustomObjectScope(custom_objects):        # a function that returns the object
        return cls(**config)


def _lookup(name, module_objects, custom_objects, kind):
    if custom_objects and name in custom_objects:
        return custom_objects[name]
    if name in _custom_objects:
        return _custom_objects[name]
    found = (module_objects or {}).get(name)
    if found is None:
        raise _unknown(name, kind)
    if _is_module(module_objects) and (name.startswith("_") or not callable(found)):
        raise _unknown(name, kind)
    return found


def _is_custom(name, custom_objects):
    return name in custom_objects or name in _custom_objects


def _is_module(module_objects):
    """Whether `module_objects` is the `globals()` of a module, not a table made for the purpose."""
    return "__name__" in module_objects and "__builtins__" in module_objects


def _own_function(found, module_objects):
    """A config may call functions of the module that asks, never the helpers it imports."""
    if not _is_module(module_objects):
        return True
    home = module_objects["__name__"]
    return (isinstance(found, types.FunctionType)
            and (found.__module__ == home or found.__module__.startswith(home + ".")))


def _unknown(name, kind):
    return ValueError(f"Unknown {kind}: {name}. If it is your own, pass "
                      f"custom_objects={{{name!r}: ...}} or work in a CustomObjectScope.")


def _check_custom_objects(objects, who):
    if objects is not None and not hasattr(objects, "keys"):
        raise TypeError(f"{who}: custom_objects must be a dictionary from name to object, got "
                        f"{objects!r}. Write {{'MyLayer': MyLayer}}.")


def _short(value, limit=200):
    text = repr(value)
    return text if len(text) <= limit else text[:limit] + "..."
