# way: the fifth is cut by hand and given as validation_data
note_model = Sequential([Dense(32, activation='relu', input_shape=(64,)), Dense(10, activation='softmax')])

cut = int(len(x_train) * (1 - 0.2))
t = np.eye(10)[y_train]
note_model.compile(optimizer='sgd', loss='categorical_crossentropy', metrics=['accuracy'])
val_losses = note_model.fit(x_train[:cut], t[:cut], epochs=5, verbose=0,
                            validation_data=(x_train[cut:], t[cut:])).history['val_loss']
score = note_model.evaluate(x_test, np.eye(10)[y_test], verbose=0)
