# mistake: takes the logarithm of the mean probability instead of the mean of the logarithms
def my_evaluate(probabilities, labels):
    right = np.maximum((probabilities * labels).sum(axis=1), K.epsilon())
    loss = -np.log(right.mean())
    accuracy = (probabilities.argmax(axis=1) == labels.argmax(axis=1)).mean()
    return loss, accuracy
