# message: wrong_accuracy
def my_evaluate(probabilities, labels):
    right = np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())
    guesses = np.argmax(probabilities, axis=1)
    hits = guesses == np.argmax(labels, axis=1)
    sure = np.max(probabilities, axis=1)
    return -np.mean(np.log(right)), np.sum(hits * sure) / np.sum(sure)
