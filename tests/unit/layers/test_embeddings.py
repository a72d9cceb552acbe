"""Embedding: look-up, shapes, masks, errors."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor.layers import LSTM, Embedding, Input
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

IDS = np.array([[1, 2, 0], [4, 4, 3]])


def test_look_up():
    model = Sequential([Embedding(5, 2, input_length=3)])
    table = model.get_weights()[0]
    assert table.shape == (5, 2) and abs(table).max() <= .05
    np.testing.assert_array_equal(model.predict(IDS), table[IDS])
    assert model.output_shape == (None, 3, 2)


@pytest.mark.parametrize("options", [{}, {"mask_zero": True}, {"embeddings_regularizer": "l2"},
                                     {"embeddings_constraint": "unit_norm"}])
def test_checker(options):
    check_layer(Embedding, {"input_dim": 9, "output_dim": 4, **options}, input_shape=(3, 2),
                input_dtype="int32")


@pytest.mark.parametrize("length, given, expected", [
    (None, (None, 7), (None, 7, 2)), (3, (None, 3), (None, 3, 2)), (3, (None, None), (None, 3, 2)),
    ((3, None), (None, 3, 5), (None, 3, 5, 2)), (None, (None, 3, 5), (None, 3, 5, 2))])
def test_shapes(length, given, expected):
    assert Embedding(5, 2, input_length=length).compute_output_shape(given) == expected


@pytest.mark.parametrize("length, given", [(3, (None, 4)), ((3, 4), (None, 3)), (3, (None, 3, 3))])
def test_input_length_must_fit(length, given):
    with pytest.raises(ValueError, match="input_length must fit the input"):
        Embedding(5, 2, input_length=length).compute_output_shape(given)


def test_first_layer_takes_any_length():
    assert Embedding(5, 2).batch_input_shape == (None, None)
    assert Embedding(5, 2, input_length=7).batch_input_shape == (None, 7)
    assert Embedding(5, 2, batch_input_shape=(4, 7)).batch_input_shape == (4, 7)


def test_mask_zero():
    layer = Embedding(5, 2, mask_zero=True)
    x = Input((3,), dtype="int32")
    layer(x)
    np.testing.assert_array_equal(K.function([x], [layer.output_mask])([IDS])[0], IDS != 0)
    assert Embedding(5, 2).compute_mask(x) is None


def test_masked_words_do_not_count():
    model = Sequential([Embedding(5, 2, mask_zero=True, embeddings_initializer="normal"), LSTM(3)])
    long = model.predict(np.array([[1, 2, 0, 0]]))
    np.testing.assert_allclose(long, model.predict(np.array([[1, 2]])), **VALUE)


def test_gradient_sums_over_repeated_ids():
    model = Sequential([Embedding(5, 2, input_length=3, embeddings_initializer="zeros")])
    model.compile("sgd", "mse")
    model.train_on_batch(IDS, np.ones((2, 3, 2)))
    moved = model.get_weights()[0][:, 0]
    counts = np.bincount(IDS.ravel(), minlength=5)
    np.testing.assert_allclose(moved, .01 * 2 * counts / IDS.size / 2, **VALUE)


def test_bad_sizes():
    with pytest.raises(ValueError, match="Embedding: input_dim must be a whole number"):
        Embedding(0, 2)
    with pytest.raises(ValueError, match="Embedding: output_dim must be a whole number"):
        Embedding(5, 1.5)
