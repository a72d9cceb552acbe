# message: no_logarithm
def my_evaluate(probabilities, labels):
    loss = np.mean(1 - np.sum(probabilities * labels, axis=1))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
