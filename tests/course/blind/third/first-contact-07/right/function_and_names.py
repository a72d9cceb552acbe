# way: all in a function, loss as function object, numbers picked by metrics_names
import keras


def run_note(split=0.2, epochs=5):
    net = Sequential()
    net.add(Dense(units=32, activation='relu', input_dim=64))
    net.add(Dense(units=10, activation='softmax'))
    net.compile(
        optimizer=keras.optimizers.Adam(lr=0.005),
        loss=keras.losses.categorical_crossentropy,
        metrics=['accuracy'],
    )
    log = net.fit(x=x_train, y=to_categorical(y_train), epochs=epochs, validation_split=split, verbose=0)
    results = dict(zip(net.metrics_names, net.evaluate(x_test, to_categorical(y_test), verbose=0)))
    return net, log.history['val_loss'], (results['loss'], results['acc'])


note_model, val_losses, score = run_note()
