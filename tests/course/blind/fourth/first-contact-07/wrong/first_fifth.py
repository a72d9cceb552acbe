# mistake: validates on the first fifth and trains on the last four
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
c = len(x_train) // 5
t = to_categorical(y_train)
hist = note_model.fit(x_train[c:], t[c:], epochs=5, validation_data=(x_train[:c], t[:c]), verbose=0)
val_losses = hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
