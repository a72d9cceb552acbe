# message: frozen
my_model = Sequential([Dense(64, activation="relu", input_shape=(64,)), Dense(32, activation="relu"), Dense(10, activation="softmax")])
my_model.trainable = False
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
my_model.fit(x_train, y_train, epochs=20, verbose=0)
