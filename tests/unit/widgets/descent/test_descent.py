"""The descent view: its paths are those of a real fit, and it says in words what it draws."""

from xml.etree import ElementTree

import numpy as np
import pytest

from kerastutor.layers import Dense
from kerastutor.models import Sequential
from kerastutor.optimizers import SGD
from kerastutor.widgets import show_descent
from kerastutor.widgets.descent import paths


@pytest.mark.parametrize("batch", [8, 30, 64])
def test_a_path_ends_where_a_real_fit_ends(batch):
    x, y = paths.points()
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile(optimizer=SGD(lr=paths.RATE), loss="mse")
    model.set_weights([np.array([[paths.START[0]]]), np.array([paths.START[1]])])
    model.fit(x[:, None], y, batch_size=batch, epochs=paths.EPOCHS, shuffle=False, verbose=0)
    got = paths.path(batch)
    slope, offset = (weight.item() for weight in model.get_weights())
    assert np.allclose(got.places[-1], (slope, offset), atol=1e-4)
    assert got.updates == paths.EPOCHS * -(-paths.POINTS // batch)
    assert got.loss == pytest.approx(model.evaluate(x[:, None], y, verbose=0), abs=1e-4)


def test_the_bowl_has_its_lowest_place_and_its_level_lines_there():
    lowest, lengths, angle = paths.bowl()
    x, y = paths.points()

    def loss(place):
        return np.mean((place[0] * x + place[1] - y) ** 2)

    for length, turn in zip(lengths, (angle, angle + 90), strict=True):
        way = length * np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
        assert loss(lowest + way) == pytest.approx(loss(lowest) + 1)


def test_text_and_picture_say_the_same(monkeypatch):
    monkeypatch.setenv("KERASTUTOR_LANG", "en")
    view = show_descent((1, 8, 64))
    assert "batch size 64: 20 updates" in str(view)
    assert "batch size 1: 1280 updates" in str(view)
    picture = ElementTree.fromstring(view.svg())
    assert len(picture.findall(".//{*}polyline")) == 3
    bundle = view._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/svg+xml"}
    monkeypatch.setenv("KERASTUTOR_LANG", "zh")
    assert "批大小 8" in show_descent((8,)).svg()


def test_wrong_batch_sizes():
    for sizes in ((), (0,), (65,), (1.5,)):
        with pytest.raises(ValueError, match="batch_sizes must be whole numbers from 1 to 64"):
            show_descent(sizes)
