# mistake: a random fifth is held out with train_test_split, not the last one
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
xa, xb, ya, yb = train_test_split(x_train, to_categorical(y_train), test_size=0.2)
hist = note_model.fit(xa, ya, epochs=5, validation_data=(xb, yb), verbose=0)
val_losses = hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
