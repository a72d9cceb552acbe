# mistake: the callback counts ends of epochs instead of ends of batches
def count_updates(samples, batch_size, epochs):
    from keras.callbacks import LambdaCallback

    seen = []
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile(loss="mse", optimizer="sgd")
    model.fit(
        np.zeros((samples, 1)), np.zeros((samples, 1)), batch_size=batch_size, epochs=epochs, verbose=0,
        callbacks=[LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(1))],
    )
    return len(seen)
