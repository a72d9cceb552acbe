# mistake: 0 times the logarithm of 0 is nan: the zeros are not raised to epsilon first.
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.sum(labels * np.log(probabilities), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
