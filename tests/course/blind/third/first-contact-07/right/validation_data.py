# way: cut by hand and given as validation_data
from keras.optimizers import SGD

labels = to_categorical(y_train, 10)
cut = int(len(x_train) * (1 - 0.2))
note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
hist = note_model.fit(
    x_train[:cut], labels[:cut], epochs=5, batch_size=16, verbose=0,
    validation_data=(x_train[cut:], labels[cut:]),
)
val_losses = np.array(hist.history['val_loss'])
score = tuple(note_model.evaluate(x_test, np.eye(10)[y_test], verbose=0))
