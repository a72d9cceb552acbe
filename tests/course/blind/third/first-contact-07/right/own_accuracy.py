# way: no metric, the accuracy is worked out from predict
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy')
hist = note_model.fit(x_train, to_categorical(y_train), epochs=5, validation_split=0.2, verbose=0)
val_losses = hist.history['val_loss']
test_loss = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
test_accuracy = np.mean(note_model.predict(x_test).argmax(axis=1) == y_test)
score = [test_loss, test_accuracy]
