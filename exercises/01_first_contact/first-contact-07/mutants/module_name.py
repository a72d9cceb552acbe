# message: misspelt
from keras.optimizer import SGD

note_model = Sequential()
