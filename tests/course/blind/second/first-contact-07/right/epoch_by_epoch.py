# way: five fits of an epoch each, gathered in a list
from keras.optimizers import SGD
note_model = Sequential([Dense(32, activation='relu', input_dim=64), Dense(10, activation='softmax')])
note_model.compile(SGD(lr=0.1), 'sparse_categorical_crossentropy', metrics=['accuracy'])
val_losses = []
for _ in range(5):
    h = note_model.fit(x_train, y_train, epochs=1, validation_split=0.2, verbose=0)
    val_losses += h.history['val_loss']
score = note_model.evaluate(x_test, y_test, verbose=0)
