from keras.layers import Activation, Dropout, Input
from keras.losses import sparse_categorical_crossentropy
from keras.models import Model
from keras.optimizers import RMSprop

pixels = Input(shape=(64,))
hidden = Activation("relu")(Dense(64)(pixels))
hidden = Dropout(0.1)(hidden)
hidden = Activation("relu")(Dense(32)(hidden))
my_model = Model(pixels, Activation("softmax")(Dense(10)(hidden)))
my_model.compile(loss=sparse_categorical_crossentropy, optimizer=RMSprop())
my_model.fit(x_train, y_train, epochs=20, verbose=0)
