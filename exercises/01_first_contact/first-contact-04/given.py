import kerastutor

kerastutor.install_as_keras()

import numpy as np
from keras.layers import Dense
from keras.models import Sequential
