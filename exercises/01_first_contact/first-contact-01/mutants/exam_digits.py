# message: saw_the_exam
my_model = Sequential(
    [
        Dense(64, activation="relu", input_shape=(64,)),
        Dense(32, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
my_model.fit(x_test, y_test, epochs=60, verbose=0)
