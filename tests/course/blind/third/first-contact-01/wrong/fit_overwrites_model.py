# mistake: my_model is overwritten with the History that fit returns
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model = my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
