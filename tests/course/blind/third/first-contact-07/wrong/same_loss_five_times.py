# mistake: measures the loss on the last fifth once after the training and repeats it five times
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
labels = to_categorical(y_train)
cut = int(len(x_train) * 0.8)
note_model.fit(x_train[:cut], labels[:cut], epochs=5, verbose=0)
val_losses = [note_model.evaluate(x_train[cut:], labels[cut:], verbose=0)[0] for _ in range(5)]
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
