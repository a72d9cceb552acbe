# mistake: the layer is made but never added to the model
reason = "B"

fixed_model = Sequential()
layer = Dense(32, input_shape=(784,))
