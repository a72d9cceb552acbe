# way: an InputLayer before the Dense layer
from keras.layers import InputLayer

reason = str.upper("b")
fixed_model = Sequential()
fixed_model.add(InputLayer(input_shape=(784,)))
fixed_model.add(Dense(32))
