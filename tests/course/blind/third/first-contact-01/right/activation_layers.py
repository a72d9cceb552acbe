# way: activations as separate layers, Dropout between, one-hot by np.eye
import numpy as np
from keras.layers import Activation, Dropout

my_model = Sequential()
my_model.add(Dense(units=64, input_dim=64))
my_model.add(Activation("relu"))
my_model.add(Dropout(0.1))
my_model.add(Dense(units=32))
my_model.add(Activation("relu"))
my_model.add(Dense(units=10))
my_model.add(Activation("softmax"))
my_model.compile(optimizer="rmsprop", loss="categorical_crossentropy")
my_model.fit(x_train, np.eye(10)[y_train], epochs=50, batch_size=32, verbose=0)
