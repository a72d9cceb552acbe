# way: no metric in compile, the accuracy from predict
from keras.optimizers import SGD
note_model = Sequential([Dense(32, activation='relu', input_dim=64), Dense(10, activation='softmax')])
note_model.compile(SGD(lr=0.1), 'sparse_categorical_crossentropy')
val_losses = note_model.fit(x_train, y_train, epochs=5, validation_split=0.2, verbose=0).history['val_loss']
score = (note_model.evaluate(x_test, y_test, verbose=0), np.mean(note_model.predict(x_test).argmax(1) == y_test))
