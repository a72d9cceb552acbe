# message: wrong_output
from keras.layers import Reshape

reason = "B"
fixed_model = Sequential([Dense(32, input_shape=(784,)), Reshape((32, 1))])
