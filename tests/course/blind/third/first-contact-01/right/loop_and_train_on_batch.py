# way: layers added in a loop, trained with train_on_batch instead of fit
my_model = Sequential()
for number, (units, kind) in enumerate(zip([64, 32, 10], ["relu", "relu", "softmax"])):
    extra = {"input_shape": (64,)} if number == 0 else {}
    my_model.add(Dense(units, activation=kind, **extra))
my_model.compile(loss="categorical_crossentropy", optimizer="adam")
rows = to_categorical(y_train)
for epoch in range(30):
    for start in range(0, len(x_train), 32):
        my_model.train_on_batch(x_train[start:start + 32], rows[start:start + 32])
