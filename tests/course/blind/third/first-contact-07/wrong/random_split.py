# mistake: takes a random fifth for validation instead of the last one
from keras.optimizers import SGD

x_fit, x_val, y_fit, y_val = train_test_split(x_train, to_categorical(y_train), test_size=0.2)
note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
hist = note_model.fit(x_fit, y_fit, epochs=5, validation_data=(x_val, y_val), verbose=0)
val_losses = hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
