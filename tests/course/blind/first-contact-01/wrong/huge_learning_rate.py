# mistake: The learning rate 50 is so large that the net learns nothing.
from keras.optimizers import SGD

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer=SGD(lr=50), metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=20, verbose=0)
