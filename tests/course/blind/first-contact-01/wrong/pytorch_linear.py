# mistake: Dense takes only the number of units; inputs and outputs as in torch's Linear do not fit.
my_model = Sequential()
my_model.add(Dense(64, 64, activation="relu"))
my_model.add(Dense(64, 32, activation="relu"))
my_model.add(Dense(32, 10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam")
my_model.fit(x_train, to_categorical(y_train), epochs=20)
