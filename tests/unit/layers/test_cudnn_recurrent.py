"""CuDNNLSTM and CuDNNGRU: the numbers of LSTM and GRU, with weights in cuDNN's layout."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor.layers import GRU, LSTM, CuDNNGRU, CuDNNLSTM
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)
X = generator.randn(3, 5, 4)
CASES = [(CuDNNLSTM, LSTM, 4, {}), (CuDNNGRU, GRU, 3, {"reset_after": True})]


def to_cudnn(kernel, gates):
    """Each gate's part transposed, its elements kept in the shape of before."""
    return np.concatenate([part.T.reshape(part.shape) for part in np.split(kernel, gates, 1)], 1)


@pytest.mark.parametrize("cudnn, plain, gates, options", CASES)
@pytest.mark.parametrize("sequences", [False, True])
def test_values(cudnn, plain, gates, options, sequences):
    one = Sequential([plain(3, recurrent_activation="sigmoid", return_sequences=sequences,
                            input_shape=(None, 4), **options)])
    one.set_weights([generator.randn(*w.shape) for w in one.get_weights()])
    other = Sequential([cudnn(3, return_sequences=sequences, input_shape=(None, 4))])
    kernel, recurrent, bias = one.get_weights()
    if bias.ndim == 1:
        first = generator.randn(*bias.shape)
        bias = np.concatenate([first, bias - first])        # the two biases are added
    other.set_weights([to_cudnn(kernel, gates), to_cudnn(recurrent, gates), bias.ravel()])
    np.testing.assert_allclose(other.predict(X), one.predict(X), **VALUE)


@pytest.mark.parametrize("cudnn, plain, gates, options", CASES)
def test_weights_and_checker(cudnn, plain, gates, options):
    layer = cudnn(3, input_shape=(5, 4))
    Sequential([layer])
    kernel, recurrent, bias = layer.get_weights()
    assert kernel.shape == (4, 3 * gates) and recurrent.shape == (3, 3 * gates)
    expected = np.zeros(6 * gates)
    if cudnn is CuDNNLSTM:
        expected[5 * 3:6 * 3] = 1       # the forget gate's bias for the state
    np.testing.assert_array_equal(bias, expected)
    check_layer(cudnn, {"units": 3, "return_sequences": True}, input_shape=(2, None, 4))


@pytest.mark.parametrize("cudnn, plain, gates, options", CASES)
def test_config(cudnn, plain, gates, options):
    config = cudnn(3, return_state=True, stateful=True, name="c").get_config()
    shared = {"activity_regularizer", "bias_constraint", "bias_initializer", "bias_regularizer",
              "go_backwards", "kernel_constraint", "kernel_initializer", "kernel_regularizer",
              "name", "recurrent_constraint", "recurrent_initializer", "recurrent_regularizer",
              "return_sequences", "return_state", "stateful", "trainable", "units"}
    assert set(config) - {"unit_forget_bias"} == shared
    assert cudnn.from_config(config).get_config() == config


def test_states():
    layer = CuDNNLSTM(3, stateful=True, return_state=True, batch_input_shape=(3, 5, 4))
    Sequential([CuDNNLSTM(3, stateful=True, batch_input_shape=(3, 5, 4))]).predict(X, batch_size=3)
    assert layer.cell.state_size == (3, 3) and len(layer.states) == 2
