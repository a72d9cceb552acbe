# way: It trains a tiny real model and asks the optimizer how often it was run.
from keras import backend as K


def count_updates(samples, batch_size, epochs):
    spy = Sequential([Dense(1, input_dim=1, use_bias=False)])
    spy.compile(optimizer="sgd", loss="mse")
    zeros = np.zeros((samples, 1))
    spy.fit(zeros, zeros, batch_size=batch_size, epochs=epochs, verbose=0)
    return int(K.get_value(spy.optimizer.iterations))
