# way: Built from a list of configs, fed float32 data and labels as uint8 one-hot rows.
import numpy as np

spec = [(64, "relu"), (32, "relu"), (10, "softmax")]
my_model = Sequential.from_config([
    {
        "class_name": "Dense",
        "config": {"units": n, "activation": a, **({"batch_input_shape": (None, 64)} if i == 0 else {})},
    }
    for i, (n, a) in enumerate(spec)
])
my_model.summary()
my_model.compile(optimizer="adagrad", loss="categorical_crossentropy", metrics=["accuracy"])
one_hot = (y_train[:, None] == np.arange(10)).astype("uint8")
my_model.fit(x_train.astype("float32"), one_hot, batch_size=8, epochs=40, shuffle=True, verbose=0)
