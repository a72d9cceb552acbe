"""Pooling over windows and over everything, against NumPy."""
import itertools

import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import layers
from kerastutor.layers import GlobalAveragePooling1D, Input, Masking, MaxPooling1D, MaxPooling2D
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

X = {rank: np.random.RandomState(0).randn(2, *(7, 6, 5)[:rank], 3) for rank in (1, 2, 3)}


def pool(x, size, stride, padding, reduce):
    """Windows as a loop; places outside do not exist."""
    sizes = x.shape[1:-1]
    if padding == "same":
        outs = [-(-n // stride) for n in sizes]
        starts = [-(max((o - 1) * stride + size - n, 0) // 2)
                  for o, n in zip(outs, sizes, strict=True)]
    else:
        outs = [(n - size) // stride + 1 for n in sizes]
        starts = [0] * len(sizes)
    y = np.zeros((len(x), *outs, x.shape[-1]))
    for place in itertools.product(*map(range, outs)):
        window = tuple(slice(max(s + p * stride, 0), s + p * stride + size)
                       for s, p in zip(starts, place, strict=True))
        axes = tuple(range(1, len(sizes) + 1))
        y[(slice(None), *place)] = reduce(x[(slice(None), *window)], axis=axes)
    return y


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("kind, reduce", [("Max", np.max), ("Average", np.mean)])
@pytest.mark.parametrize("size, stride, padding", [
    (2, None, "valid"), (3, 2, "valid"), (2, 1, "same"), (3, 2, "same"), (2, 3, "same")])
def test_windows(rank, kind, reduce, size, stride, padding):
    cls = getattr(layers, f"{kind}Pooling{rank}D")
    expected = pool(X[rank], size, stride or size, padding, reduce)
    options = {"pool_size": size, "strides": stride, "padding": padding}
    check_layer(cls, options, input_data=X[rank], expected_output=expected)
    check_layer(cls, {**options, "data_format": "channels_first"}, train=False, gradients=False,
                input_data=np.moveaxis(X[rank], -1, 1),
                expected_output=np.moveaxis(expected, -1, 1))


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("kind, reduce", [("Max", np.max), ("Average", np.mean)])
def test_global(rank, kind, reduce):
    cls = getattr(layers, f"Global{kind}Pooling{rank}D")
    expected = reduce(X[rank], axis=tuple(range(1, rank + 1)))
    check_layer(cls, {}, input_data=X[rank], expected_output=expected)
    check_layer(cls, {"data_format": "channels_first"}, input_data=np.moveaxis(X[rank], -1, 1),
                expected_output=expected)


def test_open_sizes():
    check_layer(MaxPooling2D, {"pool_size": (2, 1)}, input_shape=(2, None, None, 3))
    check_layer(GlobalAveragePooling1D, {}, input_shape=(2, None, 3))


def test_global_average_without_missing_steps():
    x = X[1].copy()
    x[0, [1, 4]] = x[1, 6] = 0
    model = Sequential([Masking(input_shape=(7, 3)), GlobalAveragePooling1D()])
    expected = [x[0].sum(0) / 5, x[1].sum(0) / 6]
    np.testing.assert_allclose(model.predict(x), expected, **VALUE)
    assert model.layers[-1].output_mask is None


def test_config_and_names():
    assert sorted(MaxPooling2D().get_config()) == [
        "data_format", "name", "padding", "pool_size", "strides", "trainable"]
    assert MaxPooling1D(3).get_config()["strides"] == (3,)
    assert layers.MaxPool2D is MaxPooling2D and layers.GlobalAvgPool1D is GlobalAveragePooling1D


@pytest.mark.parametrize("call, message", [
    (lambda: MaxPooling2D((2, 2, 2)), "`pool_size` argument must be"),
    (lambda: MaxPooling2D(0), "pool_size and strides must be at least 1"),
    (lambda: MaxPooling1D(padding="causal"), "got 'causal', which only Conv1D has"),
    (lambda: MaxPooling2D(9)(Input((5, 5, 3))), "place"),
])
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
