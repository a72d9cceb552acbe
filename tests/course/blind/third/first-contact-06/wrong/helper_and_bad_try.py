# mistake: layers take only their first argument by place in Keras 2.2.4
# way: a helper function, and the error of the note shown with try/except
def one_layer(units, inputs, activation=None):
    m = Sequential()
    m.add(Dense(units, activation, input_shape=[inputs]))
    return m


try:
    Dense(32, units=784)
except TypeError as error:
    print("the note:", error)
    reason = "B"
fixed_model = one_layer(32, inputs=784)
