# mistake: my_model is what fit returns (the history), not the model
net = Sequential([
    Dense(64, activation="relu", input_shape=(64,)),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
net.compile("adam", "sparse_categorical_crossentropy")
my_model = net.fit(x_train, y_train, epochs=30, verbose=0)
