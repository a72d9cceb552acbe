# message: output_shape
from keras.layers import Reshape

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.add(Reshape((2, 5)))
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
