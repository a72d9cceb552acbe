# mistake: a single epoch of plain SGD is far too little for 90 %
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), batch_size=32, epochs=1, verbose=0)
