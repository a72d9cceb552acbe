# mistake: the model is built and compiled but never trained with fit
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
