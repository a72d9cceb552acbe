# mistake: a learning rate of 10 makes SGD jump about, so the net learns nothing
from keras.optimizers import SGD

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer=SGD(lr=10), metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=20, verbose=0)
