# message: same_answer
my_model = Sequential([Dense(64, activation="relu", input_shape=(64,), kernel_initializer="zeros"), Dense(32, activation="relu", kernel_initializer="zeros"), Dense(10, activation="softmax", kernel_initializer="zeros")])
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
my_model.fit(x_train, y_train, epochs=20, verbose=0)
