# message: labels_renamed
my_model = Sequential(
    [
        Dense(64, activation="relu", input_shape=(64,)),
        Dense(32, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
my_model.fit(x_train, (y_train + 1) % 10, epochs=20, verbose=0)
