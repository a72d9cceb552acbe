# mistake: counts a real fit but does not pass the batch size on, so it is always 32
def count_updates(samples, batch_size, epochs):
    from keras.callbacks import LambdaCallback

    seen = []
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile(loss="mse", optimizer="sgd")
    model.fit(
        np.zeros((samples, 1)), np.zeros((samples, 1)), epochs=epochs, verbose=0,
        callbacks=[LambdaCallback(on_batch_end=lambda batch, logs: seen.append(1))],
    )
    return len(seen)
