# message: other_hidden
my_model = Sequential(
    [
        Dense(64, activation="sigmoid", input_shape=(64,)),
        Dense(32, activation="sigmoid"),
        Dense(10, activation="softmax"),
    ]
)
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
my_model.fit(x_train, y_train, epochs=60, verbose=0)
