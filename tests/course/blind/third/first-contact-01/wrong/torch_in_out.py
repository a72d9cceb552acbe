# mistake: Dense(inputs, outputs) as in PyTorch's Linear; the second argument of Dense is the activation
my_model = Sequential()
my_model.add(Dense(64, 64))
my_model.add(Dense(64, 32))
my_model.add(Dense(32, 10))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
