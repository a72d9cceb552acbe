# message: no_dense
from keras.layers import Embedding

reason = "B"
fixed_model = Sequential([Embedding(784, 32, input_length=784)])
