# mistake: The labels are shuffled without the digits, so most digits are taught a false number.
import numpy as np

order = np.random.permutation(len(x_train))
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train[order]), epochs=20, verbose=0)
