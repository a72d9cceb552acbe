"""TensorBoard's files, read back with TensorBoard's own reader and its projector."""
import builtins
import gc
import glob
import io
import json
import warnings

import numpy as np
import pytest
from PIL import Image

from kerastutor import backend as K
from kerastutor import callbacks
from kerastutor.callbacks import event_files
from kerastutor.layers import (
    BatchNormalization,
    Conv1D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    TimeDistributed,
    concatenate,
)
from kerastutor.models import Model, Sequential

pytest.importorskip("tensorboard", reason="tensorboard is in the [lab] extra")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.util import tensor_util  # noqa: F401

RANDOM = np.random.RandomState(0)
X, Y = RANDOM.rand(20, 4).astype("float32"), RANDOM.rand(20, 2).astype("float32")


@pytest.fixture(autouse=True)
def fresh_names():
    K.clear_session()


def compiled(**kwargs):
    model = Sequential([Dense(3, input_shape=(4,), name="a"), BatchNormalization(name="norm"),
                        Dropout(0.5, name="drop"), Dense(2, name="b")])
    model.compile("sgd", "mse", metrics=["mae"], **kwargs)
    return model


def read(folder):
    reader = EventAccumulator(str(folder), size_guidance={
        "scalars": 0, "histograms": 0, "images": 0})
    reader.Reload()
    return reader


def test_scalars_of_epochs(tmp_path):
    history = compiled().fit(X, Y, epochs=3, verbose=0, validation_data=(X, Y),
                             callbacks=[callbacks.TensorBoard(tmp_path)]).history
    reader = read(tmp_path)
    assert sorted(reader.Tags()["scalars"]) == sorted(history) == [
        "loss", "mean_absolute_error", "val_loss", "val_mean_absolute_error"]
    for name, values in history.items():
        events = reader.Scalars(name)
        assert [e.step for e in events] == [0, 1, 2]
        np.testing.assert_allclose([e.value for e in events], values, rtol=1e-6)
    assert not reader.Tags()["histograms"] and not reader.Tags()["images"]


@pytest.mark.parametrize(("update_freq", "steps"), [
    ("batch", [5, 10, 15, 20, 20]), (9, [10, 20, 20]), (15, [15, 20])])
def test_scalars_of_batches(tmp_path, update_freq, steps):
    compiled().fit(X, Y, batch_size=5, verbose=0,
                   callbacks=[callbacks.TensorBoard(tmp_path, update_freq=update_freq)])
    assert [e.step for e in read(tmp_path).Scalars("loss")] == steps


