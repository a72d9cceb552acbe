# mistake: layers given to Sequential one after another as in PyTorch, not as a list
my_model = Sequential(
    Dense(64, activation="relu", input_shape=(64,)),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
)
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
