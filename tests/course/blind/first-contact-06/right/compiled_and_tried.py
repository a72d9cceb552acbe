# way: Compiled and tried on zeros, though that was not needed; keras.Sequential as in Keras 3.
import keras

reason = "B"
fixed_model = keras.Sequential()
fixed_model.add(keras.layers.Dense(32, input_shape=[784]))
fixed_model.compile(optimizer="sgd", loss="mse")
assert fixed_model.predict(np.zeros((3, 784))).shape == (3, 32)
