# mistake: fixed_model is the function, which is never called
reason = "B"


def build():
    m = Sequential()
    m.add(Dense(32, input_dim=784))
    return m


fixed_model = build
