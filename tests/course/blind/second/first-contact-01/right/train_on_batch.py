# way: an own loop of train_on_batch in place of fit
from keras.optimizers import SGD
import numpy as np
my_model = Sequential([Dense(64, activation="relu", input_dim=64), Dense(32, activation="relu"), Dense(10, activation="softmax")])
my_model.compile(SGD(lr=0.1, momentum=0.9), "sparse_categorical_crossentropy")
for epoch in range(40):
    p = np.random.permutation(len(x_train))
    for s in range(0, len(p), 32):
        my_model.train_on_batch(x_train[p[s:s + 32]], y_train[p[s:s + 32]])
