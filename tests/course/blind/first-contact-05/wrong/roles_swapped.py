# mistake: Labels and probabilities have swapped roles: the logarithm is taken of the labels.
def my_evaluate(probabilities, labels):
    q = np.clip(labels, K.epsilon(), 1)
    loss = -np.mean(np.sum(probabilities * np.log(q), axis=1))
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
