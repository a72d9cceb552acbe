"""LocallyConnected1D and LocallyConnected2D: other weights at each place."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor.layers import Conv1D, Conv2D, Input, LocallyConnected1D, LocallyConnected2D
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)


@pytest.mark.parametrize("local, plain, shape, options", [
    (LocallyConnected1D, Conv1D, (8, 3), {"kernel_size": 3}),
    (LocallyConnected1D, Conv1D, (8, 3), {"kernel_size": 3, "strides": 2}),
    (LocallyConnected2D, Conv2D, (6, 7, 3), {"kernel_size": (2, 3)}),
    (LocallyConnected2D, Conv2D, (6, 7, 3), {"kernel_size": 3, "strides": (2, 1)}),
    (LocallyConnected2D, Conv2D, (3, 6, 7), {"kernel_size": 2, "use_bias": False,
                                               "data_format": "channels_first"})])
def test_equal_weights_everywhere_make_a_convolution(local, plain, shape, options):
    one = Sequential([plain(4, input_shape=shape, **options)])
    other = Sequential([local(4, input_shape=shape, **options)])
    one.set_weights([generator.randn(*w.shape) for w in one.get_weights()])
    kernel, *bias = one.get_weights()
    places, taps, _ = other.get_weights()[0].shape
    first = options.get("data_format") == "channels_first"
    flat = (np.moveaxis(kernel, -2, 0) if first else kernel).reshape(taps, 4)
    biases = [np.broadcast_to(b, other.get_weights()[1].shape) for b in bias]
    other.set_weights([np.repeat(flat[None], places, 0), *biases])
    x = generator.randn(2, *shape)
    assert one.output_shape == other.output_shape
    np.testing.assert_allclose(other.predict(x), one.predict(x), **VALUE)


def test_places_have_weights_of_their_own():
    model = Sequential([LocallyConnected1D(1, 1, input_shape=(4, 1), use_bias=False)])
    model.set_weights([np.arange(4.).reshape(4, 1, 1)])
    np.testing.assert_allclose(model.predict(np.ones((1, 4, 1)))[0, :, 0], [0, 1, 2, 3])


@pytest.mark.parametrize("cls, options, shape, weights", [
    (LocallyConnected1D, {"kernel_size": 2}, (2, 5, 3), [(4, 6, 2), (4, 2)]),
    (LocallyConnected2D, {"kernel_size": 2, "strides": 2, "activation": "tanh"}, (2, 5, 4, 3),
     [(4, 12, 2), (2, 2, 2)])])
def test_checker_and_weights(cls, options, shape, weights):
    check_layer(cls, {"filters": 2, **options}, input_shape=shape)
    layer = cls(2, input_shape=shape[1:], **options)
    Sequential([layer])
    assert [w.shape for w in layer.get_weights()] == weights


@pytest.mark.parametrize("call, message", [
    (lambda: LocallyConnected1D(2, 2, padding="same"), "padding must be 'valid', got 'same'"),
    (lambda: LocallyConnected2D(2, 2)(Input((None, 5, 3))), "must be fully defined"),
    (lambda: LocallyConnected1D(2, 2)(Input((5, None))), "must be fully defined"),
    (lambda: LocallyConnected1D(0, 2), "filters must be a whole number")])
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
