# message: error_by_place
my_model = Sequential(
    [
        Dense(64, "relu", input_shape=(64,)),
        Dense(32, "relu"),
        Dense(10, "softmax"),
    ]
)
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
my_model.fit(x_train, y_train, epochs=10, verbose=0)
