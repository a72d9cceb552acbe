# way: layers from a loop over pairs, sparse loss, batch of 16
my_model = Sequential()
for number, (units, activation) in enumerate([(64, "relu"), (32, "relu"), (10, "softmax")]):
    extra = {"input_shape": (x_train.shape[1],)} if number == 0 else {}
    my_model.add(Dense(units, activation=activation, **extra))
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")
my_model.fit(x_train, y_train, batch_size=16, epochs=30, verbose=0)
