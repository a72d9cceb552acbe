# way: Five fits of one epoch each, and an evaluate on the last fifth after each of them.
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
n = len(x_train) * 4 // 5
Y = to_categorical(y_train, 10)
val_losses = []
for epoch in range(5):
    note_model.fit(x_train[:n], Y[:n], epochs=1, verbose=0)
    val_losses.append(note_model.evaluate(x_train[n:], Y[n:], verbose=0)[0])
score = note_model.evaluate(x_test, to_categorical(y_test, 10), verbose=0)
