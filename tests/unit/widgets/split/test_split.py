"""The view of the split: it cuts where fit cuts, and shuffles only the training part."""

from xml.etree import ElementTree

import numpy as np
import pytest

from kerastutor.callbacks import LambdaCallback
from kerastutor.layers import Dense
from kerastutor.models import Sequential
from kerastutor.widgets import show_split


@pytest.mark.parametrize("samples, share", [(10, 0.2), (37, 0.1), (5, 0.5)])
def test_it_cuts_where_fit_cuts(samples, share):
    seen = []
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile(optimizer="sgd", loss="mse")
    x = np.zeros((samples, 1))
    note = LambdaCallback(on_batch_end=lambda batch, logs: seen.append(logs["size"]))
    model.fit(x, x, batch_size=1, validation_split=share, verbose=0, callbacks=[note])
    assert show_split(np.zeros(samples, int), share).cut == sum(seen)


def test_only_the_training_part_is_shuffled():
    y = np.repeat(np.arange(5), 40)
    view = show_split(y, 0.2)
    fed = view.fed()
    assert (fed[160:] == y[160:]).all()
    assert (fed[:160] != y[:160]).any()
    assert (np.sort(fed[:160]) == y[:160]).all()


def test_text_and_picture(monkeypatch):
    monkeypatch.setenv("KERASTUTOR_LANG", "en")
    view = show_split(np.repeat([0, 1, 2, 3, 4], 100), 0.2)
    assert "training: 0: 100, 1: 100, 2: 100, 3: 100\nvalidation: 4: 100" in view.text()
    picture = ElementTree.fromstring(view.svg())
    labels = [item.text for item in picture.findall(".//{*}text")]
    assert [label for label in labels if label in "01234"][:5] == list("01234")
    assert "Each bar stands for about 4 samples." in labels
    assert set(view._repr_mimebundle_()) == {"text/plain", "text/html", "image/svg+xml"}
    monkeypatch.setenv("KERASTUTOR_LANG", "zh")
    assert "验证" in show_split([0, 1, 2], 0.5).svg()


def test_wrong_use():
    with pytest.raises(ValueError, match="y must be integers"):
        show_split(np.eye(3))
    with pytest.raises(ValueError, match="validation_split must be between 0 and 1, got 1"):
        show_split([0, 1], 1)
