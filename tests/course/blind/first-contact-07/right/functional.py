# way: The functional API; two metrics, of whose three numbers the first two are kept, as an array.
from keras import Input, Model
from keras.optimizers import SGD

pixels = Input((64,))
note_model = Model(pixels, Dense(10, activation='softmax')(Dense(32, activation='relu')(pixels)))
note_model.compile(
    SGD(lr=0.1), 'categorical_crossentropy', metrics=['accuracy', 'top_k_categorical_accuracy'])
hist = note_model.fit(
    x_train, to_categorical(y_train), 32, 5, verbose=0, validation_split=0.2)
val_losses = np.array(hist.history['val_loss'])
score = np.array(note_model.evaluate(x_test, to_categorical(y_test), verbose=0))[:2]
print(dict(zip(note_model.metrics_names, score)))
