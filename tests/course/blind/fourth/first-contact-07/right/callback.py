# way: a callback collects the losses
from keras.callbacks import LambdaCallback
from keras.optimizers import SGD
note_model = Sequential([Dense(32, activation='relu', input_shape=(64,)), Dense(10, activation='softmax')])

val_losses = []
keep = LambdaCallback(on_epoch_end=lambda epoch, logs: val_losses.append(logs['val_loss']))
note_model.compile(optimizer=SGD(lr=0.1, momentum=0.5), loss='categorical_crossentropy', metrics=['accuracy'])
note_model.fit(x_train, to_categorical(y_train), epochs=5, validation_split=0.2, callbacks=[keep], verbose=0)
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
