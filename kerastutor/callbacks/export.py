"""Values of the epochs for others to read: a CSV file, a server, functions of your own."""
import csv
import json
import os
import warnings
from collections.abc import Iterable

import numpy as np

from kerastutor.callbacks.base import Callback


class CSVLogger(Callback):
    """Writes the values of each epoch as a line of a CSV file.

    # Arguments
        filename: Name of the file.
        separator: Character between the columns.
        append: Whether an existing file is continued instead of replaced.
    """

    def __init__(self, filename, separator=",", append=False):
        super().__init__()
        self.filename = os.fspath(filename)
        self.sep = separator
        self.append = append
        self.keys = None
        self.append_header = True

    def on_train_begin(self, logs=None):
        self.append_header = True
        if self.append and os.path.exists(self.filename):
            with open(self.filename, encoding="utf-8") as file:
                self.append_header = not file.readline()
        elif not self.append:
            self.keys = None
            with open(self.filename, "w", encoding="utf-8"):
                pass

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.keys is None:
            self.keys = sorted(logs)
        row = {"epoch": epoch, **{key: _cell(logs.get(key, "NA")) for key in self.keys}}
        with open(self.filename, "a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["epoch", *self.keys], delimiter=self.sep)
            if self.append_header:
                writer.writeheader()
                self.append_header = False
            writer.writerow(row)


class RemoteMonitor(Callback):
    """Sends the values of each epoch to a server, by HTTP POST.

    # Arguments
        root: Address of the server.
        path: Path on it.
        field: Name of the form field that holds the values as JSON.
        headers: Dictionary of HTTP headers.
        send_as_json: Whether the values are sent as a JSON body instead of a form.

    # Raises
        ImportError: at the first epoch, when the package requests is not installed.
    """

    def __init__(self, root="http://localhost:9000", path="/publish/epoch/end/", field="data",
                 headers=None, send_as_json=False):
        super().__init__()
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    def on_epoch_end(self, epoch, logs=None):
        try:
            import requests
        except ImportError:
            raise ImportError("RemoteMonitor: the package requests must be installed. "
                              "Run: pip install requests") from None
        data = {"epoch": epoch}
        for name, value in (logs or {}).items():
            data[name] = value.item() if isinstance(value, (np.ndarray, np.generic)) else value
        body = {"json": data} if self.send_as_json else {"data": {self.field: json.dumps(data)}}
        try:
            requests.post(self.root + self.path, headers=self.headers, **body)
        except requests.exceptions.RequestException as error:
            warnings.warn(f"RemoteMonitor: the server {self.root} could not be reached: {error}",
                          stacklevel=2)


class LambdaCallback(Callback):
    """A callback made of functions.

    # Arguments
        on_epoch_begin, on_epoch_end: Functions of (epoch, logs).
        on_batch_begin, on_batch_end: Functions of (batch, logs).
        on_train_begin, on_train_end: Functions of (logs).
        **kwargs: Further attributes.

    # Example

    ```python
    LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs['loss']))
    ```
    """

    def __init__(self, on_epoch_begin=None, on_epoch_end=None, on_batch_begin=None,
                 on_batch_end=None, on_train_begin=None, on_train_end=None, **kwargs):
        super().__init__()
        self.__dict__.update(kwargs)
        hooks = {"on_epoch_begin": on_epoch_begin, "on_epoch_end": on_epoch_end,
                 "on_batch_begin": on_batch_begin, "on_batch_end": on_batch_end,
                 "on_train_begin": on_train_begin, "on_train_end": on_train_end}
        self.__dict__.update({name: hook for name, hook in hooks.items() if hook is not None})


def _cell(value):
    """What is written for a value: lists and arrays in brackets, everything else as it is."""
    if isinstance(value, str) or not isinstance(value, Iterable) or np.ndim(value) == 0:
        return value
    return f'"[{", ".join(map(str, value))}]"'
