# mistake: Only units may stand without a name in this Keras; write activation="relu".
my_model = Sequential()
my_model.add(Dense(64, "relu", input_shape=(64,)))
my_model.add(Dense(32, "relu"))
my_model.add(Dense(10, "softmax"))
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
my_model.fit(x_train, y_train, epochs=20, verbose=0)
