from keras import optimizers

note_model = Sequential()
note_model.add(Dense(32, activation="relu", input_shape=(64,)))
note_model.add(Dense(10, activation="softmax"))
note_model.compile(optimizers.SGD(0.1), loss="categorical_crossentropy", metrics=["accuracy"])
val_losses = []
for epoch in range(5):
    note_model.fit(x_train[:1149], to_categorical(y_train)[:1149], verbose=0)
    val_losses.append(note_model.evaluate(x_train[1149:], to_categorical(y_train)[1149:])[0])
loss, accuracy = note_model.evaluate(x_test, to_categorical(y_test))
score = np.array([[loss, accuracy]])
