# way: trains a real model and counts with a callback
from keras.callbacks import LambdaCallback
def count_updates(samples, batch_size, epochs):
    n = []
    m = Sequential([Dense(1, input_shape=(1,))])
    m.compile("sgd", "mse")
    m.fit(np.zeros((samples, 1)), np.zeros((samples, 1)), batch_size=batch_size, epochs=epochs,
          verbose=0, callbacks=[LambdaCallback(on_batch_end=lambda b, logs: n.append(b))])
    return len(n)
