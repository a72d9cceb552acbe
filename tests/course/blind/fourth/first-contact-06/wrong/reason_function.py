# mistake: the letter is put into a function, and reason is this function
def reason():
    return "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
