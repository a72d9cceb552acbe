# way: functional, and with an activation
from keras.layers import Input
from keras.models import Model
reason = "B"
pixels = Input((784,))
fixed_model = Model(inputs=pixels, outputs=Dense(32, activation="relu")(pixels))
