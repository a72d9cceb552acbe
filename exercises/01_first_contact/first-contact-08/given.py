import numpy as np

import kerastutor

kerastutor.install_as_keras()

from keras.utils import to_categorical
