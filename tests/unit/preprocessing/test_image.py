import io
import os
import pickle
import subprocess
import sys
import threading
import warnings

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from kerastutor import backend as K
from kerastutor.preprocessing import image
from kerastutor.utils import Sequence

GEOMETRY = {"rotation_range": 30, "zoom_range": 0.2, "horizontal_flip": True}


def pictures(count=6, shape=(6, 5, 3)):
    return np.random.RandomState(0).uniform(0, 255, (count, *shape)).astype("float32")


@pytest.fixture
def folder(tmp_path):
    for i, x in enumerate(pictures(8)):
        place = tmp_path / "ab"[i % 2]
        place.mkdir(exist_ok=True)
        image.save_img(place / f"{i}.png", x)
    return str(tmp_path)


def test_files_round_trip(tmp_path):
    x = np.arange(60).reshape(5, 4, 3).astype("float32")
    image.save_img(tmp_path / "x.png", x, scale=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)        # the file is closed
        loaded = image.load_img(tmp_path / "x.png")
    np.testing.assert_array_equal(image.img_to_array(loaded), x)
    assert image.img_to_array(loaded, "channels_first").shape == (3, 5, 4)
    assert image.load_img(io.BytesIO((tmp_path / "x.png").read_bytes()), color_mode="rgba",
                          target_size=(2, 3), interpolation="lanczos").size == (3, 2)


def test_jpeg_has_no_alpha(tmp_path):
    with pytest.warns(UserWarning, match="saved as RGB"):
        image.save_img(tmp_path / "x.jpg", pictures(1, (4, 4, 4))[0], file_format="jpg")
    with Image.open(tmp_path / "x.jpg") as saved:
        assert saved.mode == "RGB"


def test_default_layout_is_that_of_the_settings():
    K.set_image_data_format("channels_first")
    try:
        x = pictures(2, (3, 6, 5))
        assert image.array_to_img(x[0]).size == (5, 6)
        generator = image.ImageDataGenerator(brightness_range=(0.5, 0.6))
        assert next(generator.flow(x)).shape == x.shape
    finally:
        K.set_image_data_format("channels_last")


@pytest.mark.parametrize(("call", "message"), [
    (lambda: image.array_to_img(np.ones((2, 2))), r"three axes .*got shape \(2, 2\)"),
    (lambda: image.array_to_img(np.ones((2, 2, 2))), "1, 3 or 4 channels"),
    (lambda: image.img_to_array(np.ones(3)), "two or three axes"),
    (lambda: image.img_to_array(np.ones((2, 2)), "last"), "got 'last'"),
    (lambda: image.load_img("x", color_mode="cmyk"), "grayscale, rgb, rgba, got 'cmyk'"),
    (lambda: image.random_zoom(np.ones((2, 2, 1)), 0.5), r"zoom_range=\(low, high\)"),
    (lambda: image.ImageDataGenerator(zoom_range=(1, 2, 3)), "zoom_range must be two numbers"),
    (lambda: image.ImageDataGenerator(brightness_range=2), "brightness_range must be two"),
    (lambda: image.ImageDataGenerator(validation_split=2), "between 0 and 1, got 2"),
    (lambda: image.ImageDataGenerator().fit(np.ones((2, 2))), "four axes"),
    (lambda: image.ImageDataGenerator().flow(np.ones((4, 2, 2))), "four axes"),
    (lambda: image.ImageDataGenerator().flow([np.ones((1, 2, 2, 1))]), "Use np.array"),
    (lambda: image.ImageDataGenerator().flow(pictures(), [1]), "got 6 and 1"),
    (lambda: image.ImageDataGenerator().flow(pictures(), batch_size=0), "at least 1, got 0"),
    (lambda: image.ImageDataGenerator().flow(pictures())[1], "one of 1, got number 1"),
    (lambda: image.ImageDataGenerator().flow(pictures(), subset="test"), "got 'test'"),
    (lambda: image.ImageDataGenerator(validation_split=0.5).flow(
        pictures(4), np.array([0, 0, 1, 1]), subset="training"), "Shuffle data"),
])
def test_clear_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_statistics_that_are_missing_are_left_out_with_a_warning():
    generator = image.ImageDataGenerator(featurewise_center=True)
    with pytest.warns(UserWarning, match=r"Call fit\(images\) first"):
        np.testing.assert_array_equal(generator.standardize(np.ones((2, 2, 1))), 1)
    with pytest.warns(UserWarning, match="samplewise_std_normalization=True sets "):
        assert image.ImageDataGenerator(samplewise_std_normalization=True).samplewise_center


