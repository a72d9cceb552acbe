# message: error_uncalled
def my_evaluate(probabilities, labels):
    right = np.sum(probabilities * labels, axis=1)
    loss = -np.mean(np.log(right + K.epsilon))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
