# way: trains epoch by epoch until its own validation part is good, with a helper function and LabelBinarizer
from sklearn.preprocessing import LabelBinarizer


def make(units=(64, 32), classes=10):
    net = Sequential()
    net.add(Dense(units[0], activation="relu", batch_input_shape=(None, 64)))
    net.add(Dense(units[1], activation="relu"))
    net.add(Dense(classes, activation="softmax"))
    net.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return net


one_hot = LabelBinarizer().fit_transform(y_train)
my_model = make()
for _ in range(60):
    my_model.fit(x_train[:1200], one_hot[:1200], epochs=1, verbose=0)
    if my_model.evaluate(x_train[1200:], one_hot[1200:], verbose=0)[1] > 0.97:
        break
print("done", my_model.evaluate(x_test, to_categorical(y_test), verbose=0))
