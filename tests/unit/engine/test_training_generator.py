"""Training, testing and predicting with generators and sequences."""
import multiprocessing

import numpy as np
import pytest

from kerastutor import callbacks
from kerastutor.engine import Input, Model
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Dense
from kerastutor.utils.data_utils import Sequence

RANDOM = np.random.RandomState(0)
X = RANDOM.rand(20, 4).astype("float32")
Y = RANDOM.rand(20, 2).astype("float32")


def compiled(**kwargs):
    model = Sequential([Dense(2, input_shape=(4,))])
    model.compile("sgd", "mse", **kwargs)
    return model


def forever(size=8, weights=None):
    while True:
        for start in range(0, 20, size):
            stop = start + size
            batch = X[start:stop], Y[start:stop]
            yield batch if weights is None else (*batch, weights[start:stop])


class Pieces(Sequence):
    def __init__(self, size=8):
        self.size = size
        self.asked = []
        self.ends = 0

    def __len__(self):
        return -(-20 // self.size)

    def __getitem__(self, index):
        self.asked.append(index)
        rows = slice(index * self.size, (index + 1) * self.size)
        return X[rows], Y[rows]

    def on_epoch_end(self):
        self.ends += 1


def same_weights(a, b):
    for one, two in zip(a.get_weights(), b.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


def test_equals_fit_with_the_same_batches():
    one, two = compiled(metrics=["mae"]), compiled(metrics=["mae"])
    two.set_weights(one.get_weights())
    first = one.fit(X, Y, batch_size=8, epochs=3, shuffle=False, verbose=0,
                    validation_data=(X, Y)).history
    second = two.fit_generator(forever(), steps_per_epoch=3, epochs=3, verbose=0,
                               validation_data=(X, Y)).history
    same_weights(one, two)
    assert list(first) == list(second)
    for name in first:
        np.testing.assert_allclose(first[name], second[name], rtol=1e-5)


def test_sequence_knows_its_length_and_hears_of_the_end():
    data = Pieces()
    one, two = compiled(), compiled()
    two.set_weights(one.get_weights())
    one.fit_generator(data, epochs=2, verbose=0, shuffle=False)
    assert data.asked == [0, 1, 2, 0, 1, 2] and data.ends == 2
    two.fit(X, Y, batch_size=8, epochs=2, verbose=0, shuffle=False)
    same_weights(one, two)
    plain = Pieces()
    one.fit_generator(plain, epochs=2, verbose=0, workers=0)
    assert plain.asked == [0, 1, 2, 0, 1, 2] and plain.ends == 0


def test_shuffled_sequence_reads_every_batch_once_per_epoch():
    data = Pieces(1)
    compiled().fit_generator(data, epochs=2, verbose=0)
    assert sorted(data.asked[:20]) == sorted(data.asked[20:]) == list(range(20))
    assert data.asked[:20] != list(range(20)) or data.asked[20:] != list(range(20))


def test_steps_may_differ_from_the_length_of_the_sequence():
    data = Pieces()
    compiled().fit_generator(data, steps_per_epoch=2, epochs=3, verbose=0, shuffle=False)
    assert data.asked == [0, 1, 2, 0, 1, 2] and data.ends == 2


def test_steps_are_rounded_up():
    seen = []
    spy = callbacks.LambdaCallback(on_batch_end=lambda batch, logs: seen.append(batch))
    model = compiled()
    model.fit_generator(forever(), 20 / 8, verbose=0, callbacks=[spy], validation_data=forever(),
                        validation_steps=20 / 8)
    assert seen == [0, 1, 2]
    assert model.predict_generator(forever(), 20 / 8).shape == (20, 2)


def test_sample_and_class_weights():
    weights = RANDOM.rand(20)
    one, two = compiled(), compiled()
    two.set_weights(one.get_weights())
    one.fit(X, Y, batch_size=8, shuffle=False, sample_weight=weights, verbose=0)
    two.fit_generator(forever(weights=weights), 3, verbose=0)
    same_weights(one, two)
    one.fit(X, Y, batch_size=8, shuffle=False, class_weight={0: 3., 1: 1.}, verbose=0)
    two.fit_generator(forever(), 3, verbose=0, class_weight={0: 3., 1: 1.})
    same_weights(one, two)


def test_validation_by_generator_and_sequence():
    model = compiled(metrics=["mae"])
    expected = model.evaluate(X, Y, verbose=0)
    for data, steps in ((forever(), 3), (Pieces(), None)):
        model.compile("sgd", "mse", metrics=["mae"])
        history = model.fit_generator(forever(), 3, verbose=0, validation_data=data,
                                      validation_steps=steps).history
        assert history["val_loss"][0] == pytest.approx(model.evaluate(X, Y, verbose=0)[0],
                                                       rel=1e-5)
    assert expected[0] > 0


def test_evaluate_and_predict():
    model = compiled(metrics=["mae"])
    expected = model.evaluate(X, Y, verbose=0)
    np.testing.assert_allclose(model.evaluate_generator(forever(), 3), expected, rtol=1e-5)
    np.testing.assert_allclose(model.evaluate_generator(Pieces()), expected, rtol=1e-5)
    assert isinstance(compiled().evaluate_generator(Pieces()), float)
    np.testing.assert_allclose(model.predict_generator(forever(), 3), model.predict(X), rtol=1e-6)
    inputs = (batch for batch in [X[:3], X[3:20]])
    assert model.predict_generator(inputs, 2).shape == (20, 2)
    assert model.predict_generator(Pieces(20)).shape == (20, 2)


def test_several_inputs_by_name():
    a, b = Input((4,), name="a"), Input((2,), name="b")
    model = Model([a, b], [Dense(2, name="left")(a), Dense(1, name="right")(b)])
    model.compile("sgd", "mse")

    def batches():
        while True:
            yield {"a": X, "b": Y}, {"left": Y, "right": Y[:, :1]}

    seen = []
    spy = callbacks.LambdaCallback(on_batch_end=lambda batch, logs: seen.append(logs["size"]))
    model.fit_generator(batches(), 2, verbose=0, callbacks=[spy])
    assert seen == [20, 20]
    assert [x.shape for x in model.predict_generator(([X, Y] for _ in range(2)), 2)] == [
        (40, 2), (40, 1)]


def test_callbacks_get_the_steps():
    seen = []

    class Spy(callbacks.Callback):
        def on_train_begin(self, logs=None):
            seen.append(self.params)

        def on_batch_end(self, batch, logs=None):
            if batch == 1:
                self.model.stop_training = True

    history = compiled().fit_generator(forever(), 3, epochs=5, verbose=0, callbacks=[Spy()],
                                       validation_data=(X, Y))
    assert seen[0]["steps"] == 3 and seen[0]["epochs"] == 5 and seen[0]["do_validation"]
    assert history.epoch == [0] and list(history.history) == ["loss"]


def test_a_model_without_inputs_is_built_on_the_first_batch():
    model = Sequential([Dense(2)])
    model.compile("sgd", "mse")
    data = Pieces()
    model.fit_generator(data, verbose=0, shuffle=False)
    assert data.asked == [0, 1, 2] and model.input_shape == (None, 4)
    with pytest.raises(RuntimeError, match="compile"):
        Sequential([Dense(2)]).fit_generator(forever(), 3)


def test_errors_of_the_generator_come_through():
    def breaks():
        yield X, Y
        raise KeyError("no more files")

    model = compiled()
    with pytest.raises(KeyError, match="no more files"):
        model.fit_generator(breaks(), 3, verbose=0)
    model.fit_generator(forever(), 3, verbose=0)


@pytest.mark.parametrize(("generator", "arguments", "message"), [
    (lambda: iter([(X, Y)]), {"steps_per_epoch": 3}, "at least 3 batches for an epoch, got only 1"),
    (lambda: iter([(X, Y)]), {}, "steps_per_epoch: it must be given for a generator"),
    (lambda: iter([X]), {"steps_per_epoch": 1}, r"must yield tuples \(x, y\)"),
    (lambda: iter([5]), {"steps_per_epoch": 1}, r"must yield tuples .*got 5"),
    (lambda: iter([(X, Y, None, None)]), {"steps_per_epoch": 1}, "must yield tuples"),
    (lambda: iter([(X[:0], Y[:0])]), {"steps_per_epoch": 1}, "at least one sample"),
    (forever, {"steps_per_epoch": 0}, "positive integer, got 0"),
    (forever, {"steps_per_epoch": 1, "validation_data": forever()}, "validation_steps: it must"),
    (forever, {"steps_per_epoch": 1, "validation_data": (X,)}, "validation_data: it must be"),
])
def test_wrong_arguments(generator, arguments, message):
    with pytest.raises(ValueError, match=message):
        compiled().fit_generator(generator(), verbose=0, **arguments)


@pytest.mark.parametrize("method", ["fit", "evaluate", "predict"])
@pytest.mark.parametrize("data", [Pieces, forever])
def test_methods_for_arrays_name_those_for_generators(method, data):
    with pytest.raises(ValueError, match=f"got a .*Use {method}_generator"):
        getattr(compiled(), method)(data())


@pytest.mark.parametrize("processes", [False, True])
@pytest.mark.parametrize("workers", [1, 3])
def test_workers_change_nothing(processes, workers):
    one, two = compiled(), compiled()
    two.set_weights(one.get_weights())
    data = Pieces()
    first = one.fit(X, Y, batch_size=8, epochs=3, shuffle=False, verbose=0,
                    validation_data=(X, Y)).history
    second = two.fit_generator(data, epochs=3, shuffle=False, verbose=0, workers=workers,
                               use_multiprocessing=processes, validation_data=Pieces()).history
    same_weights(one, two)
    assert data.ends == 3
    np.testing.assert_allclose(first["val_loss"], second["val_loss"], rtol=1e-5)
    np.testing.assert_allclose(
        two.predict_generator(Pieces(), workers=workers, use_multiprocessing=processes),
        two.predict(X), rtol=1e-6)


def test_a_generator_is_not_read_further_than_needed():
    source = forever()
    model = compiled()
    model.fit_generator(source, 2, epochs=2, verbose=0)
    assert (next(source)[0] == X[8:16]).all()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
def test_copies_of_a_generator_are_warned_of():
    with pytest.warns(UserWarning, match="several times, got workers=2") as caught:
        compiled().fit_generator(forever(), 2, verbose=0, workers=2, use_multiprocessing=True)
    assert caught[0].filename == __file__


def test_empty_sequence():
    class Empty(Pieces):
        def __len__(self):
            return 0

    with pytest.raises(ValueError, match="at least one batch, got length 0"):
        compiled().fit_generator(Empty(), verbose=0)


def test_progress_is_shown(capsys):
    compiled().fit_generator(forever(), 3, epochs=1)
    compiled().evaluate_generator(forever(), 3, verbose=1)
    assert capsys.readouterr().out.count("3/3 [") == 2
