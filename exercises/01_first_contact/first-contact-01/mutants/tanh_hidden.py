# message: other_hidden
my_model = Sequential(
    [
        Dense(64, activation="tanh", input_shape=(64,)),
        Dense(32, activation="tanh"),
        Dense(10, activation="softmax"),
    ]
)
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
my_model.fit(x_train, y_train, epochs=15, verbose=0)
