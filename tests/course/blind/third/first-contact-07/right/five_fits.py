# way: five fits of one epoch each, losses collected
from keras import optimizers

note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
note_model.compile(optimizer=optimizers.SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
val_losses = []
for epoch in range(5):
    hist = note_model.fit(x_train, to_categorical(y_train), epochs=1, validation_split=0.2, verbose=0)
    val_losses += hist.history['val_loss']
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
