"""For all tests, and for the notebooks that nbval runs as tests."""

import os
import signal
import tempfile

# Answers, right and wrong ones; some have names like those of tests.
collect_ignore_glob = ["tests/course/blind/*", "exercises/*/*/mutants/*", "solutions/*/*/*.py"]


def pytest_configure(config):
    """What a test or a notebook does in the course is nobody's progress, and in no language yet.

    Tests press Ctrl-C, which what a shell has started in the background would ignore, with all that
    it starts itself.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = tempfile.TemporaryDirectory(prefix="kerastutor-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    os.environ["XDG_DATA_HOME"] = folder.name
    os.environ.pop("KERASTUTOR_LANG", None)


_PICTURES = ("text/html", "image/svg+xml", "application/vnd.jupyter.widget-view+json")


def pytest_collection_modifyitems(items):
    """Let nbval compare notebooks as they are committed: without execution counts and pictures.

    It takes a cell without a count for one that was never run, and refuses to compare it, so every
    cell with outputs gets a count here, in memory alone. Of an output the text is compared.
    """
    for item in items:
        cell = getattr(item, "cell", None)  # nbval's items have one
        if cell is not None:
            item.output_timeout = 120  # seconds for the last outputs; 5 are few on a busy machine
        if cell is not None and cell.get("outputs"):
            cell["execution_count"] = 1
            item.parent.skip_compare = (*item.parent.skip_compare, *_PICTURES)
