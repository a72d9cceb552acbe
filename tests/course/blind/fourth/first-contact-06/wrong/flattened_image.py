# mistake: a Flatten layer takes images of 28 x 28, not 784 numbers per sample
reason = "B"

fixed_model = Sequential()
from keras.layers import Flatten
fixed_model.add(Flatten(input_shape=(28, 28)))
fixed_model.add(Dense(32))
