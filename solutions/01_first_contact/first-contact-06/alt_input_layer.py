from keras.layers import InputLayer

reason = "(b)"
fixed_model = Sequential([InputLayer(input_shape=(784,)), Dense(32)])
