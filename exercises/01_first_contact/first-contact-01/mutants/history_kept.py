# message: model_is_history
net = Sequential([Dense(64, activation="relu", input_shape=(64,)), Dense(32, activation="relu")])
net.add(Dense(10, activation="softmax"))
net.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
my_model = net.fit(x_train, y_train, epochs=1, verbose=0)
