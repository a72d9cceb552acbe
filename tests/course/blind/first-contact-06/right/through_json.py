# way: The model goes through JSON once and comes back.
from keras.models import model_from_json


def make(units, inputs):
    net = Sequential()
    net.add(Dense(units, input_shape=(inputs,)))
    return net


fixed_model = model_from_json(make(units=32, inputs=784).to_json())
reason = chr(ord("A") + 1)
