"""Every public name of Keras 2.2.4 is here, with the same parameters, order and defaults.

`tests/data/keras_2_2_4_api.json` lists them by module. Parameters that came with us are allowed
when they are keyword-only (`safe_mode`).
"""

import importlib
import inspect
import json
from pathlib import Path

import pytest

API = json.loads((Path(__file__).parents[1] / "data/keras_2_2_4_api.json").read_text())


def find(module, name):
    """The object of a name, or None."""
    try:
        found = importlib.import_module(module.replace("keras", "kerastutor", 1))
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("kerastutor"):
            raise
        return None
    for part in name.split(".") if name else ():
        found = inspect.getattr_static(found, part, None) if inspect.isclass(found) \
            else getattr(found, part, None)
    return found


def signature(found):
    """Signature as the API list writes it: without self, and without keyword-only parameters."""
    if isinstance(found, property):
        return "property"
    bound = isinstance(found, classmethod)
    if isinstance(found, (classmethod, staticmethod)):
        found = found.__func__
    parameters = list(inspect.signature(found).parameters.values())
    if bound or (inspect.isfunction(found) and parameters and parameters[0].name == "self"):
        parameters = parameters[1:]
    return str(inspect.Signature([p.replace(annotation=p.empty) for p in parameters
                                  if p.kind != p.KEYWORD_ONLY]))


def test_the_list_is_complete():
    assert sum(len(names) for names in API.values()) == 1397 and len(API) == 78


@pytest.mark.parametrize("module", sorted(API))
def test_names_and_signatures(module):
    assert find(module, "") is not None, f"{module} is missing"
    wrong = []
    for name, expected in API[module].items():
        found = find(module, name)
        if found is None:
            wrong.append(f"{name} is missing")
        elif signature(found) != expected:
            wrong.append(f"{name}{signature(found)} should be {name}{expected}")
    assert not wrong, f"{module}:\n" + "\n".join(wrong)
