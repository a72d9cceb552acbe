# message: misspelt
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation="relu", input_dim=64))
note_model.add(Dense(units=10, activation="softmax"))
note_model.complie(optimizer=SGD(lr=0.1), loss="categorical_crossentropy", metrics=["accuracy"])
