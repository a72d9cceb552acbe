"""A notebook in JupyterLab, driven through a browser as a learner would."""

import os
import time

from selenium.common.exceptions import StaleElementReferenceException

_PANEL = """
const app = window.jupyterapp;
const panel = app && app.shell.currentWidget;
const ready = panel && panel.context && panel.context.isReady && panel.sessionContext;
"""


class NotebookPage:
    """The notebook that is open in `browser`.

    # Arguments
        browser: a selenium driver.
        address: the address of the JupyterLab server.
        token: its token.
        path: path of the notebook in the server's folder; None opens what the server shows first.
    """

    def __init__(self, browser, address, token, path=None):
        self.browser = browser
        self.address = address
        self.token = token
        self.path = path
        place = "" if path is None else f"lab/tree/{path}"
        browser.get(f"{address}{place}?token={token}")
        self.wait_for("the notebook and its kernel", self.is_idle, 120)

    def reload(self):
        """Save, and load the page anew; the kernel goes on."""
        self.command("docmanager:save")
        self.browser.refresh()
        self.wait_for("the notebook after a reload", self.is_idle, 120)

    def reopen_without_kernel(self):
        """Save, end the kernel, and open the notebook again on a fresh page without one."""
        self.command("docmanager:save")
        self.browser.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "window.jupyterapp.serviceManager.sessions.shutdownAll().finally(() => done());"
        )
        self.browser.get(f"{self.address}lab?reset&token={self.token}")
        ready = "return !!window.jupyterapp && window.jupyterapp.commands.hasCommand(arguments[0]);"
        self.wait_for(
            "JupyterLab",
            lambda: self.browser.execute_script(ready, "docmanager:open"),
            120,
        )
        self.browser.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "const none = {shouldStart: false, canStart: false, autoStartDefault: false};"
            "window.jupyterapp.restored.then(() => window.jupyterapp.commands.execute("
            "'docmanager:open', {path: arguments[0], kernelPreference: none})).finally(done);",
            self.path,
        )
        self.wait_for(
            "the notebook without a kernel",
            lambda: self.script(
                "return ready && panel.context.path === arguments[0] && "
                "!panel.sessionContext.session;",
                self.path,
            ),
            120,
        )

    def use_theme(self, name):
        """Switch to the theme `JupyterLab Light` or `JupyterLab Dark`."""
        self.browser.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "window.jupyterapp.commands.execute('apputils:change-theme', {theme: arguments[0]})"
            ".finally(() => done());",
            name,
        )
        dark = str(name.endswith("Light")).lower()
        self.wait_for(
            name,
            lambda: self.browser.execute_script(
                "return document.body.dataset.jpThemeLight === arguments[0];", dark
            ),
            120,
        )

    def screenshot(self, name):
        """Save a picture of the page in the folder KERASTUTOR_SCREENSHOTS, if there is one."""
        folder = os.environ.get("KERASTUTOR_SCREENSHOTS")
        if folder:
            self.browser.save_screenshot(os.path.join(folder, f"{name}.png"))

    def find(self, selector):
        """Return the elements on the page that a CSS selector picks and that can be seen."""
        found = self.browser.find_elements("css selector", selector)
        return [element for element in found if _is_shown(element)]

    def script(self, body, *arguments):
        return self.browser.execute_script(_PANEL + body, *arguments)

    def command(self, name):
        """Execute a command of JupyterLab, as its menus do, and wait for it to be accepted."""
        self.browser.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"window.jupyterapp.commands.execute('{name}').finally(() => done());"
        )

    def is_idle(self):
        return self.script(
            "if (!ready) return false;"
            f"if (!panel.context.path.endsWith('{self.path or '.ipynb'}')) return false;"
            "const session = panel.sessionContext.session;"
            "return !!session && !!session.kernel && session.kernel.status === 'idle';"
        )

    def start(self, command):
        """Execute a command without waiting for what it starts."""
        self.script(f"app.commands.execute('{command}');")

    def cell_with(self, text):
        """Return the index of the first code cell whose source contains `text`."""
        sources = self.script(
            "return [...panel.content.model.cells].map("
            "cell => cell.type === 'code' ? cell.sharedModel.getSource() : '');"
        )
        return next(index for index, source in enumerate(sources) if text in source)

    def output(self, index):
        """Return the text that a cell has put out so far."""
        outputs = self.script(f"return panel.content.model.cells.get({index}).outputs.toJSON();")
        texts = []
        for output in outputs:
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            texts.append("".join(text) + "".join(output.get("traceback", [])))
        return "\n".join(texts)

    def set_source(self, index, source):
        self.browser.execute_script(
            _PANEL + f"panel.content.model.cells.get({index}).sharedModel.setSource(arguments[0]);",
            source,
        )

    def run_cell(self, index):
        """Select a cell, run it as Ctrl+Enter does, and wait until the kernel is done."""
        self.script(f"panel.content.activeCellIndex = {index}; panel.content.deselectAll();")
        self.command("notebook:run-cell")

    def shown(self, index):
        """Scroll to a cell, and return the text of its outputs as the page shows them."""
        self.script(
            f"panel.content.activeCellIndex = {index}; panel.content.scrollToItem({index});"
        )
        return self.wait_for(
            f"the outputs of cell {index} on the page",
            lambda: self.script(
                "const area = panel.content.activeCell.node.querySelector('.jp-OutputArea');"
                "return area ? area.innerText : '';"
            ),
            120,
        )

    @staticmethod
    def wait_for(what, condition, seconds):
        """Return the first true value of `condition()`; fail when none comes in time."""
        end = time.monotonic() + seconds
        while True:
            late = time.monotonic() > end  # before the look: a last one after a stall
            value = condition()
            if value:
                return value
            if late:
                break
            time.sleep(0.05)
        raise AssertionError(f"{what}: nothing within {seconds} s")


def _is_shown(element):
    """Return True for an element that can be seen; the page may have replaced it meanwhile."""
    try:
        return element.is_displayed()
    except StaleElementReferenceException:
        return False
