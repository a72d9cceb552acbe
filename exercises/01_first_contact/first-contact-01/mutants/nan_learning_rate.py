# message: nan_output
from keras.optimizers import SGD

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="sparse_categorical_crossentropy", optimizer=SGD(lr=1e30))
my_model.fit(x_train, y_train, epochs=2, verbose=0)
