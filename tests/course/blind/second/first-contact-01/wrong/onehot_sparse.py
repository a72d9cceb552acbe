# mistake: the labels are one-hot, but sparse_categorical_crossentropy needs the plain numbers
my_model = Sequential([
    Dense(64, activation="relu", input_shape=(64,)),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
my_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
