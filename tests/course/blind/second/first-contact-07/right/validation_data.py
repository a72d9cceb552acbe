# way: cuts off the last fifth by hand and gives it as validation_data
from keras import optimizers
one_hot = to_categorical(y_train, 10)
cut = int(len(x_train) * (1 - 0.2))
note_model = Sequential([Dense(32, activation='relu', input_dim=64), Dense(10, activation='softmax')])
note_model.compile(optimizers.SGD(lr=0.1), 'categorical_crossentropy', metrics=['accuracy'])
hist = note_model.fit(x_train[:cut], one_hot[:cut], epochs=5, validation_data=(x_train[cut:], one_hot[cut:]), verbose=0)
val_losses = np.array(hist.history['val_loss'])
score = note_model.evaluate(x_test, np.eye(10)[y_test], verbose=0)
