# mistake: The first two layers are swapped: 32 and 64 units instead of 64 and 32.
layers = [Dense(10, activation="softmax"), Dense(64, activation="relu"),
          Dense(32, activation="relu", input_shape=(64,))]
my_model = Sequential()
while layers:
    my_model.add(layers.pop())
my_model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["acc"])
my_model.fit(x_train, to_categorical(y_train), epochs=25, verbose=0)
