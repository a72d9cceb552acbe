# way: functional API with Input and Model
from keras.layers import Input
from keras.models import Model

pixels = Input(shape=(64,))
hidden = Dense(64, activation="relu")(pixels)
hidden = Dense(32, activation="relu")(hidden)
answer = Dense(10, activation="softmax")(hidden)
my_model = Model(inputs=pixels, outputs=answer)
my_model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train, 10), epochs=30, batch_size=32, verbose=0)
