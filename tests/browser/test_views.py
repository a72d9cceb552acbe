"""The views in a real notebook: live with a kernel, as pictures without, light and dark."""

import subprocess

import nbformat
import pytest
from selenium.webdriver.common.keys import Keys

SETUP = """
import numpy as np
from kerastutor.layers import Dense, LSTM
from kerastutor.models import Sequential
from kerastutor.widgets import TrainingDashboard, inspect_shapes
"""
SHAPES = "inspect_shapes([LSTM(8, input_shape=(10, 3)), LSTM(4), Dense(1)])"
TRAINING = """
x = np.random.RandomState(0).rand(2000, 20)
y = np.eye(2)[(x[:, 0] > x[:, 1]).astype(int)]
hidden = Dense(16, activation="relu", input_shape=(20,))
model = Sequential([hidden, Dense(2, activation="softmax")])
model.compile("adam", "categorical_crossentropy", metrics=["acc"])
history = model.fit(x, y, epochs=100000, batch_size=8, validation_split=0.2, verbose=0,
                    callbacks=[TrainingDashboard()])
"""
AFTER = "print('usable', model.predict(x).shape)"

STOP = "button.jp-mod-warn"
MISSING_GLYPHS = """
const shown = new Set([...document.querySelectorAll("svg[role] text, [data-kerastutor-view]")]
  .map((element) => element.textContent).join("").replace(/\\s/g, ""));
const context = Object.assign(document.createElement("canvas"), {width: 24, height: 24})
  .getContext("2d", {willReadFrequently: true});
context.font = "20px " + getComputedStyle(document.querySelector("svg[role] text")).fontFamily;
const drawn = (sign) => {
  context.clearRect(0, 0, 24, 24);
  context.fillText(sign, 0, 20);
  return context.getImageData(0, 0, 24, 24).data.join();
};
const box = drawn("\\u{10FFFE}");
return {count: shown.size, missing: [...shown].filter((sign) => drawn(sign) === box).join("")};
"""


@pytest.fixture
def views(lab, open_notebook):
    """A function that opens a new notebook with views in it."""

    def open_views(lang, *codes):
        path = f"{lang}/views_{len(codes)}.ipynb"
        cells = [nbformat.v4.new_code_cell(code.strip()) for code in codes]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(notebook, lab.folder / path)
        return open_notebook(path)

    return open_views


def colours(page):
    """Return the colours of text and page that the pictures have, as the browser paints them."""
    return page.browser.execute_script(
        "const text = document.querySelector('svg[role] text');"
        "return [getComputedStyle(text).fill, getComputedStyle(document.body).backgroundColor];"
    )


def is_light(colour):
    numbers = [int(n) for n in colour.strip("rgba()").split(",")[:3]]
    return sum(numbers) > 3 * 128


def test_live_views_stay_as_pictures(views, browser):
    page = views("en", SETUP, SHAPES, TRAINING, AFTER)
    page.start("notebook:run-all-cells")
    page.wait_for("the inspector, live", lambda: page.find("g[role=option]"), 120)

    first = page.find("g[role=option]")[0]
    browser.execute_script("arguments[0].focus({preventScroll: true});", first)
    first.send_keys(Keys.ARROW_DOWN)
    panel = page.find("[data-kerastutor-view] div[role=region]")[0]
    page.wait_for("details of a layer", lambda: "384 = 3 x 32" in panel.text, 120)
    page.find("input[type=number]")[0].send_keys("32")
    page.wait_for("the batch size in the shapes", lambda: "(32, 10, 3)" in texts(page), 120)
    page.wait_for("the batch size in the details", lambda: "(32, 10, 3)" in panel.text, 120)

    page.screenshot("inspector_live")
    page.wait_for("the stop button", lambda: page.find(STOP), 120)
    page.wait_for("curves", lambda: page.find("svg polyline"), 120)
    assert "epoch 1/100000" in page.output(2)
    assert messages_per_second(page) <= 10
    show(page, 2)
    page.screenshot("dashboard_live")
    browser.execute_script("arguments[0].click();", page.find(STOP)[0])
    page.wait_for("the end of the training", lambda: "usable (2000, 2)" in page.output(3), 120)
    assert "stopped" in page.output(2)
    page.wait_for("the stop button to go", lambda: not page.find(STOP), 120)

    outside = [e for e in browser.get_log("browser") if "NAME_NOT_RESOLVED" in e["message"]]
    assert outside == []

    page.reopen_without_kernel()
    page.wait_for("both pictures", lambda: len(page.find("svg[role=img]")) == 2, 120)
    page.screenshot("inspector_without_kernel")
    words = texts(page)
    assert "✗ lstm_2 (LSTM) cannot take this input." in words
    assert any("stopped" in text for text in words)
    assert not page.find(f"{STOP}, g[role=option]")
    text, background = colours(page)
    assert not is_light(text) and is_light(background)
    page.use_theme("JupyterLab Dark")
    text, background = colours(page)
    assert is_light(text) and not is_light(background)
    page.screenshot("inspector_dark")
    show(page, 2)
    page.screenshot("dashboard_dark")
    page.use_theme("JupyterLab Light")


def messages_per_second(page, seconds=2):
    """Return how often the kernel sends something to its widgets, by the kernel's own clock."""
    dates = page.browser.execute_async_script(
        "const [seconds, done] = arguments;"
        "const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;"
        "const dates = [];"
        "const noted = (_, {header}) => {"
        "  if (header.msg_type === 'comm_msg') dates.push(Date.parse(header.date) / 1000);"
        "};"
        "kernel.iopubMessage.connect(noted);"
        "setTimeout(() => { kernel.iopubMessage.disconnect(noted); done(dates); },"
        " 1000 * seconds);",
        seconds,
    )
    return (len(dates) - 1) / max(seconds, dates[-1] - dates[0]) if dates else 0


def show(page, cell):
    """Scroll to the outputs of a cell."""
    page.script(f"panel.content.activeCellIndex = {cell}; panel.content.scrollToItem({cell});")


def texts(page):
    return page.browser.execute_script(
        "return [...document.querySelectorAll('svg[role] text')].map((text) => text.textContent);"
    )


def test_chinese_views_have_all_their_glyphs(views, browser):
    if not chinese_fonts():
        pytest.skip("no font with Chinese characters (Debian package fonts-noto-cjk)")
    training = TRAINING.replace("100000", "2")
    page = views("zh", SETUP, SHAPES, training)
    page.start("notebook:run-all-cells")
    page.wait_for("the training", lambda: "轮次 2/2" in page.output(2), 120)
    page.wait_for("both pictures", lambda: len(page.find("svg[role]")) == 2, 120)
    page.screenshot("inspector_zh")
    show(page, 2)
    page.screenshot("dashboard_zh")
    glyphs = browser.execute_script(MISSING_GLYPHS)
    assert glyphs["missing"] == ""
    assert glyphs["count"] > 60
    assert any("不能接受这个输入" in text for text in texts(page))


def chinese_fonts():
    try:
        found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return bool(found.stdout.strip())
