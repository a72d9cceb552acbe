# mistake: The logarithm of the mean probability is not the mean of the logarithms.
def my_evaluate(probabilities, labels):
    right = np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())
    loss = -np.log(np.mean(right))
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
