# way: built afterwards with build
reason = "B"
fixed_model = Sequential([Dense(32)])
fixed_model.build((None, 784))
