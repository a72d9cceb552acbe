# message: not_built
my_model = Sequential()
my_model.add(Dense(64, activation="relu"))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
