"""The live part of a view: a widget that brings its static picture to life.

A view displays text and a picture; both are saved with the notebook. `attach` makes a widget whose
script finds the picture on the page by its id, as long as there is a kernel. So the saved notebook
shows the picture without one, and nothing has to be replaced.
"""

import uuid
from pathlib import Path

from kerastutor.course.jupyter import under_jupyter

_COMMON = Path(__file__).with_name("live.js")
ATTRIBUTE = "data-kerastutor-view"


def attach(script, **state):
    """Return a widget for a picture, or None where there is no front end for widgets.

    # Arguments
        script: path of the ES module; it may use the functions of `live.js`, and exports
            `{initialize({model})}`.
        state: values of its traits; they must be JSON.

    # Returns
        A widget with the trait `view_id` for `framed`, one trait for each of `state`, `send` and
        `on_msg`.
    """
    if not under_jupyter():
        return None
    try:
        import anywidget
        import traitlets
    except ImportError:
        return None
    code = "\n".join(path.read_text(encoding="utf-8") for path in (_COMMON, Path(script)))
    traits = {name: traitlets.Any().tag(sync=True) for name in ("view_id", *state)}
    kind = type("LiveView", (anywidget.AnyWidget,), {"_esm": code, **traits})
    return kind(view_id=uuid.uuid4().hex, **state)


def framed(svg, widget=None):
    """Return HTML with a picture in it, ready to be found by the script of `widget`."""
    mark = f' {ATTRIBUTE}="{widget.view_id}"' if widget is not None else ""
    return f'<div{mark} style="overflow-x: auto; line-height: 1.4">{svg}</div>'