def test_values_of_other_callbacks(tmp_path):
    class Own(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs.update(own=7, array=np.array([8.]), text="no number", pair=[1, 2])

    compiled().fit(X, Y, verbose=0, callbacks=[
        Own(), callbacks.ReduceLROnPlateau(monitor="loss"), callbacks.TensorBoard(tmp_path)])
    reader = read(tmp_path)
    assert reader.Scalars("own")[0].value == 7 and reader.Scalars("array")[0].value == 8
    assert reader.Scalars("lr")[0].value == pytest.approx(0.01)
    assert not {"text", "pair"} & set(reader.Tags()["scalars"])


def test_histograms(tmp_path):
    model = compiled()
    model.fit(X, Y, epochs=3, verbose=0, validation_data=(X, Y), callbacks=[
        callbacks.TensorBoard(tmp_path, histogram_freq=2, write_grads=True, batch_size=8)])
    reader = read(tmp_path)
    weights = [w.name.replace(":", "_") for layer in model.layers for w in layer.weights]
    assert "a/kernel_0" in weights
    trained = [w for w in weights if "moving" not in w]
    outs = ["a_out", "norm_out", "drop_out", "b_out"]
    assert sorted(reader.Tags()["histograms"]) == sorted(
        weights + [w + "_grad" for w in trained] + outs)
    assert [e.step for e in reader.Histograms("a/kernel_0")] == [0, 2]
    assert [e.step for e in reader.Histograms("b_out")] == [0, 0, 0, 2, 2, 2]   # 8, 8, 4 samples
    assert [e.histogram_value.num for e in reader.Histograms("b_out")][:3] == [16, 16, 8]
    last = reader.Histograms("b_out")[3:]
    out = model.predict(X)
    for event, part in zip(last, (out[:8], out[8:16], out[16:])):
        value = event.histogram_value
        assert value.sum == pytest.approx(part.sum(), rel=1e-4)
        assert value.min == pytest.approx(part.min(), rel=1e-4)
        assert value.sum_squares == pytest.approx(np.square(part).sum(), rel=1e-4)
    kernel = model.layers[0].get_weights()[0]
    assert reader.Histograms("a/kernel_0")[-1].histogram_value.sum == pytest.approx(kernel.sum(),
                                                                                    rel=1e-5)


def test_gradients_are_those_of_the_batch(tmp_path):
    model = Sequential([Dense(1, input_shape=(4,), name="only", use_bias=False)])
    model.compile("sgd", "mse")
    model.fit(X, Y[:, :1], verbose=0, validation_data=(X, Y[:, :1]), callbacks=[
        callbacks.TensorBoard(tmp_path, histogram_freq=1, write_grads=True, batch_size=20)])
    expected = 2 * X.T @ (model.predict(X) - Y[:, :1]) / 20
    value = read(tmp_path).Histograms("only/kernel_0_grad")[0].histogram_value
    assert value.num == 4 and value.sum == pytest.approx(expected.sum(), rel=1e-4)
    assert value.max == pytest.approx(expected.max(), rel=1e-4)


def test_histogram_counts():
    values = np.array([-3., -3., 0., 1e-20, 0.5, 0.5, 2., np.nan, np.inf])
    proto = event_files.histogram(values)
    limits, counts = np.array(proto.bucket_limit), np.array(proto.bucket)
    assert proto.num == counts.sum() == 7 and (np.diff(limits) > 0).all()
    for low, high, count in zip([-np.inf, *limits], limits, counts):
        assert count == ((values >= low) & (values < high)).sum()
    assert event_files.histogram(np.array([np.nan])).num == 0
    assert event_files.histogram(np.array([1e30])).bucket_limit[-1] > 1e300


def test_numbers_that_are_not_finite_are_told(tmp_path):
    model = compiled()
    model.compile("sgd", "mse")
    model.layers[0].set_weights([np.full((4, 3), np.nan), np.zeros(3)])
    with pytest.warns(RuntimeWarning) as caught:
        model.fit(X, Y, verbose=0, validation_data=(X, Y), callbacks=[
            callbacks.TensorBoard(tmp_path, histogram_freq=1)])
    texts = [str(each.message) for each in caught]
    assert len(texts) == 2 and "a/kernel_0, " in texts[0] and "a_out, " in texts[1]


def test_images(tmp_path):
    model = Sequential([Conv1D(5, 3, input_shape=(6, 4), name="conv"), Flatten(name="flat"),
                        Dense(2, name="dense")])
    model.compile("sgd", "mse")
    data = RANDOM.rand(8, 6, 4)
    model.fit(data, Y[:8], verbose=0, validation_data=(data, Y[:8]), callbacks=[
        callbacks.TensorBoard(tmp_path, histogram_freq=1, write_images=True)])
    reader = read(tmp_path)
    tags = ["conv/kernel_0/image/0", "conv/kernel_0/image/1", "conv/kernel_0/image/2",
            "conv/bias_0/image/0", "dense/kernel_0/image/0", "dense/bias_0/image/0"]
    assert sorted(reader.Tags()["images"]) == sorted(tags)
    shapes = [(e.height, e.width) for tag in tags for e in reader.Images(tag)]
    assert shapes == [(3, 4)] * 3 + [(5, 1), (2, 20), (2, 1)]
    kernel = model.layers[2].get_weights()[0].T
    picture = np.asarray(Image.open(io.BytesIO(
        reader.Images("dense/kernel_0/image/0")[0].encoded_image_string)))
    expected = np.floor(kernel * 127 / np.abs(kernel).max() + 128)
    assert np.abs(picture - expected).max() <= 1


def test_pictures_without_negative_numbers():
    proto = event_files.picture(np.array([[0., 1.], [2., np.nan]]))
    grey = np.asarray(Image.open(io.BytesIO(proto.encoded_image_string)))
    assert grey.tolist() == [[0, 127], [255, 255]]
    assert np.asarray(Image.open(io.BytesIO(
        event_files.picture(np.zeros((2, 2))).encoded_image_string))).max() == 0


def test_graph(tmp_path):
    inner_in = Input((3,), name="inner_in")
    inner = Model(inner_in, Dense(2, name="deep")(inner_in), name="inner")
    one, two = Input((3,), name="one"), Input((3,), name="two")
    out = Dense(1, name="out")(concatenate([inner(one), two], name="joined"))
    model = Model([one, two], out)
    model.compile("sgd", "mse")
    model.fit([X[:, :3], X[:, 1:]], Y[:, :1], verbose=0,
              callbacks=[callbacks.TensorBoard(tmp_path)])
    nodes = {node.name: node for node in read(tmp_path).Graph().node}
    assert {name: (node.op, list(node.input)) for name, node in nodes.items()} == {
        "one": ("InputLayer", []), "two": ("InputLayer", []),
        "inner/inner_in": ("InputLayer", ["one"]), "inner/deep": ("Dense", ["inner/inner_in"]),
        "joined": ("Concatenate", ["inner/deep", "two"]), "out": ("Dense", ["joined"])}
    shape = nodes["joined"].attr["_output_shapes"].list.shape[0]
    assert [d.size for d in shape.dim] == [-1, 5]


def test_graph_can_be_left_out_and_wrapped_layers_are_named(tmp_path):
    model = Sequential([TimeDistributed(Dense(2), input_shape=(3, 4))])
    model.compile("sgd", "mse")
    model.fit(np.ones((2, 3, 4)), np.ones((2, 3, 2)), verbose=0,
              callbacks=[callbacks.TensorBoard(tmp_path / "with"),
                         callbacks.TensorBoard(tmp_path / "without", write_graph=False)])
    assert "TimeDistributed(Dense)" in {n.op for n in read(tmp_path / "with").Graph().node}
    assert not read(tmp_path / "without").Tags()["graph"]


def test_embeddings_in_the_projector(tmp_path):
    from tensorboard.backend.event_processing.data_provider import MultiplexerDataProvider
    from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer
    from tensorboard.plugins.base_plugin import TBContext
    from tensorboard.plugins.projector.projector_plugin import ProjectorPlugin
    from werkzeug.test import Client
    from werkzeug.wrappers import Response

    labels = tmp_path / "words.tsv"
    labels.write_text("".join(f"word {i}\n" for i in range(7)), encoding="utf-8")
    logs = tmp_path / "logs"
    model = Sequential([Embedding(7, 3, input_length=1, name="words"), Flatten(),
                        Dense(2, name="dense")])
    model.compile("sgd", "mse")
    ids = np.arange(7)[:, None]
    model.fit(ids, Y[:7], epochs=2, verbose=0, callbacks=[callbacks.TensorBoard(
        logs, embeddings_freq=1, embeddings_data=ids, embeddings_metadata=str(labels),
        batch_size=3)])
    multiplexer = EventMultiplexer()
    multiplexer.AddRunsFromDirectory(str(logs))
    multiplexer.Reload()
    provider = MultiplexerDataProvider(multiplexer, str(logs))
    plugin = ProjectorPlugin(TBContext(data_provider=provider, logdir=str(logs)))
    apps = plugin.get_plugin_apps()

    def get(route, query=""):
        return Client(apps[route], Response).get(f"{route}?run=.{query}").data

    (info,) = json.loads(get("/info"))["embeddings"]
    assert info["tensorShape"] == [7, 3] and info["tensorName"] == "words_embedding"
    tensor = np.frombuffer(get("/tensor", "&name=words_embedding"), "float32").reshape(7, 3)
    np.testing.assert_allclose(tensor, model.layers[0].get_weights()[0], rtol=1e-6)
    assert get("/metadata", "&name=words_embedding").decode().split("\n")[2] == "word 2"


def test_embeddings_of_chosen_layers(tmp_path):
    (tmp_path / "names.tsv").write_text("x\n" * 20)
    model = compiled()
    model.fit(X, Y, verbose=0, callbacks=[callbacks.TensorBoard(
        tmp_path, embeddings_freq=1, embeddings_layer_names=["a", "b"], embeddings_data=X,
        embeddings_metadata={"b": "names.tsv"})])
    np.testing.assert_allclose(np.loadtxt(tmp_path / "b_embedding.tsv"), model.predict(X),
                               rtol=1e-5)
    assert np.loadtxt(tmp_path / "a_embedding.tsv").shape == (20, 3)
    config = (tmp_path / "projector_config.pbtxt").read_text()
    assert config.count("metadata_path") == 1 and 'metadata_path: "names.tsv"' in config


@pytest.mark.parametrize(("arguments", "message"), [
    ({"histogram_freq": 1}, "validation_data must be provided"),
    ({"embeddings_freq": 1}, "embeddings_data must be provided"),
    ({"embeddings_freq": 1, "embeddings_data": X}, "without an Embedding layer"),
    ({"embeddings_freq": 1, "embeddings_data": X, "embeddings_layer_names": ["c"]}, "got 'c'"),
    ({"embeddings_freq": 1, "embeddings_data": X[:, :3], "embeddings_layer_names": ["a"]}, "shape"),
    ({"update_freq": "hour"}, "got 'hour'"), ({"update_freq": 0}, "got 0"),
])
def test_wrong_arguments(tmp_path, arguments, message):
    model = compiled()
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        model.fit(X, Y, verbose=0, callbacks=[callbacks.TensorBoard(tmp_path, **arguments)])
    for one, two in zip(before, model.get_weights()):
        np.testing.assert_array_equal(one, two)


def test_all_is_on_disk_after_an_error_and_the_file_is_closed(tmp_path):
    def fail(batch, logs):
        if batch == 3:
            raise OSError("mine")

    writer = callbacks.TensorBoard(tmp_path, update_freq="batch")
    with pytest.raises(OSError, match="mine"):
        compiled().fit(X, Y, batch_size=5, verbose=0, callbacks=[
            writer, callbacks.LambdaCallback(on_batch_end=fail)])
    assert [e.step for e in read(tmp_path).Scalars("loss")] == [5, 10, 15, 20]
    file = writer.writer._file
    del writer
    gc.collect()
    assert file.closed


def test_reuse_writes_a_new_file(tmp_path):
    model = compiled()
    writer = callbacks.TensorBoard(tmp_path)
    for start in (0, 1):
        model.fit(X, Y, epochs=start + 1, initial_epoch=start, verbose=0, callbacks=[writer])
        assert writer.writer._file.closed
    assert len(glob.glob(f"{tmp_path}/events.out.tfevents.*")) == 2
    reader = read(tmp_path)
    assert [e.step for e in reader.Scalars("loss")] == [0, 1]


def test_without_the_package(monkeypatch):
    real = builtins.__import__

    def absent(name, *args, **kwargs):
        if name.startswith("tensorboard"):
            raise ModuleNotFoundError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(ImportError, match="pip install tensorboard"):
        callbacks.TensorBoard()
