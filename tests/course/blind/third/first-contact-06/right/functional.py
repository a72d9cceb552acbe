# way: functional API
from keras.layers import Input
from keras.models import Model

inputs = Input(shape=(784,))
fixed_model = Model(inputs, Dense(32, activation="sigmoid", name="only")(inputs))
reason = 'B'
