# way: compiled although not needed, relu and another initializer
answers = {"A": False, "B": True, "C": False, "D": False}
reason = [letter for letter in answers if answers[letter]][0]
fixed_model = Sequential()
fixed_model.add(Dense(2 ** 5, activation="relu", kernel_initializer="he_uniform", input_shape=np.zeros((1, 784)).shape[1:]))
fixed_model.compile(loss="mse", optimizer="sgd")
print(fixed_model.predict(np.zeros((3, 784))).shape)
