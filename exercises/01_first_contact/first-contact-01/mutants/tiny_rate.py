# message: steps_too_small
from keras.optimizers import SGD
my_model = Sequential([Dense(64, activation="relu", input_shape=(64,)), Dense(32, activation="relu"), Dense(10, activation="softmax")])
my_model.compile(loss="sparse_categorical_crossentropy", optimizer=SGD(lr=1e-6))
my_model.fit(x_train, y_train, epochs=20, verbose=0)
