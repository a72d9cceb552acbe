# mistake: the logarithm of the mean and not the mean of the logarithms
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.log(np.mean(np.sum(labels * p, axis=1)))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
