import kerastutor

kerastutor.install_as_keras()

import numpy as np
from keras import backend as K
from keras.utils import to_categorical
