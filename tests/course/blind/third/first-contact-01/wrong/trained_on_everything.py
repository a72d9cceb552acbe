# mistake: trained on all digits x, y, so the exam digits are among those it learned
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x, to_categorical(y), batch_size=32, epochs=40, verbose=0)
