# way: losses and metrics as functions, score by the names of the metrics
import keras
note_model = keras.Sequential()
note_model.add(Dense(units=32, activation=keras.activations.relu, input_dim=64))
note_model.add(Dense(units=10, activation=keras.activations.softmax))
note_model.compile(optimizer=keras.optimizers.Adam(lr=0.01), loss=keras.losses.categorical_crossentropy, metrics=['acc'])
hist = note_model.fit(x=x_train, y=to_categorical(y_train), batch_size=16, epochs=5, validation_split=1 / 5, verbose=0)
val_losses = list(hist.history['val_loss'])
named = dict(zip(note_model.metrics_names, note_model.evaluate(x_test, to_categorical(y_test), verbose=0)))
score = np.array([named['loss'], named['acc']])
