# mistake: x_train is shuffled in place without its labels, so the net learns nonsense
import numpy as np

np.random.shuffle(x_train)

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), batch_size=32, epochs=20, verbose=0)
