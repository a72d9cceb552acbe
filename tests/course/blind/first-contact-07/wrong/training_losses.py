# mistake: These are the losses on the training part, not on the last fifth.
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
y_train_hot = to_categorical(y_train)
y_test_hot = to_categorical(y_test)
hist = note_model.fit(x_train, y_train_hot, epochs=5, validation_split=0.2)
val_losses = hist.history['loss']
score = note_model.evaluate(x_test, y_test_hot)
