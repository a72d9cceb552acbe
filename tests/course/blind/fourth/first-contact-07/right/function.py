# way: all in one function that returns three things, no shuffling
def mended(optimizer='adagrad'):
    net = Sequential()
    for units, activation, more in ((32, 'relu', {'input_dim': 64}), (10, 'softmax', {})):
        net.add(Dense(units, activation=activation, **more))
    net.compile(optimizer=optimizer, loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    past = net.fit(x_train, y_train, epochs=5, validation_split=0.2, shuffle=False, verbose=0)
    assert len(past.history['val_loss']) == 5
    return net, past.history['val_loss'], net.evaluate(x_test, y_test, batch_size=100, verbose=0)

note_model, val_losses, score = mended()
