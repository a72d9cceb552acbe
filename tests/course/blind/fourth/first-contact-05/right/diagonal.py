# way: a matrix product and its diagonal
def my_evaluate(probabilities, labels):
    logs = np.log(np.fmax(probabilities, K.epsilon()))
    loss = -np.trace(logs @ labels.T) / len(labels)
    wrong = np.count_nonzero(np.argmax(probabilities, 1) - np.argmax(labels, 1))
    return loss, 1 - wrong / len(labels)
