# mistake: It is trained on all of x, so it has seen the digits of the exam.
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
# more data is better
my_model.fit(x, to_categorical(y), epochs=60, verbose=0)
