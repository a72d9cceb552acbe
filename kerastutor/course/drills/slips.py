"""Slips: the wrong answers that known mistakes lead to, each with the id of its message.

`shape_slips` and `parameter_slips` yield (message id, wrong answer) for a question, the mistakes
that explain most first. An answer that equals a wrong answer names the mistake.
"""

import math

from kerastutor.course.drills.questions import windows


def shape_slips(question, truth):
    """Yield (message id, wrong shape)."""
    yield "batch_missing", truth[1:]
    yield "batch_fixed", (question.batch, *truth[1:])
    yield from _SHAPES.get(question.layer, _no_slips)(question, truth)
    given = (None, *question.input_shape)
    yield "unchanged", given
    yield "unchanged", given[1:]
    if len(truth) > 2:
        yield "turned", (None, *truth[1:][::-1])
        yield "turned", (None, truth[-1], *truth[1:-1])
        yield "all_in_one", (None, math.prod(truth[1:]))


def parameter_slips(question, truth):
    """Yield (message id, wrong number)."""
    if truth == 0:
        yield "no_weights", None
        return
    yield "batch_counted", truth * question.batch
    yield from _COUNTS[question.layer](question, truth)
    yield "outputs_counted", math.prod(question.output_shape()[1:])


def _no_slips(question, truth):
    return ()


def _dense_shape(question, truth):
    units, last = question.config["units"], question.input_shape[-1]
    if len(question.input_shape) > 1:
        yield "rank_lost", (None, units)
        yield "rows_lost", (None, last, units)
        yield "features_kept", (None, *question.input_shape, units)
    yield "inputs_and_units", (None, *question.input_shape[:-1], last * units)
    yield "inputs_and_units", (None, *question.input_shape, units)
    yield "inputs_and_units", (last, units)
    yield "inputs_and_units", (None, *question.input_shape[:-1], last + units)


def _flatten_shape(question, truth):
    yield "summed", (None, sum(question.input_shape))
    yield "batch_flattened", (question.batch * truth[1],)
    yield "batch_flattened", (None, question.batch * truth[1])
    yield "half_flat", (None, math.prod(question.input_shape[:2]), question.input_shape[2])
    yield "half_flat", (None, math.prod(question.input_shape[:2]))


def _dropout_shape(question, truth):
    rate, size = question.config["rate"], truth[1]
    yield "values_removed", (None, int(size * (1 - rate)))
    yield "values_removed", (None, round(size * (1 - rate)))
    yield "values_removed", (None, int(size * rate))


