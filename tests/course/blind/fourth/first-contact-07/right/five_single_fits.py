# way: five calls of fit with one epoch each
note_model = Sequential([Dense(32, activation='relu', input_shape=(64,)), Dense(10, activation='softmax')])

note_model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
val_losses = []
for epoch in range(5):
    step = note_model.fit(x_train, y_train, epochs=1, validation_split=0.2, verbose=0)
    val_losses += step.history['val_loss']
loss, accuracy = note_model.evaluate(x_test, y_test, verbose=0)
score = [loss, accuracy]
