# way: train_on_batch loop with evaluate after each epoch, values as floats
labels = to_categorical(y_train)
last = -(len(x_train) - int(len(x_train) * 0.8))
note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer='rmsprop', loss='categorical_crossentropy', metrics=['accuracy'])
x_fit, y_fit, x_val, y_val = x_train[:last], labels[:last], x_train[last:], labels[last:]
val_losses = ()
for epoch in range(5):
    for start in range(0, len(x_fit), 32):
        note_model.train_on_batch(x_fit[start:start + 32], y_fit[start:start + 32])
    val_losses += (float(note_model.evaluate(x_val, y_val, verbose=0)[0]),)
val_losses = list(val_losses)
score = [float(number) for number in note_model.evaluate(x_test, to_categorical(y_test), verbose=0)]
