# way: the activation is a layer of its own, reason from a character code
from keras.layers import Activation

fixed_model = Sequential([Dense(32, input_dim=784), Activation("relu")])
reason = chr(ord("A") + 1)
