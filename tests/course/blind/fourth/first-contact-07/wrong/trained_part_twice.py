# mistake: cuts off the last fifth by hand and lets validation_split cut again, so the training is only 64 %
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
n = int(len(x_train) * 0.8)
hist = note_model.fit(x_train[:n], to_categorical(y_train[:n]), epochs=5, validation_split=0.2, verbose=0)
val_losses = hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
