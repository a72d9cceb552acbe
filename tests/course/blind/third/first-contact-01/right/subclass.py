# way: a class derived from Sequential, sparse loss with a column of labels
class DigitNet(Sequential):
    def __init__(self):
        super().__init__()
        self.add(Dense(64, activation="relu", input_shape=(64,)))
        self.add(Dense(32, activation="relu"))
        self.add(Dense(10, activation="softmax"))


my_model = DigitNet()
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
my_model.fit(x_train, y_train.reshape(-1, 1), epochs=30, verbose=0)
