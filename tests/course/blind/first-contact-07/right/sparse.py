# way: The labels stay numbers; the loss becomes sparse_categorical_crossentropy.
from keras import optimizers

note_model = Sequential([
    Dense(32, activation='relu', input_shape=(64,)),
    Dense(10, activation='softmax'),
])
note_model.compile(
    optimizers.SGD(0.1), loss='sparse_categorical_crossentropy', metrics=['sparse_categorical_accuracy'])
val_losses = note_model.fit(
    x_train, y_train, epochs=5, validation_split=0.2, verbose=0).history['val_loss']
score = note_model.evaluate(x_test, y_test, verbose=0)
