# way: a function that fits again and again until a part of the training digits is known well enough
def make(sizes, inputs):
    net = Sequential()
    net.add(Dense(sizes[0], activation="relu", batch_input_shape=(None, inputs)))
    for size in sizes[1:-1]:
        net.add(Dense(size, activation="relu"))
    net.add(Dense(sizes[-1], activation="softmax"))
    net.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return net

my_model = make([64, 32, 10], 64)
for attempt in range(20):
    past = my_model.fit(x_train, y_train, epochs=5, validation_split=0.1, verbose=0)
    print(attempt, past.history["val_acc"][-1])
    if attempt >= 3 and past.history["val_acc"][-1] > 0.95:
        break
