# way: the losses are collected by a callback
from keras.callbacks import LambdaCallback
from keras.optimizers import SGD

val_losses = []
note = LambdaCallback(on_epoch_end=lambda epoch, logs: val_losses.append(logs['val_loss']))
note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=SGD(lr=0.1, momentum=0.5), loss='categorical_crossentropy', metrics=['accuracy'])
note_model.fit(x_train, to_categorical(y_train), epochs=5, validation_split=0.2, verbose=0, callbacks=[note])
print("losses", val_losses)
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
