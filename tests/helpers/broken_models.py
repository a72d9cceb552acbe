"""Models that are wrong in the ways people ask about, and what the inspector says of each.

Run as a program it writes `tests/data/broken_models.txt` anew; read the difference before you
commit it.
"""

import sys
from pathlib import Path

import numpy as np

from kerastutor import backend as K
from kerastutor.layers import (
    GRU,
    LSTM,
    Add,
    BatchNormalization,
    Bidirectional,
    Concatenate,
    Conv1D,
    Conv2D,
    ConvLSTM2D,
    Cropping2D,
    Dense,
    Dot,
    Embedding,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    Lambda,
    MaxPooling2D,
    Permute,
    RepeatVector,
    Reshape,
    TimeDistributed,
    UpSampling2D,
)
from kerastutor.models import Model, Sequential
from kerastutor.widgets import inspect_shapes

GOLDEN = Path(__file__).parents[1] / "data/broken_models.txt"
MODELS = {}


def broken(code):
    MODELS[code.__name__] = code
    return code


def trained(model, x, y, loss="categorical_crossentropy"):
    model.compile("adam", loss)
    model.fit(x, y, verbose=0)


@broken
def flatten_missing_between_convolution_and_labels():
    layers = [Conv2D(8, 3, input_shape=(28, 28, 1)), Dense(10, activation="softmax")]
    trained(Sequential(layers), np.zeros((4, 28, 28, 1)), np.zeros((4, 10)))


@broken
def dense_on_an_image():
    return Sequential([Conv2D(8, 3, input_shape=(28, 28, 1)), Dense(10)])


@broken
def lstm_on_flat_data():
    return Sequential([LSTM(8, input_shape=(20,)), Dense(1)])


@broken
def lstm_after_dense():
    return Sequential([Dense(8, input_shape=(20,)), LSTM(4), Dense(1)])


@broken
def stacked_lstm_without_return_sequences():
    return Sequential([LSTM(8, input_shape=(10, 3)), LSTM(4), Dense(1)])


@broken
def stacked_bidirectional_gru_without_return_sequences():
    return Sequential([Bidirectional(GRU(8), input_shape=(10, 3)), GRU(4), Dense(1)])


@broken
def channels_first_images():
    layers = [Conv2D(32, 3, input_shape=(3, 32, 32)), MaxPooling2D(), Flatten(), Dense(10)]
    return Sequential(layers)


@broken
def channels_last_images_for_channels_first_layers():
    first = {"data_format": "channels_first"}
    layers = [Conv2D(3, 3, input_shape=(32, 32, 3), **first), MaxPooling2D(2, **first), Flatten()]
    return Sequential(layers)


@broken
def one_pooling_too_many():
    layers = [Conv2D(8, 3, input_shape=(8, 8, 1)), MaxPooling2D(), MaxPooling2D(), MaxPooling2D()]
    return Sequential([*layers, Flatten(), Dense(10)])


@broken
def kernel_larger_than_the_image():
    layers = [Conv2D(8, 5, input_shape=(8, 8, 1)), MaxPooling2D(), Conv2D(8, 3), Flatten()]
    return Sequential(layers)


@broken
def concatenate_of_different_images():
    a, b = Input((8, 8, 3)), Input((4, 4, 3))
    return Model([a, b], Dense(2)(Flatten()(Concatenate()([a, b]))))


@broken
def concatenate_along_the_wrong_axis():
    a, b = Input((5, 8)), Input((7, 8))
    return Model([a, b], LSTM(2)(Concatenate()([a, b])))


@broken
def add_of_different_widths():
    a = Input((8,))
    return Model(a, Dense(2)(Add()([a, Dense(4)(a)])))


@broken
def skip_connection_off_by_one():
    a = Input((7, 7, 3))
    x = UpSampling2D()(MaxPooling2D()(a))
    return Model(a, Conv2D(1, 1)(Concatenate()([a, x])))


@broken
def merge_of_one_tensor():
    return Add()(Input((8,)))


@broken
def list_for_one_input():
    return Dense(3)([Input((8,)), Input((8,))])


@broken
def number_of_samples_in_input_shape():
    return Sequential([Conv2D(8, 3, input_shape=(60000, 28, 28, 1)), Flatten(), Dense(10)])


@broken
def no_channel_axis():
    return Sequential([Conv2D(8, 3, input_shape=(28, 28)), Flatten(), Dense(10)])


@broken
def input_shape_without_comma():
    return Sequential([Dense(3, input_shape=(8))])


@broken
def reshape_to_another_size():
    return Sequential([Dense(100, input_shape=(5,)), Reshape((8, 8, 1)), Conv2D(4, 3)])


@broken
def conv1d_on_flat_data():
    return Sequential([Conv1D(8, 3, input_shape=(100,)), Flatten(), Dense(1)])


@broken
def conv2d_after_flatten():
    return Sequential([Flatten(input_shape=(8, 8, 3)), Conv2D(8, 3), Dense(1)])


@broken
def embedding_of_one_hot_words():
    return Sequential([Embedding(100, 8, input_shape=(10, 20)), LSTM(4), Dense(1)])


@broken
def embedding_of_floats():
    return Sequential([Dense(10, input_shape=(4,)), Embedding(100, 8), LSTM(4)])


@broken
def time_distributed_on_a_vector():
    return Sequential([Dense(8, input_shape=(4,)), TimeDistributed(Dense(3))])


@broken
def time_distributed_after_a_last_state():
    return Sequential([LSTM(8, input_shape=(5, 4)), TimeDistributed(Dense(3))])


@broken
def dot_of_different_sizes():
    return Dot(axes=1)([Input((8,)), Input((6,))])


