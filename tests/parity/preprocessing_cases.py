"""What preprocessing does with a seed: run on Keras 2.2.4 to record it, on kerastutor to compare.

`CASES` maps a name to a function of the package `preprocessing` that returns arrays (or lists).
"""

import os
import random
import tempfile

import numpy as np

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def picture(shape=(10, 9, 3), seed=7):
    return np.random.RandomState(seed).uniform(0, 255, shape).astype("float32")


def few(arrays):
    """Nested results as a flat list of arrays."""
    if isinstance(arrays, (list, tuple)):
        return [array for item in arrays for array in few(item)]
    return [np.asarray(arrays)]


GEOMETRY = {"rotation_range": 40, "width_shift_range": 0.2, "height_shift_range": 0.1,
            "shear_range": 15, "zoom_range": 0.3, "horizontal_flip": True, "vertical_flip": True}
SETTINGS = {
    "plain": {},
    "geometry": GEOMETRY,
    "wrap": {**GEOMETRY, "fill_mode": "wrap", "channel_shift_range": 30.0},
    "constant": {**GEOMETRY, "fill_mode": "constant", "cval": 3.0, "zoom_range": (0.5, 0.8)},
    "reflect": {**GEOMETRY, "fill_mode": "reflect", "rescale": 1 / 255},
    "whole_shifts": {"width_shift_range": 3, "height_shift_range": 2},
    "listed_shifts": {"width_shift_range": [0.1, 0.3], "height_shift_range": [1, 2, 4]},
    "pixel_shifts": {"width_shift_range": 2.5, "height_shift_range": 1.5},
    "brightness": {"brightness_range": (0.3, 1.7), "horizontal_flip": True},
    "samplewise": {**GEOMETRY, "samplewise_center": True, "samplewise_std_normalization": True},
    "featurewise": {**GEOMETRY, "featurewise_center": True,
                    "featurewise_std_normalization": True},
    "zca": {"zca_whitening": True, "zca_epsilon": 1.0, "featurewise_center": True,
            "horizontal_flip": True},
    "function": {**GEOMETRY, "preprocessing_function": lambda x: x + np.random.normal()},
}


def settings_case(name, settings):
    def flow(preprocessing):
        x = picture((7, 6, 5, 3))
        generator = preprocessing.image.ImageDataGenerator(**settings)
        if any(key.startswith(("featurewise", "zca")) for key in settings):
            generator.fit(x, augment=True, rounds=2, seed=5)
        batches = generator.flow(x, np.arange(7), batch_size=3, seed=11)
        by_number = [batches[i] for i in (0, 1, 2, 0)]
        batches.on_epoch_end()
        unseeded = generator.flow(x, np.arange(7), batch_size=3)
        np.random.seed(3)
        return [by_number, batches[1], [next(batches) for _ in range(4)],
                [next(unseeded) for _ in range(4)], np.random.random(2)]
    CASES[f"flow_{name}"] = flow


for _name, _settings in SETTINGS.items():
    settings_case(_name, _settings)


@case
def flow_channels_first(preprocessing):
    generator = preprocessing.image.ImageDataGenerator(data_format="channels_first", **GEOMETRY)
    return next(generator.flow(picture((4, 3, 8, 6)), seed=2))


@case
def flow_subsets_and_other_inputs(preprocessing):
    generator = preprocessing.image.ImageDataGenerator(validation_split=0.25)
    x, y = picture((8, 4, 4, 1)), np.arange(8) % 2
    return [next(generator.flow((x, [np.arange(8), picture((8, 2))]), y, subset=subset, seed=4,
                                batch_size=3)) for subset in ("training", "validation")]


@case
def random_functions(preprocessing):
    image = preprocessing.image
    x = picture((8, 8, 3))
    axes = {"row_axis": 0, "col_axis": 1, "channel_axis": 2}
    np.random.seed(8)
    return [image.random_rotation(x, 30, **axes), image.random_shift(x, 0.3, 0.2, **axes),
            image.random_shear(x, 20, **axes), image.random_zoom(x, (0.6, 1.4), **axes),
            image.random_channel_shift(x, 40, channel_axis=2),
            image.random_brightness(x, (0.4, 1.2)),
            image.random_rotation(x, 30, fill_mode="constant", cval=9.0)]


