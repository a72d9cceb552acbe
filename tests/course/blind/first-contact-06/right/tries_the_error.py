# way: It provokes the TypeError first, prints it, and uses the message.
model = Sequential()
try:
    model.add(Dense(32, units=784))
except TypeError as error:
    print(error)
    reason = "B"
    model.add(Dense(32, input_shape=np.zeros((5, 784)).shape[1:]))
fixed_model = model
