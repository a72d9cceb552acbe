# way: The functions of keras.losses and keras.metrics, averaged by hand.
import keras


def my_evaluate(probabilities, labels):
    t, p = K.variable(labels), K.variable(probabilities)
    losses = K.get_value(keras.losses.categorical_crossentropy(t, p))
    hits = K.get_value(keras.metrics.categorical_accuracy(t, p))
    return np.mean(losses), np.mean(hits)
