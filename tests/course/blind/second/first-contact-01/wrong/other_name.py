# mistake: the model is stored under another name (model), and my_model is never set
model = Sequential()
model.add(Dense(64, activation="relu", input_shape=(64,)))
model.add(Dense(32, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam")
model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