def test_weights_are_split_with_the_images():
    generator = image.ImageDataGenerator(validation_split=0.5)
    weights = np.arange(6)
    y = np.array([0, 1, 1, 0, 1, 1])
    _, _, w = next(generator.flow(pictures(), y, sample_weight=weights, subset="training",
                                  shuffle=False))
    assert w.tolist() == [3, 4, 5]
    x = next(generator.flow(pictures(), subset="validation", shuffle=False))
    np.testing.assert_array_equal(x, pictures()[:3])


def test_dtype_is_that_of_the_generator():
    for dtype in ("float16", "float64", "uint8"):
        generator = image.ImageDataGenerator(dtype=dtype, rotation_range=20)
        assert next(generator.flow(pictures())).dtype == dtype


def test_array_shifts():
    generator = image.ImageDataGenerator(width_shift_range=np.array([1, 2]), height_shift_range=[])
    drawn = [generator.get_random_transform((9, 9, 1), seed) for seed in range(20)]
    assert {abs(d["ty"]) for d in drawn} == {1, 2} and {d["tx"] for d in drawn} == {0}


def test_saved_pictures_do_not_change_the_batch(tmp_path):
    plain, saving = (next(image.ImageDataGenerator(**GEOMETRY).flow(
        pictures(), seed=3, save_to_dir=place)) for place in (None, str(tmp_path)))
    np.testing.assert_array_equal(plain, saving)
    assert len(os.listdir(tmp_path)) == 6