@case
def directory(preprocessing):
    with tempfile.TemporaryDirectory() as folder:
        for i in range(10):
            place = os.path.join(folder, "ab"[i % 2], "deep" if i % 3 == 0 else ".")
            os.makedirs(place, exist_ok=True)
            preprocessing.image.save_img(os.path.join(place, f"{i}.png"),
                                         picture((12, 9, 3), seed=i))
        generator = preprocessing.image.ImageDataGenerator(validation_split=0.4, **GEOMETRY)
        results = []
        for mode, color in (("categorical", "rgb"), ("binary", "grayscale"), ("sparse", "rgba"),
                            ("input", "rgb"), (None, "rgb")):
            flow = generator.flow_from_directory(
                folder, target_size=(6, 5), class_mode=mode, color_mode=color, seed=6,
                batch_size=4, subset="training", interpolation="bilinear")
            results += [next(flow), next(flow), flow.classes, flow.filenames]
        flow = generator.flow_from_directory(folder, target_size=(4, 4), subset="validation",
                                             classes=["b", "a"], seed=1)
        return [*results, flow[0], flow.filenames]


@case
def image_conversion(preprocessing):
    image = preprocessing.image
    return [np.asarray(image.array_to_img(x, data_format=form, scale=scale))
            for x, form in ((picture((5, 4, 3)) - 99, "channels_last"),
                            (picture((1, 5, 4)), "channels_first"),
                            (np.zeros((3, 4, 4)), "channels_last"))
            for scale in (True, False) if scale or np.min(x) >= 0]


@case
def pairs_of_words(preprocessing):
    sequence = preprocessing.sequence
    words = list(np.random.RandomState(1).randint(0, 20, 30).tolist())
    table = sequence.make_sampling_table(20, sampling_factor=1e-2)
    random.seed(9)
    results = []
    for arguments in ({}, {"window_size": 1, "negative_samples": 0.5, "categorical": True},
                      {"sampling_table": table, "seed": 4}, {"shuffle": False}):
        results += sequence.skipgrams(words, 20, **arguments)
    return [table, *(np.asarray(r) for r in results), random.random()]


@case
def windows(preprocessing):
    make = preprocessing.sequence.TimeseriesGenerator
    steps = picture((40, 2), seed=3)
    np.random.seed(12)
    return [[g[0], g[len(g) - 1], len(g)] for g in (
        make(steps, steps[:, 0], length=6, sampling_rate=2, stride=3, batch_size=4),
        make(steps, steps, length=5, shuffle=True, batch_size=3, reverse=True),
        make(steps, steps, length=4, start_index=7, end_index=21, batch_size=5))]


@case
def padding(preprocessing):
    pad = preprocessing.sequence.pad_sequences
    rows = [[1], [2, 3], [], [4, 5, 6, 7]]
    return [pad(rows), pad(rows, maxlen=2), pad(rows, maxlen=3, padding="post", dtype="float32"),
            pad(rows, maxlen=2, truncating="post", value=-1.0),
            pad([[[1, 2]], [[3, 4], [5, 6]]], maxlen=3)]


@case
def texts(preprocessing):
    text = preprocessing.text
    lines = ["The cat sat; the cat ran.", "A dog sat on the log!", "dogs\tand cats", ""]
    results = []
    for arguments in ({}, {"num_words": 5}, {"num_words": 6, "oov_token": "?"},
                      {"char_level": True}, {"lower": False, "split": "s", "filters": "T"}):
        tokenizer = text.Tokenizer(**arguments)
        tokenizer.fit_on_texts(lines)
        numbers = tokenizer.texts_to_sequences([*lines, "the zebra sat"])
        results += [str(numbers), str(tokenizer.sequences_to_texts(numbers)),
                    str(sorted(tokenizer.index_docs.items())), str(tokenizer.word_counts.items())]
        results += [tokenizer.texts_to_matrix(lines, mode)
                    for mode in ("binary", "count", "freq", "tfidf")]
    return [*results, text.hashing_trick(lines[0], 50, "md5"),
            str(text.text_to_word_sequence(lines[1]))]
