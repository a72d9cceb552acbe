# way: asks a real fit with a callback
from keras.callbacks import LambdaCallback

def count_updates(samples, batch_size, epochs):
    seen = []
    net = Sequential([Dense(1, input_dim=1)])
    net.compile(loss="mse", optimizer="sgd")
    net.fit(np.zeros((samples, 1)), np.zeros((samples, 1)), batch_size=batch_size, epochs=epochs, verbose=0,
            callbacks=[LambdaCallback(on_batch_end=lambda batch, logs: seen.append(batch))])
    return len(seen)
