# mistake: a comma at the end makes a tuple of the letter
reason = "B",

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
