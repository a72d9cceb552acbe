# mistake: takes the logarithm of the labels and weights it by the probabilities: the two are swapped
def my_evaluate(probabilities, labels):
    l = np.maximum(labels, K.epsilon())
    loss = -np.mean(np.sum(probabilities * np.log(l), axis=1))
    acc = np.mean(probabilities.argmax(axis=1) == labels.argmax(axis=1))
    return loss, acc
