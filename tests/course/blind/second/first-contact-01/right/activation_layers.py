# way: activations as layers of their own
from keras.layers import Activation
my_model = Sequential()
for n, (units, act) in enumerate([(64, "relu"), (32, "relu"), (10, "softmax")]):
    my_model.add(Dense(units, input_dim=64) if n == 0 else Dense(units))
    my_model.add(Activation(act))
my_model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=40, verbose=0)
