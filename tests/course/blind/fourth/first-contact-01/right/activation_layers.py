# way: separate Activation layers
from keras.layers import Activation
my_model = Sequential()
my_model.add(Dense(64, input_dim=64))
my_model.add(Activation("relu"))
my_model.add(Dense(32))
my_model.add(Activation("relu"))
my_model.add(Dense(10))
my_model.add(Activation("softmax"))
my_model.compile("adam", "categorical_crossentropy", metrics=["acc"])
my_model.fit(x_train, to_categorical(y_train, 10), epochs=30, verbose=0)
