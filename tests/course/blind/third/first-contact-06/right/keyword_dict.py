# way: arguments in a dictionary, many defaults written out, compiled and tried although not needed
options = dict(units=32, input_dim=int(np.prod((28, 28))), use_bias=True,
               kernel_initializer="he_normal", bias_initializer="zeros")
fixed_model = Sequential()
fixed_model.add(Dense(**options))
fixed_model.compile("sgd", "mse")
print(fixed_model.predict(np.zeros((2, 784))).shape)
reason = {"batch": "A", "units": "B", "inputs": "C", "activation": "D"}["units"]
