from keras.optimizers import Adam

note_model = Sequential([Dense(32, activation="relu", input_shape=(64,)), Dense(10)])
note_model.pop()
note_model.add(Dense(10, activation="softmax"))
note_model.compile(Adam(), "sparse_categorical_crossentropy", metrics=["acc"])
losses = note_model.fit(x_train, y_train, validation_split=0.2, epochs=5, verbose=0).history
val_losses = np.array(losses["val_loss"])
score = tuple(note_model.evaluate(x_test, y_test, batch_size=100, verbose=0))
