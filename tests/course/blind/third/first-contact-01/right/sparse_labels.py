# way: sparse loss with the plain numbers, and Sequential from a list
my_model = Sequential([
    Dense(64, activation="relu", input_shape=(64,)),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
my_model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
my_model.fit(x_train, y_train, 16, 30, verbose=0)
