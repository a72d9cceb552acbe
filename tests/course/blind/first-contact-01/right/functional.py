# way: The functional API with Input, and integer labels with the sparse loss.
from keras.layers import Input
from keras.models import Model

pixels = Input(shape=(64,))
h = Dense(64, activation="relu")(pixels)
h = Dense(32, activation="relu")(h)
my_model = Model(inputs=pixels, outputs=Dense(10, activation="softmax")(h))
my_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
my_model.fit(x_train, y_train, epochs=40, batch_size=16, verbose=0)
