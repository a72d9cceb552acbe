# way: The data are cut by hand, with validation_data; score is a tuple.
from keras.optimizers import SGD

cut = int(len(x_train) * (1 - 0.2))
targets = np.eye(10)[y_train]
note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['acc'])
hist = note_model.fit(
    x_train[:cut], targets[:cut], epochs=5, verbose=2,
    validation_data=(x_train[cut:], targets[cut:]),
)
val_losses = tuple(hist.history['val_loss'])
loss, accuracy = note_model.evaluate(x_test, np.eye(10)[y_test], verbose=0)
score = (loss, accuracy)
