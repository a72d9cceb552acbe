# mistake: ReLU as a string is no activation that Keras knows
my_model = Sequential()
my_model.add(Dense(64, activation="ReLU", input_shape=(64,)))
my_model.add(Dense(32, activation="ReLU"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), batch_size=32, epochs=20, verbose=0)
