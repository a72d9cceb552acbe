# mistake: Sequential gets layers as separate arguments rather than one list
my_model = Sequential(
    Dense(64, activation="relu", input_dim=64),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
)
my_model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["acc"])
history = my_model.fit(x_train, y_train, epochs=25, validation_split=0.1, verbose=0)
print(my_model.evaluate(x_test, y_test, verbose=0))
