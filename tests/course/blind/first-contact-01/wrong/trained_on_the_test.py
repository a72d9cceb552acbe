# mistake: fit gets x_test, the exam itself, in place of x_train.
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_test, to_categorical(y_test), epochs=60, verbose=0)
print(my_model.evaluate(x_test, to_categorical(y_test), verbose=0))
