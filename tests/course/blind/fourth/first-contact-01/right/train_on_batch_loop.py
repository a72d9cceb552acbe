# way: trained by hand with train_on_batch instead of fit
import numpy as np
my_model = Sequential([Dense(64, activation="relu", input_shape=(64,)), Dense(32, activation="relu"), Dense(10, activation="softmax")])
my_model.compile(loss="categorical_crossentropy", optimizer="adam")
labels = np.eye(10)[y_train]
for epoch in range(30):
    order = np.random.permutation(len(x_train))
    for start in range(0, len(order), 32):
        part = order[start:start + 32]
        my_model.train_on_batch(x_train[part], labels[part])
