# message: one_epoch
my_model = Sequential(
    [
        Dense(64, activation="relu", input_shape=(64,)),
        Dense(32, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
my_model.fit(x_train, y_train, epochs=1, verbose=0)
