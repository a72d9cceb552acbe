"""Recurrent layers and their cells."""
from kerastutor.layers.recurrent.base import RNN
from kerastutor.layers.recurrent.gru import GRU, GRUCell
from kerastutor.layers.recurrent.lstm import LSTM, LSTMCell
from kerastutor.layers.recurrent.simple import SimpleRNN, SimpleRNNCell
from kerastutor.layers.recurrent.stacked import StackedRNNCells

__all__ = ["GRU", "GRUCell", "LSTM", "LSTMCell", "RNN", "SimpleRNN", "SimpleRNNCell",
           "StackedRNNCells"]
