"""A real JupyterLab with the course in it, and a headless Chromium that looks at it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from helpers.notebook_page import NotebookPage

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
DRIVER = shutil.which("chromedriver")
TOKEN = "the-token-of-the-tests"


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab that `kerastutor lab` has started in a home of its own.

    It has `address`, the `folder` of the notebooks, and the `environment` of its kernels.
    """
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("no browser: the tests need Debian's chromium and chromium-driver")
    home = tmp_path_factory.mktemp("home")
    runtime = home / "runtime"
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        # the kernels of kerastutor stay warm
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    environment.pop("KERASTUTOR_LANG", None)
    with open(home / "log", "w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "kerastutor", "lab", str(home / "course"), "--",
             "--no-browser", "--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}",
             "--LabApp.expose_app_in_browser=True"],
            env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        address = wait_for_server(server, runtime, home / "log")
        yield SimpleNamespace(address=address, folder=home / "course", environment=environment)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def wait_for_server(server, runtime, log):
    """Return the server's address once it answers."""
    for _ in range(3000):
        for path in runtime.glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text())["url"]
            except ValueError:
                pass  # half written
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


@pytest.fixture
def browser(lab, tmp_path):
    """A headless Chromium without access to anything but this machine."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--window-size=1200,900",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        f"--user-data-dir={tmp_path / 'profile'}",
    ):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(60)
    # A headless window may never get the focus, and JupyterLab knows a current tab only by it.
    driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    yield driver
    driver.quit()


@pytest.fixture
def open_notebook(lab, browser):
    """A function that opens a notebook of the course in the browser; without a path, the first."""

    def open_it(path=None):
        return NotebookPage(browser, lab.address, TOKEN, path)

    return open_it
