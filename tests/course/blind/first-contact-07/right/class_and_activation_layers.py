# way: A class does it all; the activations are layers of their own.
from keras.layers import Activation
from keras.optimizers import SGD


class Note:
    def __init__(self):
        self.net = Sequential()
        for layer in (Dense(32, input_dim=64), Activation('relu'), Dense(10), Activation('softmax')):
            self.net.add(layer)
        self.net.compile(SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])

    def study(self, x, y):
        return self.net.fit(x, to_categorical(y), epochs=5, validation_split=0.2, verbose=0)

    def exam(self, x, y):
        return self.net.evaluate(x, to_categorical(y), verbose=0)


note = Note()
val_losses = note.study(x_train, y_train).history["val_loss"]
score = note.exam(x_test, y_test)
note_model = note.net
