# mistake: the roles are swapped, the logarithm is taken of the labels
def my_evaluate(probabilities, labels):
    t = np.maximum(labels, K.epsilon())
    loss = -np.mean(np.sum(probabilities * np.log(t), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
