# way: Dropout between the layers, SGD with momentum, names for the layers
from keras.layers import Dropout
from keras.optimizers import SGD
my_model = Sequential([
    Dense(64, activation="relu", input_shape=(64,), name="first"),
    Dropout(0.1),
    Dense(32, activation="relu", name="second"),
    Dropout(0.1),
    Dense(10, activation="softmax", name="last"),
])
my_model.compile(optimizer=SGD(lr=0.05, momentum=0.9), loss="categorical_crossentropy", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=40, verbose=0)
