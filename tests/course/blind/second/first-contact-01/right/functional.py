# way: the functional API
from keras.layers import Input
from keras.models import Model
i = Input(shape=(64,))
h = Dense(64, activation="relu")(i)
h = Dense(32, activation="relu")(h)
my_model = Model(i, Dense(10, activation="softmax")(h))
my_model.compile(optimizer="adam", loss="categorical_crossentropy")
my_model.fit(x_train, to_categorical(y_train), epochs=40, verbose=0)
