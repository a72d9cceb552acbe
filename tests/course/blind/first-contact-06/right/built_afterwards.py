# way: No shape in the layer; build gives it afterwards. The reason comes out of a lookup.
beliefs = {"A": False, "B": True, "C": False, "D": False}
(reason,) = [letter for letter, true in beliefs.items() if true]
fixed_model = Sequential([Dense(32)])
fixed_model.build((None, 784))
