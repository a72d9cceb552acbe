# mistake: tanh in the hidden layers where relu is asked for
my_model = Sequential()
my_model.add(Dense(64, activation="tanh", input_dim=64))
my_model.add(Dense(32, activation="tanh"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
