"""Chapter 1 as a learner meets it: open, run all, answer wrong, answer right, save."""

import json
import re
import subprocess
import sys
import time

import pytest
from selenium.webdriver.common.keys import Keys

from kerastutor.course import exercise as exercises
from kerastutor.course.language import LANGUAGES

EXERCISE = exercises.find("first-contact-01")
VIEWS = ("inspect_shapes(model)", "history = model.fit", "show_descent()", "show_split(")
PICTURE = "svg[role=img]"
WORDS = {
    "en": {"nothing": "nothing to check yet", "right": "q1: right. 8 of 8 points."},
    "zh": {"nothing": "还没有可检查的内容", "right": "q1：正确。得分 8/8。"},
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_learner_works_through_the_first_exercise(open_notebook, lab, lang):
    page = open_notebook(f"{lang}/01_first_contact.ipynb")
    fit, answer, check = map(
        page.cell_with, ("history = model.fit", "my_model = None", "q1.check()")
    )

    page.start("notebook:run-all-cells")
    page.wait_for("the dashboard's end", lambda: "12/12 [====" in page.output(fit), 120)
    page.wait_for("the end of the run", lambda: WORDS[lang]["nothing"] in page.output(check), 120)
    assert re.search(r"12/12 \[={20}\]  loss .*  val_loss ", page.output(fit))

    page.set_source(answer, EXERCISE.mutants()["one_unit.py"])
    page.run_cell(answer)
    page.run_cell(check)
    message = EXERCISE.messages["softmax_on_one_unit.have"][lang]
    page.wait_for("the message for the mistake", lambda: message in page.output(check), 120)
    assert message in page.shown(check)

    page.set_source(answer, EXERCISE.solution)
    page.run_cell(answer)
    page.run_cell(check)
    page.wait_for("the verdict", lambda: WORDS[lang]["right"] in page.output(check), 120)
    assert WORDS[lang]["right"] in page.shown(check)
    page.screenshot(f"first_contact_{lang}")

    page.reload()
    assert WORDS[lang]["right"] in page.output(check)
    assert WORDS[lang]["right"] in page.shown(check)
    assert EXERCISE.id in passed(lab)

    views = [page.cell_with(code) for code in VIEWS]
    page.reopen_without_kernel()
    for view in views:
        page.shown(view)
        page.wait_for("the view's picture", lambda: page.find(PICTURE), 120)
    page.screenshot(f"first_contact_{lang}_without_kernel")
    assert not page.find("input[type=range]")


def test_the_slider_of_gradient_descent_shows_one_path_at_a_time(open_notebook):
    page = open_notebook("en/01_first_contact.ipynb")
    cell = page.cell_with("show_descent()")
    page.start("notebook:run-all-cells")
    page.wait_for("the end of the run", lambda: page.is_idle() and page.output(cell), 120)
    page.shown(cell)
    slider = page.wait_for("the slider", lambda: page.find("input[type=range]"), 120)[0]
    seen = []
    for _ in range(3):
        said = slider.get_attribute("aria-valuetext")
        assert page.find("output")[-1].text == said
        paths = page.find("svg [data-path]")
        seen.append((said, {path.get_attribute("data-path") for path in paths}))
        slider.send_keys(Keys.ARROW_RIGHT)
    assert len({said for said, _ in seen}) == 3
    assert [shown for _, shown in seen] == [{"0"}, {"1"}, {"2"}]
    page.screenshot("descent_live")


def passed(lab):
    """Return the exercises that the shell, a process of its own, calls passed."""
    command = [sys.executable, "-m", "kerastutor", "progress", "--json"]
    done = subprocess.run(
        command, env=lab.environment, capture_output=True, text=True, check=True, timeout=60
    )
    return [entry["id"] for entry in json.loads(done.stdout) if entry["passed"]]


def test_the_lab_opens_on_the_first_lesson_and_asks_for_nothing(open_notebook, browser):
    page = open_notebook()
    assert page.script("return panel.context.path;").endswith("/01_first_contact.ipynb")
    time.sleep(2)  # a notice would come by now
    assert browser.find_elements("class name", "Toastify__toast") == []
    outside = [
        entry for entry in browser.get_log("browser") if "NAME_NOT_RESOLVED" in entry["message"]
    ]
    assert outside == []
