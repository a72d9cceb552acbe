# way: Trained by hand with train_on_batch on random batches, as in PyTorch; no fit at all.
import numpy as np

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam")
Y = to_categorical(y_train)
for epoch in range(30):
    perm = np.random.permutation(len(x_train))
    for i in range(0, len(x_train), 32):
        j = perm[i:i + 32]
        my_model.train_on_batch(x_train[j], Y[j])
