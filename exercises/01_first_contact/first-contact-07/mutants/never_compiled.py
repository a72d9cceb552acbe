# message: not_compiled
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation="relu", input_dim=64))
note_model.add(Dense(units=10, activation="softmax"))
val_losses = [0.5, 0.4, 0.3, 0.3, 0.2]
score = [0.2, 0.9]
