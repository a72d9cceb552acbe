# way: an InputLayer before the Dense layer
from keras.layers import InputLayer
reason = "ABCD"[1]
fixed_model = Sequential([InputLayer(input_shape=(784,)), Dense(32)])
