# mistake: log_loss of sklearn clips at its own, other epsilon
from sklearn.metrics import log_loss


def my_evaluate(probabilities, labels):
    loss = log_loss(labels, probabilities)
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
