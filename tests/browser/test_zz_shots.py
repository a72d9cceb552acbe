import pytest, time
from kerastutor.course import exercise as exercises
E = exercises.find("first-contact-01")
@pytest.mark.parametrize("lang", ["en","zh"])
def test_s(open_notebook, browser, lang):
    p = open_notebook(f"{lang}/01_first_contact.ipynb")
    browser.save_screenshot(f"/tmp/hatry/{lang}_0.png")
    p.start("notebook:run-all-cells"); check=p.cell_with("q1.check()"); ans=p.cell_with("my_model =")
    p.wait_for("x", lambda: p.output(check), 60)
    p.shown(p.cell_with("history = model.fit")); time.sleep(1); browser.save_screenshot(f"/tmp/hatry/{lang}_1.png")
    p.shown(p.cell_with("unsure =")); time.sleep(1); browser.save_screenshot(f"/tmp/hatry/{lang}_2.png")
    p.set_source(ans, E.mutants()["one_unit.py"]); p.run_cell(ans); p.run_cell(check)
    p.wait_for("x", lambda: "softmax" in p.output(check), 60)
    p.shown(check); time.sleep(1); browser.save_screenshot(f"/tmp/hatry/{lang}_3.png")
