# mistake: the function that makes the model is not called
reason = "B"

def make():
    return Sequential([Dense(32, input_shape=(784,))])

fixed_model = make
