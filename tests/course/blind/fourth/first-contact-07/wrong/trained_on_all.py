# mistake: validation_data is the last fifth, but all of x_train is trained on
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
cut = int(len(x_train) * 0.8)
hist = note_model.fit(x_train, to_categorical(y_train), epochs=5, validation_data=(x_train[cut:], to_categorical(y_train[cut:])), verbose=0)
val_losses = hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
