"""A notebook in JupyterLab, driven through a browser as a learner would."""

import time

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
        self.path = path
        place = "" if path is None else f"lab/tree/{path}"
        browser.get(f"{address}{place}?token={token}")
        self.wait_for("the notebook and its kernel", self.is_idle, 90)

    def script(self, body):
        return self.browser.execute_script(_PANEL + body)

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
            20,
        )

    @staticmethod
    def wait_for(what, condition, seconds):
        """Return the first true value of `condition()`; fail when none comes in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"{what}: nothing within {seconds} s")