def test_threads_get_whole_batches():
    """Each batch's numbers belong to one seed, whichever thread makes it."""
    def flow():
        return image.ImageDataGenerator(**GEOMETRY).flow(pictures(24), batch_size=2, seed=5,
                                                         shuffle=False)
    alone = flow()
    expected = {i: [] for i in range(12)}
    for i in range(12):                     # every batch with every seed that it could get
        for seen in range(12):
            alone.total_batches_seen = seen
            expected[i].append(alone[i])
    together, found = flow(), {}

    def work(numbers):
        for i in numbers:
            found[i] = together[i]
    threads = [threading.Thread(target=work, args=(range(k, 12, 4),)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together.total_batches_seen == 12
    for i, batch in found.items():
        assert any(np.array_equal(batch, other) for other in expected[i])


WORKERS = """
import multiprocessing, sys
import numpy as np
from kerastutor.preprocessing.image import ImageDataGenerator

def make(i):
    return flow[i]

if __name__ == "__main__":
    x = np.random.RandomState(0).uniform(0, 255, (8, 6, 6, 1)).astype("float32")
    for seed in (7, None):
        np.random.seed(1)
        flow = ImageDataGenerator(rotation_range=90).flow(x[:1].repeat(8, 0), batch_size=2,
                                                          seed=seed, shuffle=False)
        with multiprocessing.get_context("fork").Pool(2) as pool:
            found = pool.map(make, range(4), chunksize=1)
        assert len({batch.tobytes() for batch in found}) == 4, seed     # no numbers twice
        if seed is not None:
            for i in range(4):
                assert np.array_equal(found[i], flow[i])                # those of one process
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked on this system")
def test_worker_processes_do_not_repeat_numbers(tmp_path):
    program = tmp_path / "workers.py"
    program.write_text(WORKERS)
    subprocess.run([sys.executable, str(program)], check=True, timeout=600,
                   env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})


def test_iterators_are_copied_with_their_place():
    flow = image.ImageDataGenerator(**GEOMETRY).flow(pictures(), batch_size=2, seed=1)
    next(flow)
    twin = pickle.loads(pickle.dumps(flow))
    assert isinstance(flow, Sequence)
    for _ in range(4):
        np.testing.assert_array_equal(next(flow), next(twin))


def test_subclasses_may_define_the_batch():
    class Upside(image.NumpyArrayIterator):
        def _get_batches_of_transformed_samples(self, index_array):
            return super()._get_batches_of_transformed_samples(index_array)[:, ::-1]
    flow = Upside(pictures(), None, image.ImageDataGenerator())
    np.testing.assert_array_equal(flow[0], pictures()[:, ::-1])
    with pytest.raises(NotImplementedError, match="_get_batches_of_transformed_samples"):
        image.Iterator(3, 2, False, None)[0]


def test_directory(folder, capsys):
    generator = image.ImageDataGenerator(rescale=1 / 255)
    flow = generator.flow_from_directory(folder, target_size=(4, 4), shuffle=False)
    assert capsys.readouterr().out == "Found 8 images belonging to 2 classes.\n"
    assert flow.class_indices == {"a": 0, "b": 1} and flow.classes.tolist() == [0] * 4 + [1] * 4
    x, y = flow[0]
    assert x.shape == (8, 4, 4, 3) and x.max() <= 1 and y[0].tolist() == [1, 0]
    with pytest.raises(NotADirectoryError, match="Check the path"):
        generator.flow_from_directory(folder + "/nothing", classes=["a"])
    empty = generator.flow_from_directory(folder, classes=["c"])
    with pytest.raises(ValueError, match="there must be images"):
        next(empty)


def table(**columns):
    return pd.DataFrame({"filename": [f"{i}.png" for i in range(8)], "class": list("xyxyxyxy"),
                         "size": np.arange(8), **columns})


def test_dataframe(folder):
    generator = image.ImageDataGenerator()
    rows = pd.concat([table(), table(**{"class": ["z"] * 8})])     # later rows do not count
    flow = generator.flow_from_dataframe(rows, folder, shuffle=False, target_size=(3, 3))
    assert flow.filenames == ["0.png", "2.png", "4.png", "6.png", "1.png", "3.png", "5.png",
                              "7.png"]
    assert flow.class_indices == {"x": 0, "y": 1}
    x, y = flow[0]
    assert x.shape == (8, 3, 3, 3) and y.argmax(1).tolist() == [0] * 4 + [1] * 4

    short = table()
    short["filename"] = short["filename"].str[:-4]
    flow = generator.flow_from_dataframe(short[:5], folder, has_ext=False, class_mode="other",
                                         y_col=["size"], shuffle=False)
    assert flow[0][1].ravel().tolist() == [0, 2, 4, 1, 3] and flow.filenames[0] == "0.png"
    flow = generator.flow_from_dataframe(table(), folder, class_mode=None)
    assert next(flow).shape == (8, 256, 256, 3)


@pytest.mark.parametrize(("arguments", "error", "message"), [
    ({"class_mode": "other"}, TypeError, "numeric columns"),
    ({"class_mode": "odd"}, ValueError, "class_mode must be one of"),
    ({"x_col": "name"}, ValueError, "one of the columns"),
    ({"x_col": 3}, ValueError, "name of a column"),
    ({"has_ext": 1}, ValueError, "has_ext must be True"),
    ({"x_col": "class"}, ValueError, "must have an ending"),
    ({"classes": ["x"]}, ValueError, "got none for"),
    ({"classes": ["x"], "class_mode": None}, ValueError, "Leave it out"),
    ({"dataframe": [1]}, TypeError, "pandas DataFrame, got list"),
])
def test_dataframe_refuses(folder, arguments, error, message):
    generator = image.ImageDataGenerator()
    with pytest.raises(error, match=message):
        generator.flow_from_dataframe(**{"dataframe": table(), "directory": folder, **arguments})
