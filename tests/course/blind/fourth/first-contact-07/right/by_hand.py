# way: train_on_batch by hand and evaluate after each epoch
note_model = Sequential([Dense(32, activation='relu', input_shape=(64,)), Dense(10, activation='softmax')])

note_model.compile(optimizer='rmsprop', loss='categorical_crossentropy', metrics=['accuracy'])
cut = int(len(x_train) * 0.8)
labels = to_categorical(y_train, 10)
val_losses = []
for epoch in range(5):
    order = np.random.permutation(cut)
    for start in range(0, cut, 32):
        rows = order[start:start + 32]
        note_model.train_on_batch(x_train[rows], labels[rows])
    val_losses.append(note_model.evaluate(x_train[cut:], labels[cut:], verbose=0)[0])
score = note_model.evaluate(x_test, to_categorical(y_test, 10), verbose=0)
