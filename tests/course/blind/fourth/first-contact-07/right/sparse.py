# way: the sparse loss with plain numbers, metrics=['acc'], score as a tuple
note_model = Sequential([Dense(32, activation='relu', input_shape=(64,)), Dense(10, activation='softmax')])

note_model.compile('adam', 'sparse_categorical_crossentropy', ['acc'])
hist = note_model.fit(x_train, y_train, epochs=5, validation_split=0.2, verbose=0)
val_losses = np.array(hist.history['val_loss'])
score = tuple(note_model.evaluate(x_test, y_test, verbose=0))