def _conv_shape(question, truth):
    places, channels = question.input_shape[:-1], question.input_shape[-1]
    size, stride = question.config["kernel_size"], question.config["strides"]
    filters, padding = question.config["filters"], question.config["padding"]
    other = "valid" if padding == "same" else "same"

    def with_places(count, last=filters):
        return (None, *(count(length) for length in places), last)

    yield f"{padding}_padding", with_places(lambda n: windows(n, size, stride, other))
    yield "stride_forgotten", with_places(lambda n: windows(n, size, 1, padding))
    yield "off_by_one", with_places(lambda n: (n - size) // stride)
    yield "off_by_one", with_places(lambda n: (n - size) // stride + 2)
    yield "off_by_one", with_places(lambda n: windows(n, size, stride, padding) - 1)
    yield "off_by_one", with_places(lambda n: windows(n, size, stride, padding) + 1)
    yield "rounding", with_places(lambda n: math.ceil((n - size) / stride) + 1)
    yield "rounding", with_places(lambda n: n // stride)
    yield "channels_kept", (*truth[:-1], channels)
    yield "channels_multiplied", (*truth[:-1], channels * filters)
    yield "channels_lost", truth[:-1]
    yield "channels_lost", (*truth[:-1], 1)
    yield "channels_kept", (*truth, filters)


def _pool_shape(question, truth):
    places, channels = question.input_shape[:-1], question.input_shape[-1]
    size, padding = question.config["pool_size"], question.config["padding"]
    other = "valid" if padding == "same" else "same"

    def with_places(count, last=channels):
        return (None, *(count(length) for length in places), last)

    yield f"{padding}_padding", with_places(lambda n: windows(n, size, size, other))
    yield "pool_stride", with_places(lambda n: windows(n, size, 1, "valid"))
    yield "pool_stride", with_places(lambda n: n)
    yield "off_by_one", with_places(lambda n: windows(n, size, size, padding) - 1)
    yield "off_by_one", with_places(lambda n: windows(n, size, size, padding) + 1)
    yield "channels_lost", truth[:-1]
    yield "channels_pooled", (*truth[:-1], windows(channels, size, size, padding))
    yield "channels_pooled", (None, places[0], *(windows(n, size, size, padding)
                                                 for n in (places[1], channels)))  # fmt: skip


def _embedding_shape(question, truth):
    words, width = question.config["input_dim"], question.config["output_dim"]
    yield "steps_lost", (None, width)
    yield "vocabulary_in_shape", (None, question.input_shape[0], words)
    yield "vocabulary_in_shape", (None, words, width)
    yield "vocabulary_in_shape", (words, width)


def _recurrent_shape(question, truth):
    units, steps = question.config["units"], question.input_shape[0]
    if question.config["return_sequences"]:
        yield "steps_lost", (None, units)
    else:
        yield "steps_kept", (None, steps, units)
    yield "features_kept", (None, steps, question.input_shape[1], units)
    yield "unchanged", (None, question.input_shape[1])


_SHAPES = {
    "Dense": _dense_shape,
    "Flatten": _flatten_shape,
    "Dropout": _dropout_shape,
    "Conv2D": _conv_shape,
    "Conv1D": _conv_shape,
    "MaxPooling2D": _pool_shape,
    "Embedding": _embedding_shape,
    "SimpleRNN": _recurrent_shape,
    "LSTM": _recurrent_shape,
    "GRU": _recurrent_shape,
}


def _dense_count(question, truth):
    inputs, units = question.input_shape[-1], question.config["units"]
    yield "bias_forgotten", inputs * units
    yield "one_bias", inputs * units + 1
    yield "bias_per_input", inputs * units + inputs
    yield "bias_per_input", inputs * units + inputs + units
    yield "sizes_added", inputs + units
    yield "batch_counted", inputs * units * question.batch
    if len(question.input_shape) > 1:
        steps = question.input_shape[0]
        yield "steps_counted", truth * steps
        yield "steps_counted", inputs * units * steps
        yield "steps_counted", inputs * units * steps + units
    yield "bias_twice", inputs * units + 2 * units


def _conv_count(question, truth):
    channels, filters = question.input_shape[-1], question.config["filters"]
    size = question.config["kernel_size"] ** (len(question.input_shape) - 1)
    positions = math.prod(question.output_shape()[1:-1])
    yield "bias_forgotten", size * channels * filters
    yield "one_bias", size * channels * filters + 1
    yield "channels_forgotten", size * filters + filters
    yield "channels_forgotten", size * filters
    yield "positions_counted", truth * positions
    yield "kernel_one_way", question.config["kernel_size"] * channels * filters + filters
    yield "filters_forgotten", size * channels + filters
    yield "filters_forgotten", size * channels + 1
    yield "filters_forgotten", size * channels
    yield "bias_per_input", (size * channels + channels) * filters
    yield "like_dense", math.prod(question.input_shape) * filters + filters


def _embedding_count(question, truth):
    words, width = question.config["input_dim"], question.config["output_dim"]
    yield "bias_added", truth + width
    yield "bias_added", truth + words
    yield "steps_counted", truth * question.input_shape[0]
    yield "like_dense", question.input_shape[0] * width + width
    yield "like_dense", question.input_shape[0] * width


def _recurrent_count(question, truth):
    units, (steps, inputs) = question.config["units"], question.input_shape
    gates = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[question.layer]
    one = units * (units + inputs) + units
    for count in {1, 2, 3, 4} - {gates}:
        yield "gates", count * one
    yield "recurrent_forgotten", gates * (inputs * units + units)
    yield "recurrent_forgotten", inputs * units + units
    yield "bias_forgotten", gates * units * (units + inputs)
    yield "bias_forgotten", units * (units + inputs)
    yield "bias_twice", truth + gates * units
    yield "steps_counted", truth * steps
    yield "inputs_forgotten", gates * (units * units + units)


def _normalization_count(question, truth):
    channels = question.input_shape[-1]
    yield "moving_forgotten", 2 * channels
    yield "moving_forgotten", 3 * channels
    yield "moving_forgotten", channels
    yield "positions_counted", 4 * math.prod(question.input_shape)
    yield "positions_counted", 2 * math.prod(question.input_shape)


_COUNTS = {
    "Dense": _dense_count,
    "Conv2D": _conv_count,
    "Conv1D": _conv_count,
    "Embedding": _embedding_count,
    "SimpleRNN": _recurrent_count,
    "LSTM": _recurrent_count,
    "GRU": _recurrent_count,
    "BatchNormalization": _normalization_count,
}
