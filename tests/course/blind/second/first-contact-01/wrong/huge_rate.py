# mistake: the learning rate is far too large, so the training never gets anywhere
from keras.optimizers import SGD
my_model = Sequential([
    Dense(64, activation="relu", input_shape=(64,)),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
my_model.compile(SGD(lr=50.0), "sparse_categorical_crossentropy")
my_model.fit(x_train, y_train, epochs=30, verbose=0)
