# mistake: validation_spilt is still there
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
hist = note_model.fit(x_train, to_categorical(y_train), epochs=5, validation_spilt=0.2, verbose=0)
val_losses = hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
