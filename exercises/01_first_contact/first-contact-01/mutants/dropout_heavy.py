# message: strong_dropout
from keras.layers import Dropout
my_model = Sequential([Dense(64, activation="relu", input_shape=(64,)), Dropout(0.95), Dense(32, activation="relu"), Dropout(0.95), Dense(10, activation="softmax")])
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
my_model.fit(x_train, y_train, epochs=20, verbose=0)
