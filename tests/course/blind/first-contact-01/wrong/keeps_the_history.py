# mistake: my_model is what fit returns, a History, and no longer the model.
my_model = Sequential([
    Dense(64, activation="relu", input_shape=(64,)),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model = my_model.fit(x_train, to_categorical(y_train), epochs=20, verbose=0)