@broken
def units_as_a_fraction():
    return Sequential([Dense(64, input_shape=(8,)), Dense(64 / 5)])


@broken
def activation_in_the_place_of_units():
    return Sequential([Dense("relu", input_shape=(4,))])


@broken
def unknown_merge_mode():
    return Sequential([Bidirectional(LSTM(4), merge_mode="add", input_shape=(5, 3))])


@broken
def permute_with_the_batch_axis():
    return Sequential([Permute((1, 3, 2), input_shape=(5, 3)), LSTM(2)])


@broken
def repeat_vector_of_a_sequence():
    layers = [LSTM(4, return_sequences=True, input_shape=(5, 3)), RepeatVector(3), LSTM(4)]
    return Sequential(layers)


@broken
def batch_normalization_beyond_the_last_axis():
    return Sequential([BatchNormalization(axis=4, input_shape=(8, 8, 3)), Flatten()])


@broken
def lambda_with_a_numpy_method():
    return Sequential([Lambda(lambda x: x.reshape(3), input_shape=(8,)), Dense(1)])


@broken
def flatten_of_images_of_any_size():
    return Sequential([Conv2D(8, 3, input_shape=(None, None, 1)), Flatten(), Dense(10)])


@broken
def global_pooling_after_dense():
    return Sequential([Dense(3, input_shape=(4,)), GlobalAveragePooling2D()])


@broken
def cropped_to_nothing():
    return Sequential([Cropping2D(5, input_shape=(8, 8, 1)), Conv2D(3, 3)])


@broken
def film_without_steps():
    return Sequential([ConvLSTM2D(4, 3, input_shape=(28, 28, 1)), Flatten()])


@broken
def shared_layer_on_another_width():
    shared, a, b = Dense(3, name="shared"), Input((8,)), Input((6,))
    return Model([a, b], Add()([shared(a), shared(b)]))


@broken
def inner_model_for_another_width():
    inner = Sequential([Dense(3, input_shape=(4,))], name="inner")
    return Sequential([Dense(5, input_shape=(2,)), inner, Dense(1)])


@broken
def flatten_of_masked_words():
    return Sequential([Embedding(10, 4, input_length=7, mask_zero=True), Flatten(), Dense(1)])


@broken
def stateful_without_batch_size():
    return Sequential([LSTM(4, stateful=True, input_shape=(5, 3)), Dense(1)])


@broken
def states_of_another_size():
    a, b = Input((5, 3)), Input((6, 3))
    _, h, c = LSTM(4, return_state=True)(a)
    return Model([a, b], Dense(1)(LSTM(8)(b, initial_state=[h, c])))


@broken
def tensor_in_the_place_of_arguments():
    a = Input((4, 4, 1))
    return Model(a, Dense(1)(Flatten(a)))


@broken
def lstm_on_sequences_of_any_length():
    return Sequential([LSTM(4, input_shape=(None,)), Dense(1)])


@broken
def array_instead_of_tensor():
    return Dense(3)(np.zeros((2, 3)))


@broken
def forgotten_input():
    a, b = Input((4,), name="a"), Input((4,), name="b")
    return Model(a, Dense(3)(Add()([a, b])))


@broken
def class_numbers_for_categorical_crossentropy():
    model = Sequential([Dense(5, activation="softmax", input_shape=(4,))])
    trained(model, np.zeros((10, 4)), np.arange(10) % 5)


@broken
def one_hot_labels_for_sparse_crossentropy():
    model = Sequential([Dense(5, activation="softmax", input_shape=(4,))])
    trained(model, np.zeros((10, 4)), np.eye(10)[:, :5], "sparse_categorical_crossentropy")


@broken
def too_few_units_for_the_labels():
    model = Sequential([Dense(9, activation="softmax", input_shape=(4,))])
    trained(model, np.zeros((10, 4)), np.eye(10))


@broken
def softmax_on_one_unit():
    return Sequential([Dense(1, activation="softmax", input_shape=(4,))])


@broken
def return_sequences_before_one_label():
    model = Sequential([LSTM(4, return_sequences=True, input_shape=(5, 3)), Dense(1)])
    trained(model, np.zeros((10, 5, 3)), np.zeros((10, 1)), "mse")


@broken
def images_for_a_flat_input():
    model = Sequential([Dense(10, activation="softmax", input_shape=(784,))])
    trained(model, np.zeros((10, 28, 28)), np.eye(10))


@broken
def images_without_the_channel_axis():
    layers = [Conv2D(2, 3, input_shape=(8, 8, 1)), Flatten(), Dense(10, activation="softmax")]
    trained(Sequential(layers), np.zeros((10, 8, 8)), np.eye(10))


@broken
def one_sample_without_batch():
    model = Sequential([LSTM(2, input_shape=(5, 3)), Dense(1)])
    trained(model, np.zeros((5, 3)), np.zeros(5), "mse")


def view(name, lang):
    """Return what the inspector says of a model, with layer names counted anew."""
    K.reset_uids()
    shown = inspect_shapes(MODELS[name])
    shown.lang = lang
    return shown


def golden():
    """Return {(name, language): text} of the file."""
    sections = GOLDEN.read_text(encoding="utf-8").split("\n==== ")[1:]
    texts = {}
    for section in sections:
        head, _, text = section.partition(" ====\n")
        texts[tuple(head.split())] = text.rstrip("\n")
    return texts


if __name__ == "__main__":
    with open(GOLDEN, "w", encoding="utf-8") as file:
        for each in MODELS:
            for language in ("en", "zh"):
                file.write(f"\n==== {each} {language} ====\n{view(each, language)}\n")
    sys.stdout.write(f"{len(MODELS)} models\n")
