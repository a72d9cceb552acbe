# mistake: the learning rate of SGD is far too small to get anywhere in 10 epochs
from keras.optimizers import SGD

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer=SGD(lr=0.00001), metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), batch_size=32, epochs=10, verbose=0)
