"""tf.data.Dataset: what its methods give, as NumPy, as tensors, and in fit."""
import threading

import numpy as np
import pytest

import kerastutor as keras
import kerastutor.compat.tensorflow as tf
from kerastutor import backend as K

Dataset = tf.data.Dataset
X = np.arange(20, dtype="float32").reshape(10, 2)
Y = np.arange(10)


def listed(dataset):
    return [x.tolist() for x in dataset]


def numbers(n=10):
    return Dataset.range(n)


CASES = {
    "range": (numbers(3), [0, 1, 2], 3),
    "range step": (Dataset.range(2, 9, 3), [2, 5, 8], 3),
    "slices": (Dataset.from_tensor_slices([1, 2, 3]), [1, 2, 3], 3),
    "tensors": (Dataset.from_tensors([1, 2]), [[1, 2]], 1),
    "take": (numbers().take(2), [0, 1], 2), "take all": (numbers(2).take(-1), [0, 1], 2),
    "skip": (numbers(4).skip(2), [2, 3], 2), "skip more": (numbers(2).skip(5), [], 0),
    "batch": (numbers(5).batch(2), [[0, 1], [2, 3], [4]], 3),
    "batch drop": (numbers(5).batch(2, drop_remainder=True), [[0, 1], [2, 3]], 2),
    "repeat": (numbers(2).repeat(3), [0, 1, 0, 1, 0, 1], 6),
    "repeat, batch": (numbers(3).repeat(2).batch(4), [[0, 1, 2, 0], [1, 2]], 2),
    "endless": (numbers(2).repeat().take(5), [0, 1, 0, 1, 0], 5),
    "empty repeat": (numbers(0).repeat(), [], 0),
    "map": (numbers(3).map(lambda x: x * 2), [0, 2, 4], 3),
    "map constant": (numbers(2).map(lambda x: 7), [7, 7], 2),
    "map list": (numbers(2).map(lambda x: [x, x + 1]), [[0, 1], [1, 2]], 2),
    "filter": (numbers(5).filter(lambda x: tf.equal(x % 2, 0)), [0, 2, 4], None),
    "concatenate": (numbers(2).concatenate(numbers(1)), [0, 1, 0], 3),
    "cache": (numbers(3).cache(), [0, 1, 2], 3),
    "prefetch": (numbers(30).prefetch(2), list(range(30)), 30),
    "generator": (Dataset.from_generator(lambda: iter([1, 2]), tf.float32, ()), [1, 2], None),
}


@pytest.mark.parametrize("name", CASES)
def test_elements(name):
    dataset, expected, size = CASES[name]
    assert listed(dataset) == expected == listed(dataset)
    assert dataset.cardinality == size


def test_structures():
    pairs = Dataset.from_tensor_slices((X, Y))
    x, y = next(iter(pairs))
    assert x.tolist() == [0, 1] and x.numpy().dtype == "float32" and y.numpy() == 0
    assert type(x.numpy()) is np.ndarray
    named = Dataset.zip((pairs, numbers(4))).map(lambda p, i: {"a": p[0], "b": (p[1], i)})
    assert named.output_types == {"a": "float32", "b": ("int64", "int64")}
    assert named.output_shapes["a"].as_list() == [2] and named.cardinality == 4
    last = list(named)[-1]
    assert last["a"].tolist() == [6, 7] and [int(v) for v in last["b"]] == [3, 3]
    words = Dataset.from_tensor_slices(["a", "b"])
    assert listed(words) == ["a", "b"] and words.output_types == "string"
    assert "int64" in repr(numbers())
    one_hot = Dataset.from_tensor_slices((X, tf.one_hot(Y, 10)))
    assert next(iter(one_hot))[1].tolist() == [1] + [0] * 9


def test_shuffle():
    dataset = numbers(20).shuffle(5, seed=1)
    first, second = listed(dataset), listed(dataset)
    assert sorted(first) == list(range(20)) == sorted(second) and first != second
    assert max(i - x for i, x in enumerate(first)) >= 1
    assert all(x < i + 5 for i, x in enumerate(first))          # the buffer holds 5
    same = numbers(20).shuffle(20, seed=1, reshuffle_each_iteration=False)
    assert listed(same) == listed(same) != list(range(20))
    np.random.seed(4)
    a = listed(numbers(9).shuffle(9))
    np.random.seed(4)
    assert a == listed(numbers(9).shuffle(9))


def test_prefetch_hands_errors_on_and_ends_its_thread():
    def broken():
        yield 1
        raise OSError("lost")
    dataset = Dataset.from_generator(broken, tf.int32, ()).prefetch(1)
    elements = iter(dataset)
    assert next(elements) == 1
    with pytest.raises(OSError, match="lost"):
        next(elements)
    half = iter(numbers(10**6).prefetch(2))
    next(half)
    half.close()
    for thread in [t for t in threading.enumerate() if t.name == "prefetch"]:
        thread.join(60)
        assert not thread.is_alive()


