"""Golden traces: what the inspector says of models that are wrong as in public questions."""

import xml.etree.ElementTree as ElementTree

import pytest
from helpers import broken_models

from kerastutor.widgets.shapes.words import problem_parts

GOLDEN = broken_models.golden()


@pytest.mark.parametrize("name", broken_models.MODELS)
def test_the_text_is_the_golden_one(name):
    for lang in ("en", "zh"):
        assert broken_models.view(name, lang).text() == GOLDEN[name, lang]


def test_the_golden_file_has_no_more():
    assert len(broken_models.MODELS) >= 50
    assert {name for name, _ in GOLDEN} == set(broken_models.MODELS)


@pytest.mark.parametrize("name", broken_models.MODELS)
def test_each_names_the_layer_both_shapes_and_the_fix(name):
    view = broken_models.view(name, "en")
    problem = view.trace.problems[0]
    words = dict(problem_parts(problem, "en"))
    assert view.trace.steps[problem.step].name in view.text()
    assert len(words["Fix"]) > 15
    if problem.id not in ("softmax_on_one_unit", "softmax_one_unit"):
        assert words["Has"] != words.get("Needs")
        assert problem.id == "lambda_error" or words["Needs"] not in ("", "?")
    assert (problem.mark == "note") == (view.error is None)


@pytest.mark.parametrize("name", broken_models.MODELS)
def test_the_picture_says_the_same(name):
    view = broken_models.view(name, "en")
    root = ElementTree.fromstring(view.svg())
    space = "{http://www.w3.org/2000/svg}"
    texts = [element.text for element in root.iter(f"{space}text")]
    assert root.find(f"{space}desc").text == view.text()
    marked = [step.name for step in view.trace.steps if step.mark == "failed"]
    assert set(marked) <= set(texts)
    assert texts.count("✗") == len(marked)
