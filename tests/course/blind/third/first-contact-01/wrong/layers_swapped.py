# mistake: the hidden layers stand in the wrong order, 32 before 64
my_model = Sequential([
    Dense(32, activation="relu", input_shape=(64,)),
    Dense(64, activation="relu"),
    Dense(10, activation="softmax"),
])
my_model.compile(loss="categorical_crossentropy", optimizer="adam")
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
