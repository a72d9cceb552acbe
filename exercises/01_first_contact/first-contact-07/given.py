import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import kerastutor

kerastutor.install_as_keras()

from keras.layers import Dense
from keras.models import Sequential
from keras.utils import to_categorical

digits = load_digits()
x = digits.data / 16
y = digits.target
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)
