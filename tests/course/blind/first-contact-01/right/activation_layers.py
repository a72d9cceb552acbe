# way: Separate Activation layers after bare Dense layers, as old forum answers do.
from keras.layers import Activation

my_model = Sequential()
my_model.add(Dense(64, input_dim=64))
my_model.add(Activation('relu'))
my_model.add(Dense(32))
my_model.add(Activation('relu'))
my_model.add(Dense(10))
my_model.add(Activation('softmax'))
my_model.compile(optimizer='rmsprop', loss='categorical_crossentropy')
my_model.fit(x_train, to_categorical(y_train), nb_epoch=40, batch_size=32, verbose=0)