def test_tensors_of_an_iterator():
    iterator = Dataset.from_tensor_slices((X, Y)).batch(4).make_one_shot_iterator()
    x, y = iterator.get_next()
    assert K.int_shape(x) == (None, 2) and K.dtype(y) == "int64" and not K.is_placeholder(x)
    sess = K.get_session()
    a, b = sess.run([x * 1, y])
    assert a.tolist() == X[:4].tolist() and b.tolist() == [0, 1, 2, 3]     # one element for both
    assert sess.run(y).tolist() == [4, 5, 6, 7]
    assert sess.run(y, {y: [9]}).tolist() == [9]                           # fed: nothing is taken
    f = K.function([], [x])
    assert "identity" in f.explain([]) or f.explain([])                    # looks, takes nothing
    assert f([])[0].tolist() == X[8:].tolist()
    with pytest.raises(tf.errors.OutOfRangeError, match="repeat"):
        sess.run(x)
    again = numbers(2).make_initializable_iterator()
    i = again.get_next()
    with pytest.raises(RuntimeError, match="initializer"):
        sess.run(i)
    for _ in range(2):
        sess.run(again.initializer)
        assert [sess.run(i), sess.run(i)] == [0, 1]


def net(inputs=None):
    x = keras.layers.Input((2,)) if inputs is None else inputs
    y = keras.layers.Dense(1, kernel_initializer="ones", name="out")(x)
    model = keras.models.Model(x, y)
    return model


def test_training_on_tensors_of_an_iterator_equals_fit():
    data = Dataset.from_tensor_slices((X, Y[:, None].astype("float32"))).batch(5).repeat()
    x, y = data.make_one_shot_iterator().get_next()
    model = net(keras.layers.Input(tensor=x))
    model.compile(keras.optimizers.SGD(1e-3), "mse", target_tensors=[y])
    model.fit(epochs=2, steps_per_epoch=2, verbose=0)
    plain = net()
    plain.compile(keras.optimizers.SGD(1e-3), "mse")
    plain.fit(X, Y, batch_size=5, epochs=2, shuffle=False, verbose=0)
    for a, b in zip(model.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)
    assert np.isfinite(model.evaluate(steps=2, verbose=0))


def test_fit_evaluate_predict():
    data = Dataset.from_tensor_slices((X, Y)).batch(4)
    model, plain = net(), net()
    for m in (model, plain):
        m.compile(keras.optimizers.SGD(1e-3), "mse", metrics=["mae"])
    h = model.fit(data, epochs=2, validation_data=data, verbose=0).history
    g = plain.fit(X, Y, batch_size=4, epochs=2, shuffle=False, validation_data=(X, Y),
                  verbose=0).history
    for key in ("loss", "mean_absolute_error", "val_loss"):
        np.testing.assert_allclose(h[key], g[key], rtol=1e-5)
    np.testing.assert_allclose(model.evaluate(data, verbose=0),
                               plain.evaluate(X, Y, verbose=0), rtol=1e-5)
    np.testing.assert_allclose(model.predict(data), plain.predict(X), rtol=1e-5)
    model.fit(data.repeat(), steps_per_epoch=2, epochs=3, validation_data=data.repeat(),
              validation_steps=1, verbose=0)
    model.fit(data.repeat().make_one_shot_iterator(), steps_per_epoch=2, verbose=0)


def test_fit_with_several_inputs():
    a, b = keras.layers.Input((2,), name="a"), keras.layers.Input((1,), name="b")
    model = keras.models.Model([a, b], keras.layers.Dense(1)(keras.layers.concatenate([a, b])))
    model.compile("sgd", "mse")
    z = np.zeros((10, 1), "float32")
    model.fit(Dataset.from_tensor_slices(((X, z), Y)).batch(5), verbose=0)
    model.fit(Dataset.from_tensor_slices(({"a": X, "b": z}, Y)).batch(5), verbose=0)
    weighted = Dataset.from_tensor_slices(((X, z), Y, np.full(10, 2.))).batch(5)
    np.testing.assert_allclose(model.evaluate(weighted, verbose=0),
                               2 * model.evaluate([X, z], Y, verbose=0), rtol=1e-5)


@pytest.mark.parametrize("call, message", [
    (lambda: Dataset.from_tensor_slices((X, Y[:3])), "same number of rows"),
    (lambda: Dataset.from_generator([1], tf.int32), "must be a function"),
    (lambda: listed(Dataset.from_generator(lambda: [[1, 2]], tf.int32, (3,))), r"shape \(3,\)"),
    (lambda: Dataset.from_generator(lambda: [1], tf.int32).map(lambda x: x), "output_shapes"),
    (lambda: numbers().batch(0), "positive integer"),
    (lambda: listed(Dataset.from_generator(lambda: [[1], [1, 2]], tf.int32).batch(2)),
     "one shape"),
    (lambda: numbers().cache("file"), "memory only"),
    (lambda: fitted(numbers().batch(2), y=Y), "y must not be given"),
    (lambda: fitted(Dataset.from_tensor_slices((X, Y)).batch(4).repeat()), "endless"),
    (lambda: fitted(Dataset.from_tensor_slices((X, Y)).batch(4), steps_per_epoch=3, epochs=2),
     "6 batches"),
])
def test_bad_calls(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


def fitted(*args, **kwargs):
    model = net()
    model.compile("sgd", "mse")
    return model.fit(*args, verbose=0, **kwargs)
