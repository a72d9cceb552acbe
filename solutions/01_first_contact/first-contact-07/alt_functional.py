from keras.layers import Input
from keras.models import Model

cut = int(len(x_train) * 0.8)
labels = np.eye(10)[y_train]
pixels = Input((64,))
note_model = Model(pixels, Dense(10, activation="softmax")(Dense(32, activation="relu")(pixels)))
note_model.compile("sgd", "categorical_crossentropy", metrics=["categorical_accuracy"])
exam = (x_train[cut:], labels[cut:])
history = note_model.fit(x_train[:cut], labels[:cut], validation_data=exam, epochs=5, verbose=0)
val_losses = [f for f in history.history["val_loss"]]
score = dict(zip(note_model.metrics_names, note_model.evaluate(x_test, np.eye(10)[y_test])))
