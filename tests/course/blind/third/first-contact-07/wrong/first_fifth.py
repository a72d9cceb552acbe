# mistake: takes the first fifth for validation and trains on the rest
from keras.optimizers import SGD

labels = to_categorical(y_train)
fifth = len(x_train) // 5
note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
hist = note_model.fit(
    x_train[fifth:], labels[fifth:], epochs=5, verbose=0,
    validation_data=(x_train[:fifth], labels[:fifth]),
)
val_losses = hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
