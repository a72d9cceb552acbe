# way: The functional API gives a Model, not a Sequential.
from keras.layers import Input
from keras.models import Model

pixels = Input(shape=(28 * 28,), name="pixels")
fixed_model = Model(pixels, Dense(32)(pixels))
reason = "B"
